"""A restore that goes back in time, and the checkpoints that vouch for what came later."""

from __future__ import annotations

import pytest

from alatau.cli.backup import _set_later_checkpoints_aside
from alatau.core.backup.restore import Restored

RESTORED = Restored(backup="20260310T120000", put_aside=None)


@pytest.fixture
def elsewhere(settings, tmp_path):
    """A folder of checkpoints on another disk than the home."""
    settings.ALATAU_HOME = tmp_path / "home"
    settings.ALATAU_CHECKPOINTS = tmp_path / "checkpoints"
    settings.ALATAU_CHECKPOINTS.mkdir()
    (settings.ALATAU_CHECKPOINTS / "2026-03-10.checkpoints").write_text("a note", encoding="ascii")
    return settings.ALATAU_CHECKPOINTS


def test_later_checkpoints_on_another_disk_are_set_aside_and_kept(elsewhere, capsys):
    _set_later_checkpoints_aside(RESTORED)
    [aside] = elsewhere.iterdir()
    assert (aside / "2026-03-10.checkpoints").read_text(encoding="ascii") == "a note"
    assert str(aside) in capsys.readouterr().out


def test_checkpoints_inside_the_home_came_with_the_backup_and_stay(elsewhere, settings):
    settings.ALATAU_HOME = elsewhere.parent
    _set_later_checkpoints_aside(RESTORED)
    assert [path.name for path in elsewhere.iterdir()] == ["2026-03-10.checkpoints"]


def test_folder_without_checkpoints_is_left_as_it_is(elsewhere):
    (elsewhere / "2026-03-10.checkpoints").unlink()
    _set_later_checkpoints_aside(RESTORED)
    assert list(elsewhere.iterdir()) == []
