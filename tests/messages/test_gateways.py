"""The protocols of gateways, each against a real server on loopback."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from alatau.messages.catalogue_checks import check_gateways
from alatau.messages.errors import GatewaySettingsError
from alatau.messages.gateways.hand_over import hand_over
from alatau.messages.gateways.http import HttpGateway
from alatau.messages.gateways.settings import GatewaySettings, list_gateways, read_gateways
from alatau.messages.gateways.smpp.gateway import SmppGateway
from alatau.messages.gateways.smtp import SmtpGateway
from alatau.messages.gateways.values import Handed, Outgoing
from alatau.messages.values import Channel, MessageId
from tests.messages.servers import HttpDouble, SmppDouble, free_port, run_http, run_smpp, run_smtp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STEPPE = """
[[gateway]]
name = "steppe"
kind = "http"
http = { url = "https://sms.example/", fields = { to = "{address}" } }
"""
MESSAGE = MessageId(UUID("00000000-0000-4000-8000-000000000077"))


def outgoing(address: str = "+77000000001", text: str = "Alatau: сәлем") -> Outgoing:
    """Return a message that is ready to leave."""
    return Outgoing(
        id=MESSAGE,
        channel=Channel.SMS,
        address=address,
        heading="Alatau",
        text=text,
        language="kk",
        city_at=datetime(2026, 3, 10, tzinfo=UTC),
    )


def described(kind: str, **options: object) -> GatewaySettings:
    """Return the settings of one gateway."""
    return GatewaySettings(
        name="steppe",
        kind=kind,
        channels=frozenset({Channel.SMS}),
        sender="city@alatau.example",
        timeout_seconds=2,
        options={"secret_file": "gateway-steppe", **options},
    )


@pytest.fixture
def world() -> Iterator[HttpDouble]:
    """An HTTP gateway."""
    with run_http() as double:
        yield double


@pytest.fixture
def secret(alatau_home: Path) -> None:
    """The secret that the city shows to its gateway."""
    (alatau_home / "keys").mkdir()
    (alatau_home / "keys" / "gateway-steppe").write_text("s3cret\n")


@pytest.fixture
def centre(secret: None) -> Iterator[SmppDouble]:
    """An SMPP message centre."""
    with run_smpp() as double:
        yield double


def http_to(world: HttpDouble, **options: object) -> HttpGateway:
    """Return the gateway that calls the double."""
    fields = {"to": "{address}", "text": "{text}", "ref": "{id}", "route": 7}
    return HttpGateway(described("http", url=f"{world.url}/send", fields=fields, id_path="message.id", **options))


def test_http_gateway_gets_the_message_under_its_own_key(world: HttpDouble, secret: None) -> None:
    outcome = http_to(world, auth="bearer").hand_over(outgoing())
    path, headers, body = world.calls[0]
    assert (path, headers["idempotency-key"], headers["authorization"]) == ("/send", str(MESSAGE), "Bearer s3cret")
    sent = {"to": "+77000000001", "text": "Alatau: сәлем", "ref": str(MESSAGE), "route": 7}
    assert json.loads(body) == sent
    assert (outcome.handed, outcome.gateway_message_id, outcome.arrived) == (Handed.TAKEN, "g-1", False)


@pytest.mark.parametrize(
    ("status", "handed"),
    [
        (400, Handed.REFUSED),
        (404, Handed.REFUSED),
        (302, Handed.REFUSED),
        (429, Handed.UNREACHABLE),
        (503, Handed.UNREACHABLE),
        (500, Handed.UNCLEAR),
        (504, Handed.UNCLEAR),
    ],
)
def test_http_answer_says_whether_another_gateway_may_try(world: HttpDouble, status: int, handed: Handed) -> None:
    world.will(status, Location="http://127.0.0.1:9/")
    outcome = http_to(world).hand_over(outgoing())
    assert (outcome.handed, outcome.failure) == (handed, f"http_{status}")
    assert len(world.calls) == 1


def test_http_gateway_that_is_not_there_took_nothing() -> None:
    gateway = HttpGateway(described("http", url=f"http://127.0.0.1:{free_port()}/"))
    assert gateway.hand_over(outgoing()).handed is Handed.UNREACHABLE


def test_http_gateway_without_a_readable_id_still_took_the_message(world: HttpDouble) -> None:
    world.will(200, b"<html>")
    outcome = http_to(world).hand_over(outgoing())
    assert (outcome.handed, outcome.gateway_message_id) == (Handed.TAKEN, "")


@pytest.mark.parametrize(
    ("address", "handed"),
    [("a@example.kz", Handed.TAKEN), ("never@example.kz", Handed.REFUSED), ("later@example.kz", Handed.UNREACHABLE)],
)
def test_mail_server_takes_refuses_or_puts_off(address: str, handed: Handed) -> None:
    with run_smtp() as (mailbox, port):
        outcome = SmtpGateway(described("smtp", port=port)).hand_over(outgoing(address))
    assert outcome.handed is handed
    assert [letter["Message-ID"] for letter in mailbox.letters] == (
        [f"<{MESSAGE}@alatau.example>"] if handed is Handed.TAKEN else []
    )


def test_mail_server_that_is_not_there_took_nothing() -> None:
    outcome = SmtpGateway(described("smtp", port=free_port())).hand_over(outgoing("a@example.kz"))
    assert outcome.handed is Handed.UNREACHABLE


def test_smpp_gateway_submits_and_keeps_its_session(centre: SmppDouble) -> None:
    gateway = SmppGateway(described("smpp", port=centre.port, user="city"))
    outcomes = [gateway.hand_over(outgoing()) for _ in range(2)]
    gateway.close()
    assert [outcome.gateway_message_id for outcome in outcomes] == ["smsc-1", "smsc-2"]
    first = centre.submitted[0]
    assert (first.destination_addr, first.data_coding, first.registered_delivery) == ("77000000001", 8, 1)
    assert first.short_message.decode("utf-16-be") == "Alatau: сәлем"
    assert len(centre.bound) == 1


def test_long_text_goes_in_joined_parts(centre: SmppDouble) -> None:
    gateway = SmppGateway(described("smpp", port=centre.port))
    assert gateway.hand_over(outgoing(text="Alatau: " + "ә" * 100)).handed is Handed.TAKEN
    gateway.close()
    headers = [part.short_message[:6] for part in centre.submitted]
    assert [(header[0], header[2], header[4], header[5]) for header in headers] == [(5, 3, 2, 1), (5, 3, 2, 2)]
    whole = b"".join(part.short_message[6:] for part in centre.submitted)
    assert whole.decode("utf-16-be") == "Alatau: " + "ә" * 100


@pytest.mark.parametrize(("status", "handed"), [(0x58, Handed.UNREACHABLE), (0x0B, Handed.REFUSED)])
def test_smpp_status_says_whether_another_gateway_may_try(centre, status: int, handed: Handed) -> None:
    centre.rejections.append(status)
    gateway = SmppGateway(described("smpp", port=centre.port))
    assert gateway.hand_over(outgoing()).handed is handed
    gateway.close()


def test_smpp_gateway_that_is_not_there_took_nothing(secret: None) -> None:
    gateway = SmppGateway(described("smpp", port=free_port()))
    assert gateway.hand_over(outgoing()).handed is Handed.UNREACHABLE


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("gateway = 1 2", "not TOML"),
        ('[[gateway]]\nname = "a/b"\nkind = "http"', "short word"),
        ('[[gateway]]\nname = "a"\nkind = "pigeon"', "kind"),
        ('[[gateway]]\nname = "a"\nkind = "http"\nper_second = 5000', "pace"),
        ('[[gateway]]\nname = "a"\nkind = "http"\nsecret = "x"', "unknown settings"),
        (STEPPE + STEPPE, "same name"),
        ('[[gateway]]\nname = "a"\nkind = "http"\nhttp = { url = "https://a.example/" }', "lacks fields"),
        ('[[gateway]]\nname = "a"\nkind = "smtp"\nsmtp = { host = "a", auth = "basic" }', "lacks user, secret_file"),
    ],
)
def test_wrong_gateways_file_is_refused_with_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(GatewaySettingsError) as refused:
        read_gateways(text)
    assert problem in refused.value.sentence()


def test_sample_city_has_its_phones_behind_the_operators_gateways(alatau_home: Path) -> None:
    assert [gateway.name for gateway in list_gateways()] == ["sample"]
    (alatau_home / "gateways.toml").write_text(STEPPE)
    assert [gateway.name for gateway in list_gateways()] == ["steppe", "sample"]


def test_production_without_a_gateways_file_has_none(alatau_home: Path, settings) -> None:
    settings.ALATAU_MODE = "production"
    assert list_gateways() == ()


def test_gateway_without_its_secret_makes_room_for_the_next(alatau_home: Path, world: HttpDouble) -> None:
    outcome = hand_over(described("http", url=world.url, auth="bearer"), outgoing())
    assert (outcome.handed, outcome.failure, world.calls) == (Handed.UNREACHABLE, "settings", [])


def test_wrong_gateways_file_stops_the_start(alatau_home: Path) -> None:
    (alatau_home / "gateways.toml").write_text("gateway = [")
    assert [message.id for message in check_gateways()] == ["messages.E002"]
