"""Keeping and giving back pieces of the log, and the lines of history between them."""

from __future__ import annotations

import gzip
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.backup import archive_wal, restore_wal
from alatau.core.backup.shelf import name_of, number_of
from alatau.core.backup.timelines import goes_on_from, place_of, read_timelines

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "000000010000000000000001"


@pytest.fixture
def piece(tmp_path):
    path = tmp_path / "piece"
    path.write_bytes(b"log" * 1000)
    return path


def test_a_kept_piece_comes_back_as_it_was(piece, tmp_path):
    archive_wal.keep_piece(piece, tmp_path / FIRST)
    assert restore_wal.give_piece(FIRST, tmp_path / "back", [tmp_path]) == 0
    assert (tmp_path / "back").read_bytes() == piece.read_bytes()


def test_keeping_the_same_piece_again_changes_nothing(piece, tmp_path):
    archive_wal.keep_piece(piece, tmp_path / FIRST)
    archive_wal.keep_piece(piece, tmp_path / FIRST)
    assert [path.name for path in tmp_path.glob("0*")] == [f"{FIRST}.gz"]


def test_a_piece_with_room_left_is_kept_small_and_a_full_one_is_kept_quickly(tmp_path):
    for name, content in ((name_of(1), b"log" * 1000 + bytes(100_000)), (name_of(2), b"log" * 1000)):
        (tmp_path / "piece").write_bytes(content)
        archive_wal.keep_piece(tmp_path / "piece", tmp_path / name)
        assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()) == content
    small, whole = ((tmp_path / f"{name_of(number)}.gz").stat().st_size for number in (1, 2))
    assert small < 1000 < whole


def test_another_piece_of_the_same_name_is_never_overwritten(piece, tmp_path):
    archive_wal.keep_piece(piece, tmp_path / FIRST)
    piece.write_bytes(b"another city")
    with pytest.raises(FileExistsError):
        archive_wal.keep_piece(piece, tmp_path / FIRST)
    assert gzip.decompress((tmp_path / f"{FIRST}.gz").read_bytes()) == b"log" * 1000


def test_a_missing_piece_ends_a_recovery_and_a_damaged_one_stops_it(tmp_path):
    (tmp_path / f"{FIRST}.gz").write_bytes(gzip.compress(b"log" * 1000)[:-5])
    assert restore_wal.give_piece("0" * 24, tmp_path / "back", [tmp_path]) == 1
    assert restore_wal.give_piece(FIRST, tmp_path / "back", [tmp_path]) > 125
    assert not (tmp_path / "back").exists()


def test_the_script_fails_when_the_disk_does(piece):
    script = [sys.executable, "-I", "-S", archive_wal.__file__, str(piece), "/nowhere/piece"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "archive_wal" in done.stderr


@given(st.integers(min_value=0, max_value=2**40 - 1))
def test_a_piece_is_found_by_its_number(number):
    assert number_of(f"00000001{name_of(number)}") == number


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_places_in_the_log_are_ordered_as_postgresql_orders_them(high, low):
    assert place_of(f"{high:X}/{low:X}") == high * 2**32 + low


def test_a_home_restored_to_an_earlier_moment_parts_from_the_kept_log(tmp_path):
    kept, own = _folder(tmp_path / "kept", [FIRST, "000000010000000000000005"]), _folder(tmp_path / "own", [FIRST])
    _write_history(own, "0/3000000")
    assert not goes_on_from(own, kept)


def test_a_home_restored_to_the_end_goes_on_from_the_kept_log(tmp_path):
    kept, own = _folder(tmp_path / "kept", [FIRST]), _folder(tmp_path / "own", ["000000020000000000000002"])
    _write_history(own, "0/2000000")
    assert goes_on_from(own, kept)
    [timeline] = read_timelines(own)
    assert (timeline.number, timeline.left_at) == (2, {1: place_of("0/2000000")})


def _folder(path: Path, pieces: list[str]) -> Path:
    path.mkdir()
    for name in pieces:
        (path / f"{name}.gz").touch()
    return path


def _write_history(folder: Path, left_at: str) -> None:
    line = f"1\t{left_at}\tbefore 2026-03-10 12:00:00+05\n"
    (folder / "00000002.history.gz").write_bytes(gzip.compress(line.encode()))
