"""Kills at each named point of every commit path lose nothing and double nothing."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

import alatau
from alatau.core.faults import list_points
from tests.faults.kill import Scenario, kill_at

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

ROOMS = ("core", "messages", "access", "desk", "papers", "registry", "family", "money", "services")

# Points are declared where they are passed, so every module has to be read before they can be listed.
for room in ROOMS:
    for module in pkgutil.walk_packages(alatau.__path__, "alatau."):
        if module.name.startswith(f"alatau.{room}.") and ".migrations" not in module.name:
            import_module(module.name)


def scenarios_of(room: str) -> tuple[Scenario, ...]:
    if find_spec(f"tests.{room}.kills") is None:
        return ()
    scenarios: tuple[Scenario, ...] = import_module(f"tests.{room}.kills").SCENARIOS
    return scenarios


def is_killed_elsewhere(point: str) -> bool:
    """Tell whether a test of the room's own kills at this point, because it needs a cluster of its own."""
    elsewhere: tuple[str, ...] = getattr(
        import_module(f"tests.{point.partition('.')[0]}.kills"), "KILLED_ELSEWHERE", ()
    )
    return point.startswith(elsewhere)


SCENARIOS = {room: scenarios_of(room) for room in ROOMS}
POINTS = [
    point for room in ROOMS if SCENARIOS[room] for point in list_points(f"{room}.") if not is_killed_elsewhere(point)
]


@pytest.mark.faults
@pytest.mark.parametrize("point", POINTS)
def test_kill_at_the_point_loses_and_doubles_nothing(
    point: str, committed_db: None, tmp_path: Path, settings: SettingsWrapper
) -> None:
    scenarios = [each for each in SCENARIOS[point.partition(".")[0]] if each.covers(point)]
    assert scenarios, f"no scenario passes {point}: add one to tests/{point.partition('.')[0]}/kills.py"
    settings.ALATAU_HOME = tmp_path
    settings.ALATAU_CHECKPOINTS = tmp_path / "checkpoints"

    for scenario in scenarios:
        kill_at(point, scenario)
