"""What gateways bring: receipts and replies, over HTTP and SMPP, proved and taken once."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
import smpp34
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.core.values import Moment
from alatau.messages.callbacks import sign_callback
from alatau.messages.gateways.settings import GatewaySettings
from alatau.messages.gateways.smpp import words
from alatau.messages.gateways.smpp.deliver import take_delivery
from alatau.messages.gateways.smpp.gateway import SmppGateway
from alatau.messages.gateways.values import Handed
from alatau.messages.models import Conversation, Inbound, Message
from alatau.messages.receipt import record_receipt
from alatau.messages.values import Channel, MessageStatus
from tests.messages.people import AIGERIM, AIGERIM_PHONE, later, settle
from tests.messages.servers import run_smpp
from tests.messages.test_deliver import deliver
from tests.messages.test_send import ask, send_code

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from tests.messages.doubles import GatewayDouble

SECRET = "a shared secret of gateway and city"
FILE = """
[[gateway]]
name = "steppe"
kind = "http"
http = { url = "https://sms.example/", fields = { to = "{address}" } }
[gateway.callbacks]
secret_file = "steppe-callbacks"
[[gateway]]
name = "mountain"
kind = "http"
http = { url = "https://sms.example/", fields = { to = "{address}" } }
[gateway.callbacks]
secret_file = "steppe-callbacks"
proof = "token"
"""


@pytest.fixture
def now(db: None) -> Moment:
    """The real now: callbacks are judged by the clocks."""
    at = read_clocks()
    return Moment(city_at=at.city_at.replace(hour=12), wall_at=at.wall_at)


@pytest.fixture
def steppe(alatau_home: Path) -> None:
    """Two gateways that call the city: one signs, one shows a token."""
    (alatau_home / "gateways.toml").write_text(FILE)
    (alatau_home / "keys").mkdir(exist_ok=True)
    (alatau_home / "keys" / "steppe-callbacks").write_text(SECRET)


def call(client: Client, what: str, body: dict[str, str], *, secret: str = SECRET, age: int = 0) -> int:
    """Call the city as the signing gateway does, and return the status."""
    octets = json.dumps(body).encode()
    timestamp = str(int(time.time()) - age)
    headers = {"X-Timestamp": timestamp, "X-Signature": sign_callback(secret, timestamp=timestamp, body=octets)}
    address = reverse(f"messages:{what}", args=["steppe"])
    return client.post(address, octets, content_type="application/json", headers=headers).status_code


def test_signed_reply_is_taken_once(steppe: None, now: Moment, client: Client) -> None:
    settle(AIGERIM, AIGERIM_PHONE, language="kk", at=now)
    ask(AIGERIM, now)
    body = {"id": "in-1", "from": AIGERIM_PHONE, "text": "2"}
    assert [call(client, "replies", body), call(client, "replies", body)] == [204, 204]
    assert Inbound.objects.count() == 1
    assert Conversation.objects.get().choice == "no"


@pytest.mark.parametrize(("secret", "age"), [("wrong", 0), (SECRET, 3600), (SECRET, -3600)])
def test_call_with_a_wrong_or_old_proof_is_refused(steppe, now, client: Client, secret: str, age: int) -> None:
    body = {"id": "in-1", "from": AIGERIM_PHONE, "text": "2"}
    assert call(client, "replies", body, secret=secret, age=age) == 403
    assert not Inbound.objects.exists()


def test_unknown_gateway_reads_like_a_wrong_proof(steppe: None, now: Moment, client: Client) -> None:
    answer = client.post(reverse("messages:replies", args=["nowhere"]), b"{}", content_type="application/json")
    assert (answer.status_code, answer.content) == (403, b"")


@pytest.mark.parametrize(("token", "status"), [(SECRET, 204), ("guess", 403), ("", 403)])
def test_gateway_that_cannot_sign_shows_a_token(steppe, now, client: Client, token: str, status: int) -> None:
    body = json.dumps({"id": "in-1", "from": "+77000000009", "text": "hi"})
    address = reverse("messages:replies", args=["mountain"])
    answer = client.post(address, body, content_type="application/json", headers={"X-Token": token})
    assert answer.status_code == status


def test_receipt_marks_the_message_delivered(aigerim, steppe, gateways: GatewayDouble, moment, client: Client) -> None:
    message = deliver(send_code(aigerim, moment), moment)
    assert call(client, "receipts", {"id": message.gateway_message_id, "status": "delivered"}) == 204
    message.refresh_from_db()
    assert (message.status, message.sealed_words) == (MessageStatus.DELIVERED, None)


def test_number_that_a_gateway_uses_twice_means_the_newest_message(aigerim, gateways, moment: Moment) -> None:
    older, newer = (deliver(ask(aigerim, later(moment, minutes=one)), later(moment, minutes=one)) for one in (0, 1))
    Message.objects.update(gateway_message_id="again")
    assert record_receipt("steppe", "again", arrived=True, at=moment)
    assert Message.objects.get(id=newer.id).status == MessageStatus.DELIVERED
    assert Message.objects.get(id=older.id).status == MessageStatus.SENT


def test_receipt_that_comes_too_early_is_asked_for_again(steppe: None, now: Moment, client: Client) -> None:
    assert call(client, "receipts", {"id": "not-yet", "status": "delivered"}) == 404


def test_message_that_did_not_arrive_goes_to_the_next_gateway(aigerim, monkeypatch, moment: Moment) -> None:
    from tests.messages.doubles import GatewayDouble

    double = GatewayDouble("steppe", "mountain")
    double.stand_in(monkeypatch)
    message = deliver(ask(aigerim, moment), moment)
    assert record_receipt("steppe", message.gateway_message_id, arrived=False, at=moment)
    message = deliver(message, moment)
    assert [name for name, _ in double.calls] == ["steppe", "mountain"]
    assert record_receipt("mountain", message.gateway_message_id, arrived=False, at=moment)
    assert Message.objects.get(id=message.id).status == MessageStatus.DEAD


def test_smpp_reply_is_answered_after_it_is_stored(alatau_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []

    def take(_gateway: str, delivered: smpp34.DeliverSm) -> int:
        taken.append(delivered.source_addr)
        return words.OK

    monkeypatch.setattr("alatau.messages.gateways.smpp.gateway.take_delivery", take)
    sms = frozenset({Channel.SMS})
    with run_smpp() as centre:
        (alatau_home / "keys").mkdir()
        (alatau_home / "keys" / "steppe").write_text("s3cret")
        options = {"port": centre.port, "secret_file": "steppe"}
        gateway = SmppGateway(GatewaySettings(name="steppe", kind="smpp", channels=sms, sender="1414", options=options))
        gateway.keep_bound()
        assert centre.push(source_addr="77000000001", short_message=b"2") == words.OK
        monkeypatch.setattr("alatau.messages.gateways.smpp.gateway.take_delivery", fail)
        assert centre.push(source_addr="77000000001", short_message=b"2") == words.TRY_AGAIN
        gateway.close()
    assert taken == ["77000000001"]


def test_smpp_reply_and_receipt_are_understood(aigerim, monkeypatch, gateways: GatewayDouble, moment: Moment) -> None:
    monkeypatch.setattr("alatau.messages.gateways.smpp.deliver.read_clocks", lambda: moment)
    monkeypatch.setattr("alatau.messages.gateways.smpp.deliver.connection.close", lambda: None)
    monkeypatch.setattr("alatau.messages.gateways.smpp.deliver.close_old_connections", lambda: None)
    message = deliver(ask(aigerim, moment), moment)
    receipt = frame(f"id:{message.gateway_message_id} sub:001 dlvrd:001 stat:DELIVRD err:000", esm_class=4)
    assert take_delivery("steppe", receipt) == words.OK
    assert take_delivery("steppe", frame("id:unknown stat:DELIVRD", esm_class=4)) == words.TRY_AGAIN
    for _ in range(2):
        assert take_delivery("steppe", frame("жоқ", data_coding=8)) == words.OK
    assert Message.objects.get(id=message.id).status == MessageStatus.DELIVERED
    assert (Conversation.objects.get().choice, Inbound.objects.count()) == ("no", 1)


def frame(text: str, *, esm_class: int = 0, data_coding: int = 0):
    """Return a frame as a message centre delivers it."""
    octets = text.encode("utf-16-be" if data_coding else "ascii")
    made = smpp34.DeliverSm(
        "77000000001", "1414", octets, source_addr_ton=1, esm_class=esm_class, data_coding=data_coding
    )
    delivered = smpp34.decode(made.encode())
    assert isinstance(delivered, smpp34.DeliverSm)
    return delivered


def fail(*_: object) -> int:
    """Stand for a database that is away."""
    raise ConnectionError(Handed.UNREACHABLE)
