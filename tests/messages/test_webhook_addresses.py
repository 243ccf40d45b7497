"""Where webhooks may go: addresses as written, what names lead to, and networks that hide in others."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.messages.webhooks.call import call_endpoint
from alatau.messages.webhooks.errors import UrlNotUsableError
from alatau.messages.webhooks.guard import GuardedBackend, PrivateAddressError, check_url, is_public

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

PUBLIC = "93.184.216.34"


@pytest.fixture
def production(settings: SettingsWrapper) -> None:
    """A city that is not a sample: private networks are closed."""
    settings.ALATAU_MODE = "production"


class Names:
    """Stands for the resolver and the network: notes which addresses are connected to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *addresses: str, reachable: str = "") -> None:
        self.connected: list[str] = []
        self.reachable = reachable
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (one, 443)) for one in addresses])
        monkeypatch.setattr("socket.create_connection", self._connect)

    def _connect(self, address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        self.connected.append(address[0])
        if address[0] != self.reachable:
            raise ConnectionRefusedError
        return socket.socket()


def connect() -> None:
    """Open a connection as a call does, and close it."""
    GuardedBackend(deadline=time.monotonic() + 5).connect_tcp("partner.example", 443).close()


@pytest.mark.parametrize(
    "url",
    [
        "", "nonsense", "//a.example/", "https://", "https:///x", "ftp://a.example/", "file:///etc/passwd",
        "http://a.example/", "javascript:alert(1)", "https://user@a.example/", "https://user:pw@a.example/",
        "https://:pw@a.example/", "https://a.example/#part", "https://a.example:0/", "https://a.example:65536/",
        "https://a.example:x/", "https://exa\nmple.com/", "https://a.example/\x00", "https://a.example/" + "x" * 500,
        "https://127.0.0.1/", "https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.1.1/", "https://0.0.0.0/",
        "https://169.254.169.254/latest/meta-data", "https://100.64.0.1/", "https://198.18.0.1/", "https://224.0.0.1/",
        "https://255.255.255.255/", "https://240.0.0.1/", "https://[::1]/", "https://[::]/", "https://[fe80::1]/",
        "https://[fc00::1]/", "https://[fd12:3456::1]/", "https://[fec0::1]/", "https://[ff02::1]/",
        "https://[::ffff:10.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::10.0.0.1]/", "https://[64:ff9b::7f00:1]/",
        "https://[2002:a00:1::1]/", "https://[2001:db8::1]/", "https://[2001::1]/",
    ],
)  # fmt: skip
def test_address_is_refused_when_it_is_registered(production: None, url: str) -> None:
    with pytest.raises(UrlNotUsableError) as refused:
        check_url(url)
    assert refused.value.sentence() == "We cannot send to this address. Use a public https address without a user name."


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/hook?x=1&y=%20", "https://a.example/hook?x=1&y=%20"),
        (" https://a.example/ ", "https://a.example/"),
        ("https://A.Example:8443/Hook", "https://a.example:8443/Hook"),
        ("https://a.example:65535/", "https://a.example:65535/"),
        (f"https://{PUBLIC}/", f"https://{PUBLIC}/"),
        ("https://[2606:4700::1111]/x", "https://[2606:4700::1111]/x"),
        ("https://алатау.қаз/", "https://xn--80aaa6bwbh.xn--80ao21a/"),
    ],
)
def test_public_address_is_kept_in_the_letters_of_the_network(production: None, url: str, kept: str) -> None:
    assert check_url(url) == kept
    assert check_url(kept) == kept
    assert kept.isascii()


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/", "http://localhost/", "https://10.0.0.1/"])
def test_sample_city_may_call_its_own_machine(url: str) -> None:
    assert check_url(url) == url


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (PUBLIC, True), ("8.8.8.8", True), ("2606:4700::1111", True), ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("2002:808:808::1", True), ("fe80::1%eth0", False), ("::ffff:192.168.0.1", False), ("192.0.0.1", False),
        ("192.0.2.1", False), ("203.0.113.9", False), ("fec0::1", False), ("feff::1", False), ("ff0e::1", False),
    ],
)  # fmt: skip
def test_public_is_what_the_whole_internet_reaches(address: str, expected: bool) -> None:
    assert is_public(address) is expected


@given(st.ip_addresses(v=6, network="fec0::/10") | st.ip_addresses(v=6, network="fc00::/7"))
def test_networks_of_ones_own_are_never_public(address) -> None:
    assert not is_public(str(address))


@given(st.ip_addresses(v=4, network="8.8.0.0/16"))
def test_public_address_hidden_in_another_stays_public(address) -> None:
    packed = int(address)
    hidden = [f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{packed >> 16:x}:{packed & 0xFFFF:x}::1"]
    assert all(is_public(one) for one in [str(address), *hidden])


@pytest.mark.parametrize("private", ["127.0.0.1", "10.1.2.3", "::1", "fec0::1", "::ffff:10.0.0.1", "169.254.169.254"])
def test_name_with_one_private_address_among_public_ones_is_refused(production, monkeypatch, private: str) -> None:
    names = Names(monkeypatch, PUBLIC, private, reachable=PUBLIC)
    with pytest.raises(PrivateAddressError):
        connect()
    assert names.connected == []


def test_next_address_of_a_name_is_tried_when_the_first_is_away(production, monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(monkeypatch, "2606:4700::1111", PUBLIC, reachable=PUBLIC)
    connect()
    assert names.connected == ["2606:4700::1111", PUBLIC]


def test_name_whose_addresses_are_all_away_cannot_be_reached(production, monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(monkeypatch, PUBLIC, "8.8.8.8")
    with pytest.raises(httpcore.ConnectError):
        connect()
    assert names.connected == [PUBLIC, "8.8.8.8"]


def test_name_that_leads_nowhere_cannot_be_reached(production, monkeypatch: pytest.MonkeyPatch) -> None:
    Names(monkeypatch)
    with pytest.raises(httpcore.ConnectError):
        connect()


def test_call_past_its_deadline_is_not_even_begun(production, monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(monkeypatch, PUBLIC, reachable=PUBLIC)
    with pytest.raises(httpcore.ReadTimeout):
        GuardedBackend(deadline=time.monotonic() - 1).connect_tcp("partner.example", 443)
    assert names.connected == []


@pytest.mark.parametrize(
    ("url", "failure"),
    [("https://127.0.0.1/", "private_address"), ("https://2130706433/", "private_address"),
     ("https://127.1/", "private_address"), ("https://localhost/", "private_address"),
     ("https://0x7f000001/", "private_address")],
)  # fmt: skip
def test_call_to_this_machine_in_any_spelling_is_refused(production: None, url: str, failure: str) -> None:
    outcome = call_endpoint(url, headers={}, body=b"{}")
    assert (outcome.failure, outcome.http_status) == (failure, None)


def test_name_that_does_not_exist_is_a_failure_and_no_fault(production, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    assert call_endpoint("https://nowhere.example/", headers={}, body=b"{}").failure == "ConnectError"
