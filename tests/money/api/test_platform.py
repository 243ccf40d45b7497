"""Operators' programs see how fast the city pays and whether its books were whole; nobody else's do."""

from __future__ import annotations

from django.test import Client

from alatau.core.clock import read_clocks
from alatau.money.desks.check import keep_check
from alatau.money.programs.values import Right
from alatau.money.values import HolderKind
from tests.money.ledger import BY, move, post
from tests.money.programs import party


def ask(who, path):
    return Client().get(f"/api/money/platform/{path}", headers=who.headers)


def test_rate_counts_what_the_ledger_took_in_the_last_minute(payer, payee):
    operator = party(rights=(Right.OPERATE,), kind=HolderKind.PUBLIC)
    before = ask(operator, "rate").json()["transfers"]
    post(read_clocks(), *(move(payer.account_id, payee.account_id, 1) for _ in range(6)))
    told = ask(operator, "rate").json()
    assert (told["transfers"] - before, told["waiting"]) == (6, 0)
    assert told["per_second"] == round(told["transfers"] / 60, 1)
    assert ask(payer, "rate").status_code == 403


def test_last_check_is_told_with_its_age(payer):
    operator = party(rights=(Right.OPERATE,), kind=HolderKind.PUBLIC)
    assert ask(operator, "check").status_code == 404
    keep_check(by=BY, at=read_clocks())
    told = ask(operator, "check").json()
    assert (told["is_whole"], told["broken"]) == (True, [])
    assert 0 <= told["age_seconds"] < 60
