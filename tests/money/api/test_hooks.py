"""Firms hear by webhook of what happens on their own accounts: each entry once, in order, and nobody else's."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from alatau.core.clock import read_clocks
from alatau.core.journal.values import LineKind, SealedLine
from alatau.core.models import JournalContents, JournalLine
from alatau.messages.models import WebhookDelivery, WebhookEndpoint
from alatau.messages.webhooks.fan_out import fan_out
from alatau.money.programs.tell import tell_holders
from alatau.money.programs.values import Right
from tests.money.ledger import account, move, post
from tests.money.programs import party

HOOKS = "/api/money/webhooks"
URL = "https://shop.example/alatau"
RECEIVED = "money.payment.received"


def call(who, method, path="", **body):
    send = getattr(Client(), method)
    return send(HOOKS + path, body, content_type="application/json", headers=who.headers)


def hook(who, *events, hook_id=None, url=URL):
    return call(who, "put", f"/{hook_id or uuid4()}", url=url, event_types=list(events or (RECEIVED,)))


def told(action=RECEIVED):
    lines = JournalLine.objects.filter(action=action, kind=LineKind.EVENT).order_by("position")
    return [contents.body for contents in JournalContents.objects.filter(line__in=lines).order_by("line_id")]


def test_secret_is_told_once_and_the_same_request_changes_nothing(payer):
    hook_id = uuid4()
    first, again = (hook(payer, hook_id=hook_id).json() for _ in range(2))
    assert first["secret"].startswith("whsec_")
    assert again == first | {"secret": ""}
    assert WebhookEndpoint.objects.count() == 1
    assert hook(payer, hook_id=hook_id, url="https://other.example/").json()["code"] == "money.hook_id_reused"


def test_events_of_other_rooms_and_private_addresses_are_refused(payer, settings):
    assert hook(payer, "messages.reply.received").json()["code"] == "messages.event_types_unknown"
    settings.ALATAU_MODE = "production"
    assert hook(payer, url="https://10.0.0.1/").json()["code"] == "messages.url_not_usable"
    assert WebhookEndpoint.objects.count() == 0


def test_each_entry_from_now_on_is_told_once_in_its_order(payer, payee):
    at = read_clocks()
    post(at, move(payer.account_id, payee.account_id, 1))
    hook(payee)
    assert tell_holders(at=at) == 0
    post(at, *(move(payer.account_id, payee.account_id, units) for units in (2, 3)))
    assert [tell_holders(at=at) for _ in range(2)] == [2, 0]
    assert [(body["entry"], body["amount"]) for body in told()] == [(2, 2), (3, 3)]
    post(at, move(payer.account_id, payee.account_id, 4))
    tell_holders(at=at)
    assert [body["balance"] for body in told()] == [3, 6, 10]


def test_account_opened_later_is_told_of_from_its_first_entry(payer, payee):
    hook(payee)
    at = read_clocks()
    later = account(at, holder=payee.holder_id)
    post(at, move(payer.account_id, later, 9))
    assert tell_holders(at=at) == 1
    assert told()[0]["account_id"] == str(later)


def test_event_names_neither_payer_nor_a_stranger(payer, payee):
    hook(payee)
    post(read_clocks(), move(payer.account_id, payee.account_id, 5, reference="2026-17"))
    tell_holders(at=read_clocks())
    assert told()[0]["reference"] == "2026-17"
    assert str(payer.account_id) not in str(told())
    assert told("money.payment.sent") == []


def sealed(action, *, subject_id):
    at = read_clocks()
    return SealedLine(
        id=uuid4(), number=1, kind=LineKind.EVENT, action=action, actor={}, subject_id=subject_id, case_id=None,
        purpose="", body={"amount": 5}, city_at=at.city_at, wall_at=at.wall_at,
    )  # fmt: skip


@pytest.mark.parametrize("whose", ["own", "other"])
def test_delivery_is_written_for_events_of_the_own_holder_alone(payer, payee, whose):
    hook(payee)
    holder = payee.holder_id if whose == "own" else payer.holder_id
    fan_out([sealed(RECEIVED, subject_id=holder)], at=read_clocks())
    assert WebhookDelivery.objects.count() == (1 if whose == "own" else 0)


def test_receivers_are_the_holders_own(payer, payee):
    hook_id = uuid4()
    hook(payer, hook_id=hook_id)
    assert [each["id"] for each in call(payer, "get").json()] == [str(hook_id)]
    assert call(payee, "get").json() == []
    for method, path in (
        ("get", ""),
        ("post", "/rotate"),
        ("post", "/on"),
        ("get", "/deliveries"),
        ("post", "/replay"),
    ):
        assert call(payee, method, f"/{hook_id}{path}").status_code == 404
        assert call(payer, method, f"/{hook_id}{path}").status_code == 200


def test_receiver_is_switched_off_and_on_and_gets_new_secrets(payer):
    hook_id = uuid4()
    old = hook(payer, hook_id=hook_id).json()["secret"]
    assert call(payer, "post", f"/{hook_id}/off").json()["is_on"] is False
    assert call(payer, "post", f"/{hook_id}/replay").json()["code"] == "messages.endpoint_disabled"
    assert call(payer, "post", f"/{hook_id}/on").json()["is_on"] is True
    assert call(payer, "post", f"/{hook_id}/rotate").json()["secret"] != old


def test_key_without_the_right_hears_nothing(db):
    assert hook(party(rights=(Right.READ,))).status_code == 403
