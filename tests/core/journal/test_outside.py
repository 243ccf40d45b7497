"""Checkpoints outside the database: kept in order, one file a day, readable also after a power cut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.journal.note import Checkpoint, note_text, write_note
from alatau.core.journal.outside import is_kept_outside, keep_outside, read_outside, set_outside_aside

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

EVENING = datetime(2026, 3, 10, 23, 59, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: SettingsWrapper) -> Path:
    settings.ALATAU_CHECKPOINTS = tmp_path / "checkpoints"
    return tmp_path / "checkpoints"


def note_of(size: int, at: datetime = EVENING) -> str:
    return write_note(note_text(Checkpoint(size=size, root=b"r" * 32, signed_at=at)), b"k" * 32, b"s" * 64)


def read_notes() -> list[str]:
    return [each.note for each in read_outside()]


def test_nothing_is_kept_before_the_first_checkpoint() -> None:
    assert read_notes() == []
    assert not is_kept_outside(note_of(1), at=EVENING)


def test_notes_are_read_in_the_order_they_were_kept() -> None:
    notes = [note_of(size) for size in (1, 5, 9)]
    for note in notes:
        keep_outside(note, at=EVENING)

    assert read_notes() == notes


def test_each_day_has_a_file_of_its_own(folder: Path) -> None:
    keep_outside(note_of(1), at=EVENING)
    keep_outside(note_of(2), at=EVENING + timedelta(seconds=1))

    assert sorted(path.name for path in folder.iterdir()) == ["2026-03-10.checkpoints", "2026-03-11.checkpoints"]
    assert len(read_notes()) == 2


def test_only_the_last_note_of_its_day_counts_as_kept() -> None:
    keep_outside(note_of(1), at=EVENING)
    assert is_kept_outside(note_of(1), at=EVENING)
    keep_outside(note_of(2), at=EVENING)

    assert not is_kept_outside(note_of(1), at=EVENING)
    assert is_kept_outside(note_of(2), at=EVENING)


def test_each_note_tells_where_it_lies() -> None:
    keep_outside(note_of(1), at=EVENING)
    keep_outside(note_of(2), at=EVENING)
    places = [each.place for each in read_outside()]

    assert all(place.startswith("2026-03-10.checkpoints, line ") for place in places)
    assert len(set(places)) == 2


@given(cut=st.integers(1, 150))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_note_cut_short_anywhere_does_not_spoil_the_next(folder: Path, cut: int) -> None:
    for path in folder.glob("*"):
        path.unlink()
    keep_outside(note_of(1), at=EVENING)
    path = folder / "2026-03-10.checkpoints"
    path.write_bytes(path.read_bytes() + f"\n\n{note_of(2)}".encode()[:cut])
    keep_outside(note_of(3), at=EVENING)

    assert read_notes()[0] == note_of(1)
    assert read_notes()[-1] == note_of(3)


def test_checkpoints_set_aside_stay_readable_in_their_folder(folder: Path) -> None:
    keep_outside(note_of(1), at=EVENING)
    aside = set_outside_aside("before-restore")

    assert read_notes() == []
    assert note_of(1) in (aside / "2026-03-10.checkpoints").read_text(encoding="utf-8")


def test_setting_aside_never_overwrites_what_was_set_aside_before() -> None:
    keep_outside(note_of(1), at=EVENING)
    set_outside_aside("before-restore")
    keep_outside(note_of(2), at=EVENING)

    with pytest.raises(FileExistsError):
        set_outside_aside("before-restore")
    assert read_notes() == [note_of(2)]
