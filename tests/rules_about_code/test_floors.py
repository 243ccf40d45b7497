"""The floors of the house hold: rooms lean on lower ones only."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.rules_about_code.sources import CLONE, list_rooms

PYPROJECT = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))


def test_no_import_breaks_a_contract_of_the_house() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [sys.executable, str(program), "--no-cache"], cwd=CLONE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_every_room_stands_on_a_floor() -> None:
    floors = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {room.strip() for floor in floors for room in floor.split("|")}
    assert named == {room.name for room in list_rooms()}
