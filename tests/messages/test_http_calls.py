"""What an HTTP gateway is told, and how its answers are judged: a written double in place of the network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.messages.gateways.http import HttpGateway, find_path
from alatau.messages.gateways.values import Handed
from tests.messages.test_gateways import MESSAGE, described, outgoing

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = {"to": "{address}", "text": "{text}", "from": "{sender}", "ref": "{id}", "fixed": "{nothing}", "n": 7}
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


class Network:
    """Takes every call and answers as told; `asked` is the last request."""

    def __init__(self, answer: httpx.Response | Exception) -> None:
        self.answer = answer
        self.asked = httpx.Request("GET", "https://nothing.example/")

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one call."""
        self.asked = request
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def connect(answer: httpx.Response | Exception, **options: object) -> tuple[HttpGateway, Network]:
    """Return a gateway that calls the double."""
    gateway = HttpGateway(described("http", **{"url": "https://sms.example/send", "fields": FIELDS, **options}))
    network = Network(answer)
    gateway.client = httpx.Client(transport=httpx.MockTransport(network))
    return gateway, network


@pytest.fixture
def secret(alatau_home: Path) -> None:
    """The secret that the city shows to its gateway."""
    (alatau_home / "keys").mkdir()
    (alatau_home / "keys" / "gateway-steppe").write_text("s3cret\n")


def test_fields_are_filled_and_all_else_is_left_as_written() -> None:
    gateway, network = connect(httpx.Response(200))
    gateway.hand_over(outgoing(text="{address} {sender}"))
    sent = json.loads(network.asked.content)
    assert (sent["to"], sent["ref"], sent["from"]) == ("+77000000001", str(MESSAGE), "city@alatau.example")
    assert (sent["text"], sent["fixed"], sent["n"]) == ("{address} {sender}", "{nothing}", 7)


def test_form_carries_the_same_fields() -> None:
    gateway, network = connect(httpx.Response(200), format="form")
    gateway.hand_over(outgoing())
    assert network.asked.headers["content-type"] == "application/x-www-form-urlencoded"
    sent = parse_qs(network.asked.content.decode())
    assert (sent["to"], sent["text"]) == (["+77000000001"], ["Alatau: сәлем"])


@pytest.mark.parametrize(
    ("options", "header", "value"),
    [
        ({"auth": "bearer"}, "authorization", "Bearer s3cret"),
        ({"auth": "basic", "user": "city"}, "authorization", "Basic Y2l0eTpzM2NyZXQ="),
        ({"auth": "header", "auth_header": "X-Key"}, "x-key", "s3cret"),
        ({"auth": "none"}, "authorization", None),
        ({}, "authorization", None),
        ({}, "idempotency-key", str(MESSAGE)),
        ({"idempotency_header": "X-Request-Id"}, "x-request-id", str(MESSAGE)),
    ],
)
def test_city_proves_itself_as_the_file_says(secret: None, options, header: str, value: str | None) -> None:
    gateway, network = connect(httpx.Response(200), **options)
    gateway.hand_over(outgoing())
    assert network.asked.headers.get(header) == value


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_good_status_means_taken_and_not_arrived(status: int) -> None:
    outcome = connect(httpx.Response(status))[0].hand_over(outgoing())
    assert (outcome.handed, outcome.arrived, outcome.failure) == (Handed.TAKEN, False, "")


@pytest.mark.parametrize(
    ("status", "handed"),
    [(301, Handed.REFUSED), (400, Handed.REFUSED), (401, Handed.REFUSED), (403, Handed.REFUSED), (422, Handed.REFUSED),
     (408, Handed.UNREACHABLE), (425, Handed.UNREACHABLE), (429, Handed.UNREACHABLE), (503, Handed.UNREACHABLE),
     (500, Handed.UNCLEAR), (502, Handed.UNCLEAR), (504, Handed.UNCLEAR), (599, Handed.UNCLEAR)],
)  # fmt: skip
def test_status_says_how_certain_the_failure_is(status: int, handed: Handed) -> None:
    outcome = connect(httpx.Response(status))[0].hand_over(outgoing())
    assert (outcome.handed, outcome.failure) == (handed, f"http_{status}")


@pytest.mark.parametrize(
    ("error", "handed"),
    [
        (httpx.ConnectError("x"), Handed.UNREACHABLE),
        (httpx.ConnectTimeout("x"), Handed.UNREACHABLE),
        (httpx.PoolTimeout("x"), Handed.UNREACHABLE),
        (httpx.ReadTimeout("x"), Handed.UNCLEAR),
        (httpx.WriteTimeout("x"), Handed.UNCLEAR),
        (httpx.ReadError("x"), Handed.UNCLEAR),
        (httpx.RemoteProtocolError("x"), Handed.UNCLEAR),
    ],
)
def test_broken_line_is_unclear_once_something_may_have_left(error: Exception, handed: Handed) -> None:
    outcome = connect(error)[0].hand_over(outgoing())
    assert (outcome.handed, outcome.failure) == (handed, type(error).__name__)


@pytest.mark.parametrize(
    ("body", "path", "reference"),
    [
        ({"id": "g-1"}, "id", "g-1"),
        ({"id": 12}, "id", "12"),
        ({"messages": [{"id": "g-2"}]}, "messages.0.id", "g-2"),
        ({"messages": []}, "messages.0.id", ""),
        ({"id": {"deep": 1}}, "id", ""),
        ({"id": None}, "id", ""),
        ({"id": "g-1"}, "", ""),
        ({"id": "x" * 500}, "id", "x" * 120),
        ([{"id": "g-3"}], "0.id", "g-3"),
        ("g-4", "id", ""),
    ],
)
def test_number_of_the_gateway_is_read_where_the_file_says(body: object, path: str, reference: str) -> None:
    outcome = connect(httpx.Response(200, json=body), id_path=path)[0].hand_over(outgoing())
    assert (outcome.handed, outcome.gateway_message_id) == (Handed.TAKEN, reference)


def test_huge_answer_is_not_read_for_a_number() -> None:
    huge = httpx.Response(200, json={"id": "g-1", "more": "x" * 70_000})
    assert connect(huge, id_path="id")[0].hand_over(outgoing()).gateway_message_id == ""


@given(trees, st.text("abc.0123", max_size=12))
def test_any_path_in_any_answer_leads_somewhere_or_nowhere(tree: object, path: str) -> None:
    assert find_path(tree, path) == find_path(tree, path)
    assert find_path({"a": [tree]}, "a.0") == tree


def test_outgoing_message_never_shows_its_words_by_accident() -> None:
    assert "сәлем" not in repr(outgoing())
    assert "77000000001" not in repr(outgoing())
