"""Killed at any named point, the register is as before or as after, and the same command finishes the work."""

from __future__ import annotations

import pytest

from alatau.core.faults import list_points
from tests.faults.kill import kill_at
from tests.registry.ingest.kills import SCENARIOS

pytestmark = pytest.mark.usefixtures("as_worker")
#: Between the two commits: the lake's log has the files, and PostgreSQL does not know it yet.
BETWEEN = "registry.load.delta_committed"
OTHERS = [
    point for prefix in ("registry.load.", "registry.release.") for point in list_points(prefix) if point != BETWEEN
]


def test_load_killed_between_the_two_commits_is_finished_by_a_repeat():
    kill_at(BETWEEN, SCENARIOS[0])


@pytest.mark.faults
@pytest.mark.parametrize("point", OTHERS)
def test_load_killed_at_any_other_point_is_finished_by_a_repeat(point):
    [scenario] = [each for each in SCENARIOS if each.covers(point)]
    kill_at(point, scenario)
