"""Rotation of signing keys: also by two operators at once, beside signers, and after a kill in the middle."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from alatau.core import keys
from alatau.core.keys import get_current_key, list_keys, list_purposes, rotate_key_files, sign, verify

if TYPE_CHECKING:
    from pathlib import Path

DATA = b"one thing"


class PowerCutError(Exception):
    """The process ends here."""


def rotate_until(patch: pytest.MonkeyPatch, point: str) -> None:
    """Rotate, and lose power at the point."""

    def reach(name: str) -> None:
        if name == point:
            raise PowerCutError

    with patch.context() as armed:
        armed.setattr(keys, "reach", reach)
        with pytest.raises(PowerCutError):
            rotate_key_files("tests")


def private_keys(home: Path) -> set[str]:
    return {path.stem for path in (home / "keys/signing/tests").glob("*.key")}


def test_rotations_at_once_leave_one_key_that_signs(alatau_home: Path) -> None:
    get_current_key("tests")
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: rotate_key_files("tests"), range(12)))

    current = get_current_key("tests")
    assert private_keys(alatau_home) == {current.key_id}
    assert current in made
    assert verify("tests", DATA, sign("tests", DATA))
    assert len(list_keys("tests")) == 13


def test_signers_beside_rotations_always_get_a_signature_that_verifies(alatau_home: Path) -> None:
    get_current_key("tests")
    with ThreadPoolExecutor(4) as pool:
        signing = [pool.submit(sign, "tests", DATA) for _ in range(40)]
        rotating = [pool.submit(rotate_key_files, "tests") for _ in range(6)]
        signatures = [each.result() for each in signing]
        assert all(each.result() for each in rotating)

    assert all(verify("tests", DATA, signature) for signature in signatures)


def test_signer_takes_the_successor_of_a_key_retired_under_its_eyes(
    alatau_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    retired = get_current_key("tests").key_id
    rotate_key_files("tests")
    read = keys._read_current
    stale = iter([retired])
    monkeypatch.setattr(keys, "_read_current", lambda folder: next(stale, None) or read(folder))

    assert sign("tests", DATA).key_id == get_current_key("tests").key_id


def test_key_in_use_that_was_deleted_by_hand_is_told(alatau_home: Path) -> None:
    current = get_current_key("tests")
    (alatau_home / "keys/signing/tests" / f"{current.key_id}.key").unlink()

    with pytest.raises(FileNotFoundError):
        sign("tests", DATA)


@pytest.mark.parametrize(("point", "is_new"), [("core.keys.made", False), ("core.keys.taken_into_use", True)])
def test_city_signs_on_after_a_rotation_was_cut_short(
    alatau_home: Path, monkeypatch: pytest.MonkeyPatch, point: str, is_new: bool
) -> None:
    old = get_current_key("tests")
    rotate_until(monkeypatch, point)

    signature = sign("tests", DATA)
    assert verify("tests", DATA, signature)
    assert (signature.key_id != old.key_id) is is_new


@pytest.mark.parametrize("point", ["core.keys.made", "core.keys.taken_into_use"])
def test_next_rotation_cleans_up_what_a_kill_left(
    alatau_home: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    get_current_key("tests")
    rotate_until(monkeypatch, point)
    new = rotate_key_files("tests")

    assert private_keys(alatau_home) == {new.key_id}
    assert [key.key_id for key in list_keys("tests") if key.retired_at is None] == [new.key_id]


def test_keys_are_listed_oldest_first_with_the_dates_of_their_use(alatau_home: Path) -> None:
    for _ in range(3):
        rotate_key_files("tests")
    listed = list_keys("tests")

    assert [key.made_at for key in listed] == sorted(key.made_at for key in listed)
    assert all(key.retired_at >= key.made_at for key in listed[:-1])
    assert listed[-1].retired_at is None


def test_first_rotation_makes_the_purpose(alatau_home: Path) -> None:
    assert list_purposes() == []
    new = rotate_key_files("tests")

    assert list_purposes() == ["tests"]
    assert get_current_key("tests") == new


def test_signature_names_the_key_that_made_it(alatau_home: Path) -> None:
    signature = sign("tests", DATA)
    forged = keys.Signature("0" * 16, signature.signature)

    assert signature.key_id == get_current_key("tests").key_id
    assert not verify("tests", DATA, forged)


@pytest.mark.parametrize("length", [0, 1, 63, 65, 128])
def test_signature_of_another_length_does_not_verify(alatau_home: Path, length: int) -> None:
    key = get_current_key("tests")

    assert not key.has_signed(DATA, b"s" * length)
