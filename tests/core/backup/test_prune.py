"""Old backups and old log go; what a kept moment needs stays, whatever is cut short."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from alatau.cli import backup as door
from alatau.core.backup.prune import Keeping, Pruned, choose_kept, prune_backups
from alatau.core.backup.shelf import PIECES, choose_backup, list_backups
from alatau.core.backup.take import LOCK
from alatau.core.postgres.locks import FileLock
from alatau.core.postgres.places import Places
from tests.core.backup.shelves import (
    NOW,
    fill_shelf,
    keep_pieces,
    list_numbers,
    manifest_from,
    piece_name,
    shelve,
)

MONTH = Keeping(days=30, least=1)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "shelf"


def prune(folder, keeping=MONTH, archive=None):
    return prune_backups(folder, archive=archive, keeping=keeping, now=NOW)


def days_of(folder):
    return [(NOW - manifest_time(path)).days for path in list_backups(folder)]


def manifest_time(path):
    return datetime.strptime(path.name, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)


def test_newest_backup_before_the_kept_days_stays(folder):
    fill_shelf(folder, [50, 40, 20, 10])
    assert prune(folder).backups == (manifest_from(50).name,)
    assert days_of(folder) == [40, 20, 10]


def test_log_goes_with_the_last_backup_that_read_it(folder):
    fill_shelf(folder, [50, 40, 20])
    pruned = prune(folder)
    assert list_numbers(folder / PIECES) == list(range(11, 31))
    assert (pruned.pieces, pruned.freed_bytes > 30) == (10, True)


def test_second_prune_finds_nothing(folder):
    fill_shelf(folder, [50, 40, 20])
    prune(folder)
    assert prune(folder) == Pruned()


@pytest.mark.parametrize(("least", "left"), [(1, [60]), (2, [70, 60]), (3, [80, 70, 60]), (9, [90, 80, 70, 60])])
def test_newest_backups_stay_however_old_they_are(folder, least, left):
    fill_shelf(folder, [90, 80, 70, 60])
    prune(folder, Keeping(days=30, least=least))
    assert days_of(folder) == left


def test_without_a_number_of_days_everything_stays(folder):
    fill_shelf(folder, [5000, 4000])
    assert prune(folder, Keeping(days=0, least=1)) == Pruned()
    assert len(list_backups(folder)) == 2


def test_history_and_named_pieces_of_an_earlier_line_stay(folder):
    shelve(folder, manifest_from(1, first=20, pieces=[piece_name(7)]))
    keep_pieces(folder / PIECES, [6, 7, 20])
    (folder / PIECES / "00000002.history.gz").write_bytes(b"line")
    prune(folder)
    assert [path.name[-10:] for path in sorted((folder / PIECES).glob("*.gz"))] == [
        "0000007.gz",
        "0000014.gz",
        "history.gz",
    ]


@pytest.mark.parametrize(("days_ago", "left"), [(31, [11, 12]), (29, [8, 9, 10, 11, 12])])
def test_homes_own_log_goes_when_it_is_old_as_well(folder, tmp_path, days_ago, left):
    shelve(folder, manifest_from(40, first=11))
    keep_pieces(folder / PIECES, [11])
    keep_pieces(tmp_path / "archive", range(8, 13), days_ago=days_ago)
    prune(folder, archive=tmp_path / "archive")
    assert list_numbers(tmp_path / "archive") == left


def test_log_that_a_backup_in_another_folder_still_waits_for_stays(folder, tmp_path):
    keep_pieces(tmp_path / "archive", range(1, 9), days_ago=3)
    fill_shelf(folder, [0])
    prune(folder, archive=tmp_path / "archive")
    assert list_numbers(tmp_path / "archive") == list(range(1, 9))


def test_nothing_goes_while_a_backup_cannot_be_read(folder):
    fill_shelf(folder, [90, 80, 70])
    (list_backups(folder)[0] / "manifest.json").write_text("{}")
    assert prune(folder) == Pruned()
    assert len(list_numbers(folder / PIECES)) == 30


def test_nothing_goes_while_another_backup_is_being_made(folder):
    fill_shelf(folder, [90, 80])
    with FileLock(folder / PIECES / LOCK) as lock:
        assert lock.try_take()
        assert prune(folder) == Pruned()


def test_dumps_have_no_log_to_remove(folder):
    for days_ago in (90, 80):
        shelve(folder, replace(manifest_from(days_ago), kind="logical", first_piece=""))
    keep_pieces(folder / PIECES, [1])
    assert (len(prune(folder).backups), list_numbers(folder / PIECES)) == (1, [1])


def test_backup_says_what_it_removed(folder, settings, monkeypatch):
    settings.DATABASE_URL, settings.ALATAU_BACKUP_DAYS, settings.ALATAU_BACKUP_LEAST = "postgres://db/a", 30, 1
    fill_shelf(folder, [500, 400, 300])
    monkeypatch.setattr(door.outside, "take_backup", lambda _folder, **_facts: manifest_from(300))
    said = CliRunner().invoke(door.commands, ["backup", str(folder)]).output
    assert f"Removed backup {manifest_from(500).name}: the last 30 days do not need it." in said
    assert "Removed 20 old pieces of the log." in said
    assert "This freed" in said


@given(
    days=st.lists(st.integers(0, 400), min_size=1, max_size=12, unique=True),
    kept_days=st.integers(1, 400),
    least=st.integers(1, 5),
    asked=st.floats(0, 1),
)
def test_any_kept_moment_is_reached_as_it_was_before(days: list[int], kept_days: int, least: int, asked: float) -> None:
    backups = [manifest_from(day) for day in days]
    kept = choose_kept(backups, since=NOW - timedelta(days=kept_days), least=least)
    moment = NOW - timedelta(days=kept_days * asked)
    assert newest_before(moment, kept) == newest_before(moment, backups)
    assert {each.name for each in kept} >= {each.name for each in sorted(backups, key=by_age)[-least:]}


def newest_before(moment, backups):
    """Return the backup that a restore to the moment begins with."""
    early = [each for each in sorted(backups, key=by_age) if each.complete_at <= moment.isoformat()]
    return early[-1].name if early else None


def by_age(manifest):
    return manifest.complete_at


def test_chosen_backup_of_a_moment_is_the_same_after_a_prune(folder):
    fill_shelf(folder, [50, 40, 20])
    moment = NOW - timedelta(days=29)
    before = choose_backup(folder, moment)
    prune(folder)
    assert choose_backup(folder, moment) == before


def test_what_a_prune_leaves_restores_to_any_kept_moment(city, tmp_path, read_numbers):
    city.write(1)
    city.back_up()
    city.write(2)
    kept = city.back_up()
    moment = city.write(3)
    city.back_up()
    years_later = moment + timedelta(days=4000)
    archive = Places(city.home).archive
    pruned = prune_backups(city.backups, archive=archive, keeping=Keeping(days=1, least=2), now=years_later)
    city.server.stop()
    assert (len(pruned.backups), pruned.pieces > 0) == (1, True)
    assert city.restore(tmp_path / "then", moment).backup == kept.name
    assert read_numbers(tmp_path / "then") == [1, 2, 3]
