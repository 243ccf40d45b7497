"""What an operator at a terminal sees, what the job does, and that codes, errors and tiers fit together."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.money.commands import commands
from alatau.money.errors.by_refusal import REFUSALS
from alatau.money.jobs import expire
from alatau.money.models import Account
from alatau.money.read import get_balance
from alatau.money.tiers import is_tier, limits_on
from alatau.money.values import Refusal, TransferKind, new_transfer_id
from tests.money.ledger import account, move, post
from tests.tinyland.content import CONTENT as TINYLAND


def run(*words):
    return CliRunner().invoke(commands, [*words])


@pytest.mark.django_db
def test_verify_tells_what_circulates(moment):
    account(moment, balance=123_456)
    told = run("verify")
    assert told.exit_code == 0
    assert "The books are whole: 1 transfers between 2 accounts." in told.output
    assert "56" in told.output


def test_verify_names_what_is_broken_and_ends_in_one(moment, committed_db, owner_connection):
    wallet = account(moment, balance=5)
    owner_connection.execute("UPDATE money_account SET balance = 6 WHERE id = %s", [wallet])
    told = run("verify")
    assert told.exit_code == 1
    assert str(wallet) in told.output


@pytest.mark.django_db
def test_export_writes_a_file_or_to_the_terminal(moment, tmp_path):
    account(moment, balance=5)
    assert "1 transfers" in run("export", str(tmp_path / "books.beancount")).output
    assert run("export").output == (tmp_path / "books.beancount").read_text(encoding="utf-8")


def test_the_job_gives_back_what_waited_too_long(committed_db):
    past = read_clocks()
    past = replace(past, city_at=past.city_at - timedelta(hours=1))
    payer, payee = account(past, balance=100), account(past)
    post(past, move(payer, payee, 60, kind=TransferKind.PENDING, timeout_seconds=60))
    for _ in range(2):
        expire(timestamp=0)
    assert get_balance(payer).available.units == 100
    assert Account.objects.get(id=payee).held_in == 0


def test_every_refusal_has_its_error_in_the_documented_order():
    assert [*REFUSALS] == [*Refusal]
    assert [refusal.value for refusal in Refusal] == [*range(1, len(Refusal) + 1)]
    for refusal, error in REFUSALS.items():
        words = error.code.removeprefix("money.")
        assert words.split("_")[0] in f"transfer_account_{refusal.name.lower()}"


def test_new_ids_are_of_version_seven_and_follow_the_clock():
    ids = [new_transfer_id() for _ in range(200)]
    assert {each.version for each in ids} == {7}
    assert {each.variant for each in ids} == {uuid.RFC_4122}
    stamps = [each.int >> 80 for each in ids]
    assert (stamps, len(set(ids))) == (sorted(stamps), 200)


def test_tiers_of_another_country_have_their_own_limits(monkeypatch):
    monkeypatch.setattr("alatau.money.tiers.content", lambda: TINYLAND)
    monkeypatch.setattr("alatau.core.parameters.content", lambda: TINYLAND)
    limits_on.cache_clear()
    try:
        assert limits_on(date(2026, 5, 1)).day == (750_000,)
        assert (is_tier(0), is_tier(1)) == (True, False)
    finally:
        limits_on.cache_clear()


def test_tiers_of_the_content_speak_every_language_and_are_numbered_once():
    numbers = [tier.number for tier in content().money_tiers]
    assert sorted(numbers) == [*range(len(numbers))]
    assert all(tier.name.missing(["kk", "ru", "en", "ar"]) == () for tier in content().money_tiers)
