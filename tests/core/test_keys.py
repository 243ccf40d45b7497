"""Signing keys: made once, rotated, verifiable for ever."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.keys import Signature, get_current_key, list_keys, rotate_key_files, sign, verify

if TYPE_CHECKING:
    from pathlib import Path

DATA = b"one thing"


def test_signature_verifies_and_another_text_does_not(alatau_home: Path) -> None:
    signature = sign("tests", DATA)

    assert verify("tests", DATA, signature)
    assert not verify("tests", b"another thing", signature)


def test_key_of_one_purpose_does_not_speak_for_another(alatau_home: Path) -> None:
    signature = sign("tests", DATA)
    sign("others", DATA)

    assert not verify("others", DATA, signature)


def test_old_signature_stays_verifiable_and_its_private_key_is_gone(alatau_home: Path) -> None:
    signature = sign("tests", DATA)
    rotate_key_files("tests")

    assert verify("tests", DATA, signature)
    assert sign("tests", DATA).key_id != signature.key_id
    assert [path.stem for path in (alatau_home / "keys/signing/tests").glob("*.key")] == [
        get_current_key("tests").key_id
    ]


def test_private_key_is_readable_by_its_owner_alone(alatau_home: Path) -> None:
    sign("tests", DATA)
    (path,) = (alatau_home / "keys/signing/tests").glob("*.key")

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_processes_that_start_together_agree_on_one_key(alatau_home: Path) -> None:
    threads = [Thread(target=sign, args=("tests", DATA)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(list_keys("tests")) == 1


def test_purpose_is_a_plain_word(alatau_home: Path) -> None:
    with pytest.raises(AssertionError):
        sign("../elsewhere", DATA)


@given(st.binary(max_size=64), st.integers(min_value=0, max_value=511))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_signature_verifies_after_any_bit_of_it_is_flipped(alatau_home: Path, data: bytes, bit: int) -> None:
    signature = sign("tests", data)
    flipped = bytearray(signature.signature)
    flipped[bit // 8] ^= 1 << (bit % 8)

    assert verify("tests", data, signature)
    assert not verify("tests", data, Signature(signature.key_id, bytes(flipped)))
