"""Signed notes: what they say comes back, and a damaged one is told instead of breaking the reader."""

from __future__ import annotations

import base64
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.journal.note import (
    Checkpoint,
    NoteUnreadableError,
    key_hash,
    note_text,
    origin,
    read_note,
    read_verifier_key,
    verifier_key,
    write_note,
)
from alatau.core.keys import get_current_key, rotate_key_files, sign

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)
POINT = Checkpoint(size=7, root=b"r" * 32, signed_at=NOON)


def signed(checkpoint: Checkpoint = POINT) -> str:
    text = note_text(checkpoint)
    signature = sign("journal", text.encode())
    return write_note(text, get_current_key("journal").public, signature.signature)


def test_note_is_read_back_as_it_was_signed(alatau_home: Path) -> None:
    checkpoint, note = read_note(signed())

    assert checkpoint == POINT
    assert note.is_signed_by([get_current_key("journal")])


def test_note_has_the_form_that_other_readers_of_checkpoints_take(alatau_home: Path) -> None:
    lines = signed().split("\n")

    assert lines[:2] == ["alatau-kz/journal", "7"]
    assert base64.b64decode(lines[2]) == POINT.root
    assert lines[3:5] == ["time 2026-03-10T07:00:00+00:00", ""]
    assert lines[5].startswith(f"\N{EM DASH} {origin()} ")


def test_time_of_a_note_is_told_in_utc_wherever_it_was_signed(alatau_home: Path) -> None:
    in_almaty = NOON.astimezone(timezone(timedelta(hours=5)))

    assert note_text(Checkpoint(size=7, root=b"r" * 32, signed_at=in_almaty)) == note_text(POINT)


def test_note_of_a_stranger_is_not_signed_by_the_city(alatau_home: Path) -> None:
    _, note = read_note(signed())
    rotated = rotate_key_files("journal")

    assert not note.is_signed_by([rotated])
    assert not note.is_signed_by([])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("alatau-kz/journal\n7", "other/journal\n7"),
        ("\n7\n", "\n\N{SUPERSCRIPT SEVEN}\n"),
        ("\n7\n", "\nseven\n"),
        ("\n7\n", "\n" + "9" * 5000 + "\n"),
        ("time 2026-03-10", "time yesterday"),
        ("\n\n", "\n"),
        ("time ", "extra line\ntime "),
        ("\N{EM DASH} alatau-kz/journal ", "\N{EM DASH} alatau-kz/journal \N{REPLACEMENT CHARACTER}"),
    ],
)
def test_damaged_note_is_unreadable_and_breaks_nothing(alatau_home: Path, old: str, new: str) -> None:
    note = signed()
    assert old in note

    with pytest.raises(NoteUnreadableError):
        read_note(note.replace(old, new, 1))


@given(place=st.integers(0, 250), letter=st.characters())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_letter_never_passes_for_the_same_note(alatau_home: Path, place: int, letter: str) -> None:
    note = signed()
    changed = note[:place] + letter + note[place + 1 :]
    with suppress(NoteUnreadableError):
        checkpoint, read = read_note(changed)
        is_genuine = read.is_signed_by([get_current_key("journal")])
        assert not is_genuine or checkpoint == POINT


@given(text=st.text(max_size=80))
def test_no_text_breaks_the_reader_of_notes(text: str) -> None:
    with suppress(NoteUnreadableError):
        read_note(text)


def test_verifier_key_gives_the_key_back(alatau_home: Path) -> None:
    public = get_current_key("journal").public

    assert read_verifier_key(f"  {verifier_key(public)}\n") == public


@pytest.mark.parametrize("length", [0, 31, 33])
def test_verifier_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(NoteUnreadableError, match="does not belong to this journal"):
        read_verifier_key(verifier_key(b"k" * length))


def test_verifier_key_of_another_algorithm_is_refused() -> None:
    public = b"k" * 32
    other = base64.b64encode(b"\x02" + public).decode()

    with pytest.raises(NoteUnreadableError):
        read_verifier_key(f"{origin()}+{key_hash(public).hex()}+{other}")


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_reader_of_keys(text: str) -> None:
    with pytest.raises(NoteUnreadableError):
        read_verifier_key(text)
