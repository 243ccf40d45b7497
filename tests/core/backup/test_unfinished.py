"""Backups and restores cut short, or begun twice: the next one finishes or waits, and loses nothing."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alatau.core.backup import restore as restoring
from alatau.core.backup.errors import FolderNotWritableError, OtherCityError
from alatau.core.backup.restore import PARTS, complete_draft, finish_restore, restore_backup
from alatau.core.backup.take import copy_folders, make_draft, refuse_other_city
from alatau.core.postgres.binaries import Binaries
from alatau.core.postgres.places import Places

NOON = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)
NOTHING = Binaries(folder=Path("/nowhere"), major=18)


class PowerCutError(Exception):
    """The process ends here."""


@pytest.fixture
def home(tmp_path):
    """A home with an older city, and a complete draft of the restored one."""
    home = tmp_path / "home"
    fill(home, "old")
    draft = Places(home).restore_draft
    fill(draft, "new")
    complete_draft(draft, backup="20260310T070000.000000Z", unused_log=None)
    return home


def fill(folder, word):
    for name in PARTS:
        (folder / name).mkdir(parents=True)
        (folder / name / "file").write_text(word)


def read(folder):
    return {name: (folder / name / "file").read_text() for name in PARTS if (folder / name).exists()}


def finish_until(monkeypatch, home, point, nth):
    passed = iter(range(1, 100))

    def reach(name):
        if name == point and next(passed) == nth:
            raise PowerCutError

    with monkeypatch.context() as armed:
        armed.setattr(restoring, "reach", reach)
        with pytest.raises(PowerCutError):
            finish_restore(Places(home).restore_draft, home)


def restore_again(home):
    return restore_backup(home / "no-backups", home=home, binaries=NOTHING, database="alatau", passphrase="")


def test_a_finished_restore_puts_the_older_city_aside(home):
    restored = finish_restore(Places(home).restore_draft, home)
    assert read(home) == dict.fromkeys(PARTS, "new")
    assert read(restored.put_aside) == dict.fromkeys(PARTS, "old")
    assert not Places(home).restore_draft.exists()


@pytest.mark.parametrize(
    ("point", "nth"),
    [*(("core.restore.part_moved", nth) for nth in range(1, len(PARTS) + 1)), ("core.restore.moved", 1)],
)
def test_a_restore_cut_short_while_moving_is_finished_by_the_next(home, monkeypatch, point, nth):
    finish_until(monkeypatch, home, point, nth)
    assert Places(home).restore_draft.exists()
    restored = restore_again(home)
    assert read(home) == dict.fromkeys(PARTS, "new")
    assert read(restored.put_aside) == dict.fromkeys(PARTS, "old")
    assert [path.name for path in home.glob("before-restore-*")] == [restored.put_aside.name]


def test_a_restore_cut_twice_is_finished_all_the_same(home, monkeypatch):
    for _ in range(2):
        finish_until(monkeypatch, home, "core.restore.part_moved", 2)
    assert restore_again(home).backup == "20260310T070000.000000Z"
    assert read(home) == dict.fromkeys(PARTS, "new")


def test_a_home_without_a_city_has_nothing_to_put_aside(tmp_path):
    draft = Places(tmp_path).restore_draft
    fill(draft, "new")
    complete_draft(draft, backup="b", unused_log=tmp_path / "log")
    restored = finish_restore(draft, tmp_path)
    assert (restored.put_aside, restored.unused_log) == (None, tmp_path / "log")


def test_what_the_backup_did_not_hold_stays_in_its_place(home):
    for path in (Places(home).restore_draft / "lake").iterdir():
        path.unlink()
    (Places(home).restore_draft / "lake").rmdir()
    finish_restore(Places(home).restore_draft, home)
    assert read(home) == {**dict.fromkeys(PARTS, "new"), "lake": "old"}


def test_a_backup_appears_under_its_name_at_its_end(tmp_path):
    with make_draft(tmp_path, NOON) as draft:
        (draft / "file").touch()
        assert [path.name for path in tmp_path.glob("2026*")] == ["20260310T070000.000000Z.draft"]
    assert (tmp_path / "20260310T070000.000000Z" / "file").exists()


def test_a_backup_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(PowerCutError), make_draft(tmp_path, NOON):
        raise PowerCutError
    assert list(tmp_path.glob("2026*")) == []


def test_what_a_killed_backup_left_is_thrown_away_by_the_next(tmp_path):
    (tmp_path / "20260309T070000.000000Z.draft" / "database").mkdir(parents=True)
    with make_draft(tmp_path, NOON):
        pass
    assert [path.name for path in tmp_path.glob("2026*")] == ["20260310T070000.000000Z"]


def test_a_second_backup_waits_for_the_first_instead_of_spoiling_it(tmp_path):
    def back_up(minute):
        with make_draft(tmp_path, NOON + timedelta(minutes=minute)) as draft:
            for number in range(5):
                (draft / str(number)).touch()
                time.sleep(0.01)
            return len(list(draft.iterdir()))

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(back_up, range(3))) == [5, 5, 5]
    assert [len(list(path.iterdir())) for path in sorted(tmp_path.glob("2026*"))] == [5, 5, 5]


def test_a_folder_of_others_is_not_written_to(tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(FolderNotWritableError, match="cannot be written by the user"), make_draft(tmp_path, NOON):
        pass


@pytest.mark.parametrize("names", [[], ["pieces"], ["20260309T070000.000000Z.draft"], ["pieces", "a.draft"]])
def test_an_empty_or_begun_folder_takes_backups(tmp_path, names):
    for name in names:
        (tmp_path / name).mkdir()
    refuse_other_city(tmp_path, "city")
    refuse_other_city(tmp_path / "not-yet", "city")


@pytest.mark.parametrize("name", ["holiday.jpg", "2026", "20260310T070000.000000Z"])
def test_a_folder_of_something_else_is_refused(tmp_path, name):
    (tmp_path / name).mkdir()
    with pytest.raises(OtherCityError, match="belongs to another city"):
        refuse_other_city(tmp_path, "city")


def test_folders_that_a_home_does_not_have_are_not_copied(tmp_path):
    (tmp_path / "home" / "lake").mkdir(parents=True)
    (tmp_path / "copy").mkdir()
    copy_folders(tmp_path / "home", tmp_path / "copy", ("checkpoints", "lake"))
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["lake"]
