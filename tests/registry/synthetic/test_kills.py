"""Killed while it writes, a build goes on where it stopped and ends with the same bytes."""

from __future__ import annotations

import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alatau.core.faults import list_points
from alatau.registry.synthetic.build import build_files
from tests.harness.city import run_alatau
from tests.harness.cluster import make_home
from tests.registry.synthetic.conftest import PLAN
from tests.registry.synthetic.test_build import digest_of

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = ("city", "build", "--people", "1000", "--seed", "7", "--only-files", "--processes", "1")
SAME = replace(PLAN, people=1_000, nation="qazaqstan.synthetic.nation")


@pytest.mark.faults
def test_a_build_killed_at_each_point_ends_with_the_bytes_of_one_that_was_not(tmp_path: Path) -> None:
    home = make_home("alatau-killed-")
    points = ["registry.city.files_in_place", "registry.city.group_done"]
    assert sorted(points) == list_points("registry.city.")
    for point in points:
        assert run_alatau(home, *COMMAND, ALATAU_FAULT=point).returncode == -signal.SIGKILL
    assert run_alatau(home, *COMMAND).returncode == 0
    build_files(SAME, into=tmp_path)
    assert digest_of(home / "city") == digest_of(tmp_path)
