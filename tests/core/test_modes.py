"""What processes of two users share in the home, and what stays closed."""

from __future__ import annotations

import os

import pytest

from alatau.core.durable import write_durably
from alatau.core.keyfiles import read_or_make_secret
from alatau.core.modes import file_mode, make_folder


@pytest.fixture(autouse=True)
def unit_mask():
    """Files are made under the mask that the units of production set."""
    before = os.umask(0o007)
    yield
    os.umask(before)


def test_folders_and_files_are_private_unless_the_operator_shared_their_folder(tmp_path):
    made = make_folder(tmp_path / "keys" / "signing")
    assert [each.stat().st_mode & 0o777 for each in (made, made.parent)] == [0o700, 0o700]
    assert file_mode(made) == 0o600


def test_below_a_shared_folder_everything_is_shared_with_its_group(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys").chmod(0o2770)
    made = make_folder(tmp_path / "keys" / "signing" / "journal")
    write_durably(made / "current", "one")
    assert made.stat().st_mode & 0o7777 == 0o2770
    assert (made / "current").stat().st_mode & 0o777 == 0o660


def test_a_folder_open_to_the_group_by_habit_shares_no_secret(tmp_path):
    tmp_path.chmod(0o775)
    read_or_make_secret(tmp_path, "of-a-test")
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "keys" / "of-a-test").stat().st_mode & 0o777 == 0o600
