"""The gateways file: what it may say, and the sentence for what it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alatau.messages.errors import GatewaySettingsError
from alatau.messages.gateways.settings import find_gateway, list_gateways, read_gateways, wakes_people
from alatau.messages.values import Channel

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
[[gateway]]
name = "steppe"
kind = "http"
sender = "ALATAU"
per_second = 20
timeout_seconds = 5
[gateway.http]
url = "https://sms.example/"
fields = { to = "{address}" }
[gateway.callbacks]
secret_file = "steppe"
"""


def refuse(text: str) -> str:
    """Read the file, and return what is wrong with it."""
    with pytest.raises(GatewaySettingsError) as refused:
        read_gateways(text)
    said = refused.value.sentence()
    assert said.endswith(" Correct it and start again.")
    return said


def test_good_file_says_all_there_is_to_know() -> None:
    (gateway,) = read_gateways(GOOD)
    assert (gateway.name, gateway.kind, gateway.sender) == ("steppe", "http", "ALATAU")
    assert (gateway.per_second, gateway.timeout_seconds) == (20, 5)
    assert gateway.channels == {Channel.SMS}


@pytest.mark.parametrize(
    ("good", "wrong", "problem"),
    [
        ("[[gateway]]", "[gateway]", "write [[gateway]] in double brackets."),
        ('name = "steppe"', "name = 5", "the name 5 is not a short word."),
        ('name = "steppe"', 'name = ""', "the name '' is not a short word."),
        ('name = "steppe"', f'name = "{"x" * 41}"', "is not a short word."),
        ('kind = "http"', "kind = 5", "steppe has kind 5; use http, smpp, smtp, sample."),
        ('kind = "http"', 'kind = ["http"]', "steppe has kind ['http']; use http, smpp, smtp, sample."),
        ('sender = "ALATAU"', "sender = 1414", "steppe has sender that is no text."),
        ("per_second = 20", "per_second = -1", "steppe has a pace over 1000 a second"),
        ("per_second = 20", "per_second = true", "steppe has a pace over 1000 a second"),
        ("per_second = 20", 'per_second = "20"', "steppe has a pace over 1000 a second"),
        ("timeout_seconds = 5", "timeout_seconds = 61", "a time-out over 60 seconds"),
        ("timeout_seconds = 5", "timeout_seconds = 0", "a time-out over 60 seconds"),
        ("timeout_seconds = 5", "timeout = 5", "steppe has unknown settings: timeout."),
        ('url = "https://sms.example/"', "", "steppe lacks url in its table http."),
        (
            'url = "https://sms.example/"',
            'url = "https://a/"\nauth = "bearer"',
            "steppe lacks secret_file in its table",
        ),
        (
            'url = "https://sms.example/"',
            'url = "https://a/"\nauth = "header"',
            "steppe lacks auth_header, secret_file",
        ),
        ('secret_file = "steppe"', 'proof = "hmac"', "steppe lacks secret_file in its table callbacks."),
        (
            'secret_file = "steppe"',
            'secret_file = "s"\nproof = "hmca"',
            "steppe has proof in its callbacks; use hmac or token.",
        ),
        (
            'secret_file = "steppe"',
            'secret_file = "s"\nformat = "xml"',
            "steppe has format in its callbacks; use json or form.",
        ),
        ('secret_file = "steppe"', 'secret_file = "s"\nreply = "id"', "steppe has reply that is no table."),
        (
            'secret_file = "steppe"',
            'secret_file = "s"\nreceipt = { failed = "no" }',
            "steppe has failed that is no list.",
        ),
    ],
)
def test_wrong_setting_is_named_with_what_to_write(good: str, wrong: str, problem: str) -> None:
    assert good in GOOD
    assert problem in refuse(GOOD.replace(good, wrong, 1))


def test_table_that_is_no_table_is_named() -> None:
    assert "steppe has http that is no table." in refuse('[[gateway]]\nname = "steppe"\nkind = "http"\nhttp = 5')


@pytest.mark.parametrize("value", ["0", "0.5", "1000"])
def test_pace_at_its_bounds_is_fine(value: str) -> None:
    assert read_gateways(GOOD.replace("per_second = 20", f"per_second = {value}"))[0].per_second == float(value)


@pytest.mark.parametrize("value", ["0.1", "60"])
def test_time_out_at_its_bounds_is_fine(value: str) -> None:
    changed = GOOD.replace("timeout_seconds = 5", f"timeout_seconds = {value}")
    assert read_gateways(changed)[0].timeout_seconds == float(value)


def test_empty_file_has_no_gateways() -> None:
    assert read_gateways("") == ()


def test_order_of_the_file_is_the_order_of_tries(alatau_home: Path) -> None:
    both = GOOD.replace("steppe", "mountain") + GOOD
    (alatau_home / "gateways.toml").write_text(both)
    assert [gateway.name for gateway in list_gateways()] == ["mountain", "steppe", "sample"]


def test_changed_file_is_taken_up_without_a_start(alatau_home: Path) -> None:
    import os

    path = alatau_home / "gateways.toml"
    path.write_text(GOOD)
    assert find_gateway("steppe") is not None
    path.write_text(GOOD.replace("steppe", "mountain"))
    os.utime(path, ns=(1, 1))
    assert (find_gateway("steppe"), find_gateway("mountain") is None) == (None, False)


def test_sample_phones_ring_nobody_and_a_gateway_rings(alatau_home: Path) -> None:
    assert not wakes_people(Channel.SMS)
    (alatau_home / "gateways.toml").write_text(GOOD)
    assert wakes_people(Channel.SMS)
    assert not wakes_people(Channel.EMAIL)


@pytest.mark.parametrize("file", ["", "../city", "/etc/passwd", ".hidden", "absent"])
def test_secret_file_lies_under_keys_alone(alatau_home: Path, file: str) -> None:
    (alatau_home / "city").write_text("not a secret of a gateway")
    (gateway,) = read_gateways(GOOD)
    object.__setattr__(gateway, "options", {"secret_file": file})
    with pytest.raises(GatewaySettingsError):
        gateway.secret()


def test_new_secret_is_taken_up_at_once(alatau_home: Path) -> None:
    (alatau_home / "keys").mkdir()
    (gateway,) = read_gateways(GOOD)
    for secret in ("old", "new"):
        (alatau_home / "keys" / "steppe").write_text(f"{secret}\n")
        assert gateway.callback_secret() == secret
