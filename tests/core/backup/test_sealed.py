"""Encryption and proof by a passphrase."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.backup.errors import PassphraseMissingError
from alatau.core.backup.keyring import pack_keys, unpack_keys
from alatau.core.backup.sealed import Seal, make_seal


@cache
def seal() -> Seal:
    """Return a seal, made once: it is slow on purpose."""
    return make_seal("correct horse battery", b"a salt of a test")


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_again(content):
    assert seal().decrypt(seal().encrypt(content)) == content


@given(st.binary(max_size=60), st.data())
def test_a_changed_byte_is_noticed(content, data):
    sealed = bytearray(seal().encrypt(content))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    assert seal().decrypt(bytes(sealed)) is None


def test_another_passphrase_opens_nothing():
    other = make_seal("another horse battery", seal().salt)
    assert other.decrypt(seal().encrypt(b"keys")) is None
    assert other.prove(b"list") != seal().prove(b"list")


@pytest.mark.parametrize("passphrase", ["", "short", "eleven char"])
def test_a_passphrase_that_is_guessed_too_fast_is_refused(passphrase):
    with pytest.raises(PassphraseMissingError):
        make_seal(passphrase)


def test_keys_come_back_with_their_folders_for_their_owner_alone(tmp_path):
    (tmp_path / "old" / "keys" / "journal").mkdir(parents=True)
    (tmp_path / "old" / "keys" / "journal" / "2026").write_bytes(b"\x00\xff")
    (tmp_path / "new").mkdir()
    unpack_keys(pack_keys(tmp_path / "old"), tmp_path / "new")
    back = tmp_path / "new" / "keys" / "journal" / "2026"
    assert back.read_bytes() == b"\x00\xff"
    assert back.stat().st_mode & 0o777 == 0o600
