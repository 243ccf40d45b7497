"""Receipts: what each word means, what early, late and repeated ones change, and calls that hold nonsense."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alatau.messages.gateways.smpp.pdu import read_receipt
from alatau.messages.models import Message, SendingAttempt
from alatau.messages.pages.callbacks import _has_arrived
from alatau.messages.receipt import record_receipt
from alatau.messages.values import MessageStatus
from tests.messages.people import later
from tests.messages.test_callbacks import SECRET, now, steppe  # noqa: F401  fixtures
from tests.messages.test_deliver import deliver
from tests.messages.test_send import ask

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment, PersonId
    from tests.messages.doubles import GatewayDouble


@pytest.fixture
def sent(aigerim: PersonId, gateways: GatewayDouble, moment: Moment) -> Message:
    """A question that the gateway took."""
    return deliver(ask(aigerim, moment), moment)


def post(client: Client, what: str, body: str, *, token: str = SECRET) -> int:
    """Call the city as the gateway does that shows a token."""
    address = reverse(f"messages:{what}", args=["mountain"])
    return client.post(address, body, content_type="application/json", headers={"X-Token": token}).status_code


@pytest.mark.parametrize(
    ("word", "fields", "arrived"),
    [
        ("delivered", {}, True),
        ("delivrd", {}, True),
        ("failed", {}, False),
        ("expired", {}, False),
        ("rejected", {}, False),
        ("queued", {}, None),
        ("", {}, None),
        ("ok", {"delivered": ["OK"]}, True),
        ("delivered", {"delivered": ["OK"]}, None),
        ("dead", {"failed": ["DEAD", "GONE"]}, False),
    ],
)
def test_word_of_a_receipt_means_what_the_file_says(word: str, fields: dict[str, list[str]], arrived) -> None:
    assert _has_arrived(word, fields) is arrived


@pytest.mark.parametrize(
    ("arrived", "status"), [(True, MessageStatus.DELIVERED), (False, MessageStatus.DEAD), (None, MessageStatus.SENT)]
)
def test_receipt_moves_the_message_on(sent: Message, moment: Moment, arrived: bool | None, status) -> None:
    assert record_receipt("steppe", sent.gateway_message_id, arrived=arrived, at=moment)
    assert Message.objects.get(id=sent.id).status == status


def test_our_own_id_names_the_message_too(sent: Message, moment: Moment) -> None:
    assert record_receipt("steppe", str(sent.id).upper(), arrived=True, at=moment)
    assert Message.objects.get(id=sent.id).status == MessageStatus.DELIVERED


@pytest.mark.parametrize(("gateway", "reference"), [("mountain", None), ("steppe", "other")])
def test_receipt_of_another_gateway_or_number_is_unknown(sent: Message, moment, gateway, reference) -> None:
    assert not record_receipt(gateway, reference or sent.gateway_message_id, arrived=True, at=moment)
    assert Message.objects.get(id=sent.id).status == MessageStatus.SENT


@pytest.mark.parametrize("first", [True, False])
def test_second_receipt_changes_nothing(sent: Message, moment: Moment, first: bool) -> None:
    record_receipt("steppe", sent.gateway_message_id, arrived=first, at=moment)
    known = Message.objects.get(id=sent.id)
    assert record_receipt("steppe", sent.gateway_message_id, arrived=not first, at=later(moment, hours=1))
    now_known = Message.objects.get(id=sent.id)
    assert (now_known.status, now_known.delivered_at) == (known.status, known.delivered_at)


def test_failed_receipt_counts_as_a_try(sent: Message, moment: Moment) -> None:
    record_receipt("steppe", sent.gateway_message_id, arrived=False, at=moment)
    tries = SendingAttempt.objects.order_by("number").values_list("outcome", "failure")
    assert list(tries) == [("taken", ""), ("refused", "not_delivered")]


def test_message_past_its_time_is_not_tried_elsewhere(aigerim, monkeypatch, moment: Moment) -> None:
    from tests.messages.doubles import GatewayDouble

    GatewayDouble("steppe", "mountain").stand_in(monkeypatch)
    message = deliver(ask(aigerim, moment), moment)
    record_receipt("steppe", message.gateway_message_id, arrived=False, at=later(moment, days=4))
    assert Message.objects.get(id=message.id).status == MessageStatus.DEAD


def test_receipt_without_a_number_fits_no_message(sent: Message, moment: Moment) -> None:
    Message.objects.update(gateway_message_id="")
    with pytest.raises(AssertionError):
        record_receipt("steppe", "", arrived=True, at=moment)


@given(st.text(max_size=10))
def test_frame_without_a_number_is_no_receipt(text: str) -> None:
    from types import SimpleNamespace

    tlvs = [SimpleNamespace(tag=0x001E, as_string=lambda: ""), SimpleNamespace(tag=0x0427, as_int=lambda: 2)]
    assert read_receipt(SimpleNamespace(tlvs=tlvs, short_message=text.encode())) is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 403), ("not json", 403), ("[]", 204), ("{}", 204), ("null", 204), ("5", 204),
        ('{"id": null}', 204), ('{"id": ["x"]}', 204), ('{"id": "x"}', 404), ('{"id": "\\u0000"}', 204),
        ('{"id": "\\ud800"}', 204), ('{"id": 7, "status": "delivered"}', 404), ('{"id": "{}"}', 404),
    ],
)  # fmt: skip
def test_receipt_of_any_shape_is_answered_calmly(steppe, now, client: Client, body: str, status: int) -> None:  # noqa: F811
    assert post(client, "receipts", body) == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("not json", 403), ("[]", 400), ("{}", 400), ('{"id": "1"}', 400), ('{"from": "+77000000001"}', 400),
        ('{"id": "1", "from": "+77000000001"}', 204), ('{"id": 1, "from": 77000000001, "text": 2}', 204),
        ('{"id": "1", "from": "\\u0000"}', 400), ('{"id": "1", "from": "x", "text": "\\u0000\\ud800"}', 204),
    ],
)  # fmt: skip
def test_reply_of_any_shape_is_answered_calmly(steppe, now, client: Client, body: str, status: int) -> None:  # noqa: F811
    assert post(client, "replies", body) == status


@pytest.mark.parametrize("what", ["receipts", "replies"])
def test_call_that_is_too_long_is_refused_unread(steppe, now, client: Client, what: str) -> None:  # noqa: F811
    assert post(client, what, json.dumps({"id": "x", "text": "a" * 70_000})) == 403


@pytest.mark.parametrize("what", ["receipts", "replies"])
def test_doors_of_gateways_take_posts_alone(steppe, now, client: Client, what: str) -> None:  # noqa: F811
    assert client.get(reverse(f"messages:{what}", args=["mountain"])).status_code == 405
