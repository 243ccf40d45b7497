"""Mark owners set, narrow, give, follow and end conditions on their money by HTTP."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.money.expire import return_marked_money
from alatau.money.models import Account, MarkEnd
from alatau.money.values import TransferKind
from alatau.money.verify import verify_ledger
from tests.money.ledger import BY, account, balance_of, firm, move, post
from tests.money.programs import party

CANTEEN = "5812"


def call(who, method, path, **body):
    return Client().generic(
        method, f"/api/money/marks{path}", data=_json(body), content_type="application/json", headers=who.headers
    )


def _json(body):
    import json

    return json.dumps(body)


def meals(owner, **chosen):
    now = read_clocks().city_at
    return {
        "name": {"en": "School meals"},
        "purpose": "school_meals",
        "return_account_id": str(owner.account_id),
        "valid_from": (now - timedelta(hours=1)).isoformat(),
        "valid_until": (now + timedelta(days=30)).isoformat(),
        "categories": [CANTEEN],
    } | chosen


@pytest.fixture
def given(payer):
    """A mark with 400 in a child's pot; returns the mark's id, the pot and a canteen."""
    mark_id, at = uuid4(), read_clocks()
    assert call(payer, "PUT", f"/{mark_id}", **meals(payer)).status_code == 200
    child, canteen = account(at), firm(at, category=CANTEEN)
    pot = UUID(call(payer, "PUT", f"/{mark_id}/pots", account_id=str(child)).json()["pot_id"])
    assert post(at, move(payer.account_id, pot, 400)) == ["accepted"]
    return mark_id, pot, canteen


def test_same_request_sets_one_mark_and_another_is_refused(payer):
    mark_id, body = uuid4(), meals(payer)
    first, again = (call(payer, "PUT", f"/{mark_id}", **body) for _ in range(2))
    assert (first.status_code, first.json()) == (200, again.json())
    other = call(payer, "PUT", f"/{mark_id}", **body | {"payment_cap": 5})
    assert other.json()["code"] == "money.mark_id_reused"
    assert [each["id"] for each in call(payer, "GET", "").json()] == [str(mark_id)]


def test_narrower_mark_may_not_allow_more(payer):
    wide, narrow = uuid4(), uuid4()
    call(payer, "PUT", f"/{wide}", **meals(payer))
    pot = call(payer, "PUT", f"/{wide}/pots", account_id=str(payer.account_id)).json()["pot_id"]
    below = meals(payer, parent_id=str(wide), return_account_id=pot, valid_until=meals(payer)["valid_from"])
    assert call(payer, "PUT", f"/{narrow}", **below | {"valid_until": below["valid_from"]}).status_code == 409
    wider = meals(payer, parent_id=str(wide), return_account_id=pot) | {"categories": []}
    refused = call(payer, "PUT", f"/{narrow}", **wider)
    assert refused.json()["code"] == "money.mark_widens"


def test_owner_sees_where_the_money_is_and_not_whose_pot_it_left(payer, given):
    mark_id, pot, canteen = given
    post(read_clocks(), move(pot, canteen, 150))
    told = call(payer, "GET", f"/{mark_id}/money").json()
    assert (told["held"]["units"], told["pots"]) == (250, 1)
    assert told["spent"] == [{"account_id": str(canteen), "amount": {"units": 150, "currency": "KZT"}}]
    assert str(pot) not in str(told)


def test_ended_mark_gives_back_what_is_left_and_nothing_more_is_spent(payer, given):
    mark_id, pot, canteen = given
    post(read_clocks(), move(pot, canteen, 150))
    ended = [call(payer, "POST", f"/{mark_id}/end").json() for _ in range(2)]
    assert ended[0] == ended[1]
    assert post(read_clocks(), move(pot, canteen, 1)) == ["mark_ended"]
    assert return_marked_money(by=BY, at=read_clocks()) == 1
    assert (balance_of(pot), balance_of(payer.account_id)) == (0, 850)
    assert JournalLine.objects.filter(action="money.mark.ended").count() == MarkEnd.objects.count() == 1
    assert call(payer, "GET", f"/{mark_id}/money").json()["returned"]["units"] == 250
    assert verify_ledger().is_whole


def test_request_that_set_a_mark_stays_the_same_after_its_end(payer):
    mark_id, body = uuid4(), meals(payer)
    call(payer, "PUT", f"/{mark_id}", **body)
    call(payer, "POST", f"/{mark_id}/end")
    assert call(payer, "PUT", f"/{mark_id}", **body).status_code == 200


def test_end_reaches_narrower_marks_and_those_not_yet_begun(payer):
    wide, narrow, later = uuid4(), uuid4(), read_clocks().city_at + timedelta(days=2)
    body = meals(payer, valid_from=later.isoformat())
    call(payer, "PUT", f"/{wide}", **body)
    pot = call(payer, "PUT", f"/{wide}/pots", account_id=str(payer.account_id)).json()["pot_id"]
    call(payer, "PUT", f"/{narrow}", **body | {"parent_id": str(wide), "return_account_id": pot})
    assert call(payer, "POST", f"/{wide}/end").status_code == 200
    assert MarkEnd.objects.count() == 2
    assert Account.objects.filter(mark__valid_until__gt=read_clocks().city_at).count() == 0


def test_money_that_comes_back_after_the_end_returns_too(payer, given):
    mark_id, pot, canteen = given
    paid = move(pot, canteen, 100)
    post(read_clocks(), paid)
    call(payer, "POST", f"/{mark_id}/end")
    for _ in range(2):
        return_marked_money(by=BY, at=read_clocks())
    back = move(canteen, pot, 100, kind=TransferKind.REFUND, concerns_id=paid.id)
    post(read_clocks(), back)
    assert return_marked_money(by=BY, at=read_clocks()) == 1
    assert balance_of(payer.account_id) == 1000


def test_evidence_lets_a_payment_leave(payer):
    mark_id, at = uuid4(), read_clocks()
    call(payer, "PUT", f"/{mark_id}", **meals(payer, needs_evidence=True, categories=[]))
    child, shop = account(at), firm(at)
    pot = UUID(call(payer, "PUT", f"/{mark_id}/pots", account_id=str(child)).json()["pot_id"])
    post(at, move(payer.account_id, pot, 400))
    assert post(at, move(pot, shop, 5, reference="act-1")) == ["mark_evidence"]
    for _ in range(2):
        assert call(payer, "POST", f"/{mark_id}/evidence", reference="act-1", document="Act 1").status_code == 204
    assert post(at, move(pot, shop, 5, reference="act-1")) == ["accepted"]


def test_marks_of_others_read_as_absent(payer, given):
    mark_id, stranger = given[0], party()
    for method, path, body in (
        ("GET", "", {}),
        ("GET", "/money", {}),
        ("POST", "/end", {}),
        ("PUT", "/pots", {"account_id": str(stranger.account_id)}),
        ("POST", "/evidence", {"reference": "a", "document": "b"}),
        ("PUT", "", meals(stranger)),
    ):
        assert call(stranger, method, f"/{mark_id}{path}", **body).status_code == 404
    theirs = call(stranger, "PUT", f"/{uuid4()}", **meals(payer))
    assert theirs.status_code == 404
