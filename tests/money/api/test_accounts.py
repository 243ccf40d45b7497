"""Programs open and read accounts of their holder, page by page, and operators those of others."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.money.models import Account
from alatau.money.programs.errors import CursorNotValidError
from alatau.money.programs.sight import read_cursor, write_cursor
from alatau.money.programs.values import Right
from alatau.money.values import HolderKind, TransferKind
from tests.money.ledger import account, move, post
from tests.money.programs import party

ACCOUNTS = "/api/money/accounts"


def ask(who, path, **query):
    return Client().get(f"{ACCOUNTS}{path}", query, headers=who.headers)


def put(who, account_id, **body):
    return Client().put(f"{ACCOUNTS}/{account_id}", body, content_type="application/json", headers=who.headers)


def change(who, account_id, status):
    body = {"status": status, "reason": "court"}
    path = f"{ACCOUNTS}/{account_id}/status"
    return Client().post(path, body, content_type="application/json", headers=who.headers)


@pytest.fixture
def operator(db):
    return party(rights=(Right.OPERATE, Right.PAY, Right.READ), kind=HolderKind.PUBLIC)


def test_account_is_opened_once_under_the_callers_id(payer):
    account_id = uuid4()
    first, again = (put(payer, account_id, purpose="taxes").json() for _ in range(2))
    assert first == again
    assert (first["purpose"], first["balance"]["posted"]) == ("taxes", {"units": 0, "currency": "KZT"})
    assert Account.objects.get(id=account_id).holder_id == payer.holder_id
    assert put(payer, account_id, purpose="rent").json()["code"] == "money.account_id_reused"


def test_only_operators_open_accounts_for_others(payer, operator):
    body = {"holder_id": str(uuid4()), "holder_kind": "organisation", "tier": 4}
    assert put(payer, uuid4(), **body).json()["code"] == "money.right_missing"
    assert put(payer, uuid4(), tier=3).json()["code"] == "money.right_missing"
    opened = put(operator, account_id := uuid4(), **body)
    assert opened.status_code == 200
    assert str(Account.objects.get(id=account_id).holder_id) == body["holder_id"]


def test_accounts_come_in_pages_without_repeats(payer):
    for _ in range(4):
        put(payer, uuid4(), purpose="more")
    seen, cursor = [], ""
    while True:
        page = ask(payer, "", cursor=cursor, limit=2).json()
        seen += [each["id"] for each in page["accounts"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert seen == sorted(seen)
    assert len(set(seen)) == 5


def test_balance_tells_holds_and_what_may_leave(payer, payee):
    post(read_clocks(), move(payer.account_id, payee.account_id, 300, kind=TransferKind.PENDING))
    told = ask(payer, f"/{payer.account_id}/balance").json()
    units = {name: told[name]["units"] for name in ("posted", "held_out", "available")}
    assert units == {"posted": 1000, "held_out": 300, "available": 700}
    assert ask(payee, f"/{payee.account_id}/holds").json()[0]["amount"]["units"] == 300


def test_past_balance_is_told_by_one_clock(payer, payee):
    before = read_clocks()
    post(before, move(payer.account_id, payee.account_id, 300))
    path = f"/{payer.account_id}/balance/past"
    yesterday = (before.city_at - timedelta(days=1)).isoformat()
    assert ask(payer, path, city_at=yesterday).json()["posted"]["units"] == 0
    assert ask(payer, path, wall_at=before.wall_at.isoformat()).json()["posted"]["units"] == 700
    for query in ({}, {"city_at": yesterday, "wall_at": yesterday}, {"city_at": "2026-03-01T00:00:00"}):
        assert ask(payer, path, **query).json()["code"] == "money.moments_differ"


def test_entries_come_newest_first_and_add_up(payer, payee):
    for units in (1, 2, 3, 4):
        post(read_clocks(), move(payer.account_id, payee.account_id, units))
    first = ask(payee, f"/{payee.account_id}/entries", limit=3).json()
    assert [each["amount"]["units"] for each in first["entries"]] == [4, 3, 2]
    assert first["balance"]["units"] - sum(each["amount"]["units"] for each in first["entries"]) == 1
    last = ask(payee, f"/{payee.account_id}/entries", limit=3, cursor=first["next_cursor"]).json()
    assert ([each["number"] for each in last["entries"]], last["next_cursor"]) == ([1], "")


def test_entries_hide_which_person_paid_and_show_which_firm(payer, payee):
    at = read_clocks()
    person = account(at, balance=10)
    post(at, move(person, payee.account_id, 5), move(payer.account_id, payee.account_id, 6))
    firm, human = ask(payee, f"/{payee.account_id}/entries").json()["entries"]
    assert (firm["other_account_id"], human["other_account_id"]) == (str(payer.account_id), None)


@pytest.mark.parametrize("cursor", ["%", "zzzz", "LTE", write_cursor("0"), write_cursor("9" * 30), "я"])
def test_cursor_that_no_page_gave_is_refused(payer, cursor):
    for path in ("", f"/{payer.account_id}/entries"):
        answer = ask(payer, path, cursor=cursor)
        assert (answer.status_code, answer.json()["code"]) == (422, "money.cursor_not_valid")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_reading_any_text_as_a_cursor_gives_ascii_or_a_refusal(text):
    try:
        assert read_cursor(text).isascii()
    except CursorNotValidError:
        pass


@given(st.integers(min_value=1, max_value=10**17))
def test_cursor_written_is_the_cursor_read(number):
    assert read_cursor(write_cursor(number)) == str(number)


def test_accounts_of_others_read_as_absent(payer, payee, operator):
    person = account(read_clocks())
    for path in ("", "/balance", "/entries", "/holds", "/balance/past"):
        assert ask(payer, f"/{payee.account_id}{path}").status_code == 404
        assert ask(operator, f"/{person}{path}").status_code == 404
    assert ask(operator, f"/{payee.account_id}").status_code == 200


def test_operator_freezes_and_a_firm_closes_only_its_own_empty_account(payer, payee, operator):
    person = account(read_clocks())
    assert change(operator, person, "frozen").status_code == 204
    assert Account.objects.get(id=person).status == 1
    assert change(payer, payer.account_id, "frozen").json()["code"] == "money.right_missing"
    assert change(payer, payee.account_id, "closed").status_code == 404
    assert change(payer, payer.account_id, "closed").json()["code"] == "money.account_not_empty"
    assert [change(payee, payee.account_id, "closed").status_code for _ in range(2)] == [204, 204]
