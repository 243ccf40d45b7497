"""The first start of a sample city fills its registers; later starts do not."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest

from alatau.cli import up
from alatau.cli.children import Child

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def started(alatau_home: Path, settings, monkeypatch) -> list[Child]:
    """Return the programs that would have been started."""
    settings.ALATAU_CITY_PEOPLE = 2_000
    settings.PRODUCTION = False
    children: list[Child] = []
    monkeypatch.setattr(up, "_day_of_city", lambda: "2026-11-22")
    monkeypatch.setattr(Child, "start", lambda child: children.append(child))
    return children


def test_a_new_sample_city_is_filled_with_the_people_of_the_setting(started: list[Child]) -> None:
    assert up.start_filling() == started
    assert started[0].command[3:] == ["city", "build", "--people", "2000", "--as-of", "2026-11-22"]
    assert started[0].is_once


def test_a_city_that_is_filled_is_not_filled_again(started: list[Child], settings) -> None:
    folder = settings.ALATAU_HOME / "city"
    folder.mkdir(parents=True)
    (folder / "_ingested").touch()
    assert up.start_filling() == started == []


@pytest.mark.parametrize(("name", "value"), [("PRODUCTION", True), ("ALATAU_CITY_PEOPLE", 0)])
def test_a_real_city_and_one_that_wants_nobody_stay_empty(started: list[Child], settings, name: str, value) -> None:
    setattr(settings, name, value)
    assert up.start_filling() == started == []


def test_the_table_is_said_once_more_when_the_city_is_filled(monkeypatch) -> None:
    said: list[object] = []
    monkeypatch.setattr(up, "greet", said.append)
    monkeypatch.setattr(up, "LOOK_SECONDS", 0)
    filling, asked_to_stop = Child("city", [sys.executable, "-S", "-c", ""], is_once=True), threading.Event()
    filling.start()
    running = threading.Thread(
        target=up._keep_running, args=([filling], None, asked_to_stop), kwargs={"filling": [filling]}
    )
    running.start()
    filling.wait_for_end(10)
    for _look in range(200):
        if said or asked_to_stop.wait(0.05):
            break
    asked_to_stop.set()
    running.join()
    assert said == [up.console]
