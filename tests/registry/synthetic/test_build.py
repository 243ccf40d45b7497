"""Files of an invented nation: the same bytes from the same seed, resumed where a run stopped."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from alatau.registry.synthetic.build import build_files, is_complete, plan_groups, read_plan
from alatau.registry.synthetic.errors import CityOtherPlanError, CitySizeError
from tests.registry.synthetic.conftest import PLAN

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.registry.synthetic.build import BuiltFiles

SMALL = replace(PLAN, people=1_600)


def digest_of(folder: Path) -> dict[str, str]:
    files = sorted(folder.rglob("*.parquet"))
    return {str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest() for file in files}


def test_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_files(SMALL, into=tmp_path / name)
    assert digest_of(tmp_path / "one") == digest_of(tmp_path / "two")


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    build_files(SMALL, into=tmp_path / "one")
    build_files(replace(SMALL, seed=8), into=tmp_path / "two")
    one, two = digest_of(tmp_path / "one"), digest_of(tmp_path / "two")
    assert one["persons/part-00001.parquet"] != two["persons/part-00001.parquet"]


def test_a_finished_city_is_not_drawn_again(city: BuiltFiles) -> None:
    before = {file: file.stat().st_mtime_ns for file in city.folder.rglob("*.parquet")}
    again = build_files(PLAN, into=city.folder)
    assert again.rows == city.rows
    assert {file: file.stat().st_mtime_ns for file in city.folder.rglob("*.parquet")} == before


def test_a_stopped_build_goes_on_with_the_groups_that_are_missing(tmp_path: Path) -> None:
    whole = build_files(SMALL, into=tmp_path / "whole")
    build_files(SMALL, into=tmp_path / "stopped")
    for file in (tmp_path / "stopped").rglob("part-00002.*"):
        file.unlink()
    assert not is_complete(tmp_path / "stopped")
    assert build_files(SMALL, into=tmp_path / "stopped").rows == whole.rows
    assert digest_of(tmp_path / "stopped") == digest_of(tmp_path / "whole")


def test_a_folder_keeps_one_plan(city: BuiltFiles) -> None:
    with pytest.raises(CityOtherPlanError):
        build_files(replace(PLAN, seed=99), into=city.folder)
    assert read_plan(city.folder) == PLAN


@pytest.mark.parametrize("people", [0, 999, 20_500_001])
def test_a_nation_too_small_or_too_large_is_refused(people: int, tmp_path: Path) -> None:
    with pytest.raises(CitySizeError):
        build_files(replace(PLAN, people=people), into=tmp_path / "city")
    assert not (tmp_path / "city").exists()


def test_twenty_million_people_fit_into_the_chunks_of_the_plan() -> None:
    groups = plan_groups(replace(PLAN, people=20_000_000, nation="qazaqstan.synthetic.nation"))
    assert sum(chunk.people for group in groups for chunk in group) == 20_000_000
    assert max(chunk.people for group in groups for chunk in group) <= 44_000
