"""The machinery draws another country as well, and knows none by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from alatau.registry.synthetic.build import Plan, build_files, load_nation
from tests.tinyland.content import CONTENT

if TYPE_CHECKING:
    from pathlib import Path

PLAN = Plan(people=2_000, seed=1, as_of="2026-05-06", nation=CONTENT.synthetic_nation)


def test_a_second_country_is_drawn_by_the_same_machinery(tmp_path: Path) -> None:
    built = build_files(PLAN, into=tmp_path)
    assert built.rows == {"boats": 200, "_truth/faults": 0}
    boats = pq.read_table(tmp_path / "boats")
    assert len(set(boats["mast_number"].to_pylist())) == 200


def test_the_figures_of_a_second_country_are_its_own() -> None:
    figures = load_nation(PLAN.nation).list_figures(2_000)
    assert [one.figure for one in figures.published] == list(figures.queries) == ["boats"]
