"""The nation's tables: counted from published cards, small counts hidden, once a month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.family.models import NationalTable, Run
from alatau.family.national.count import publish_tables
from alatau.family.national.read import find_table, list_tables
from alatau.family.national.values import COUNTRY, NOWHERE
from alatau.family.run.folders import card_folder
from alatau.family.runs import view_run
from alatau.family.values import RunState
from alatau.registry.lake.connect import open_engine, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.family.values import RunView

pytestmark = pytest.mark.usefixtures("as_worker")
BY = system_actor("family.tests")
DAY = date(2026, 11, 20)
ALATAU, ALMATY_REGION, ASTANA = "191800000", "190000000", "710000000"
FAMILY = (
    "family UUID, dfc_category VARCHAR, family_region INTEGER, family_district INTEGER, asp_income_per_head BIGINT,"
    " poverty_line BIGINT"
)
PERSON = "family UUID, person UUID, disabled_child_parent_allowance BIGINT"


def make_run(families: Sequence[str], *, people: Sequence[str] = (), day: date = DAY) -> RunView:
    """Return a published run with these rows of families, and of people, as its cards."""
    at = read_clocks()
    row = Run.objects.create(
        in_force=day,
        known_number=1,
        known_at=at.wall_at,
        plan_digest="tests",
        engine="duckdb",
        state=RunState.COMPUTING.value,
        buckets=1,
        family_buckets=1,
        started_at=at.wall_at,
    )
    run = view_run(row)
    folder = card_folder(run.id, 0)
    folder.mkdir(parents=True)
    with open_engine() as engine:
        for name, shape, rows in (("families", FAMILY, families), ("people", PERSON, people)):
            engine.execute(f"CREATE TABLE {name} ({shape})")
            for each in rows:
                engine.execute(f"INSERT INTO {name} SELECT {each}")
            engine.execute(f"COPY {name} TO {quoted(folder / f'{name}.parquet')} (FORMAT parquet)")
    return run


def many(count: int, category: str | None, region: int, district: int, *, income: int = 100, line: int = 50) -> str:
    """Return SQL for so many families."""
    kind = "NULL" if category is None else f"'{category}'"
    return f"uuid(), {kind}, {region}, {district}, {income}, {line} FROM range({count})"


def publish(run: RunView) -> int:
    return publish_tables(run, by=BY, at=read_clocks())


def test_families_are_counted_by_place_and_category() -> None:
    publish(make_run([many(40, "B", 19, 1918), many(30, "C", 19, 1918), many(20, "C", 71, 7112)]))

    table = find_table("category")

    assert table is not None
    assert [line.total for line in table.lines if line.place == COUNTRY] == [90]
    assert {line.place for line in table.within(COUNTRY)} == {ALMATY_REGION, ASTANA}
    assert [line.place for line in table.within(ALMATY_REGION)] == [ALATAU]


def test_city_that_is_a_region_is_told_once() -> None:
    publish(make_run([many(40, "B", 19, 1918), many(25, "B", 71, 7100)]))

    table = find_table("category")

    assert table is not None
    assert [line.place for line in table.lines].count(ASTANA) == 1


def test_families_without_category_are_counted_as_without_data() -> None:
    publish(make_run([many(40, "B", 19, 1918), many(15, None, 19, 1918)]))

    table = find_table("category")

    assert table is not None
    last = table.kinds[-1]
    country = table.line(COUNTRY)
    assert last == ("no_data",)
    assert country is not None
    assert country.counts[-1] == 15


def test_families_registered_nowhere_stand_apart() -> None:
    publish(make_run([many(40, "B", 19, 1918), many(25, "B", 0, 0)]))

    table = find_table("category")

    assert table is not None
    nowhere = table.line(NOWHERE)
    assert nowhere is not None
    assert nowhere.total == 25


def test_poverty_is_counted_against_the_line_of_each_family() -> None:
    publish(make_run([many(40, "B", 19, 1918, income=90, line=100), many(60, "B", 19, 1918, income=100, line=100)]))

    table = find_table("poverty")

    assert table is not None
    country = table.line(COUNTRY)
    assert country is not None
    assert country.counts[:2] == (40, 60)


def test_small_count_is_kept_hidden() -> None:
    publish(
        make_run([many(40, "B", 19, 1918), many(30, "C", 19, 1918), many(3, "C", 71, 7112), many(60, "B", 71, 7112)])
    )

    kept = [line for table in NationalTable.objects.all() for line in table.lines]

    assert not [line for line in kept if 0 < (line["total"] or 0) < 10]
    assert not [count for line in kept for count in line["counts"] if count is not None and 0 < count < 10]


def test_month_is_published_once() -> None:
    publish(make_run([many(40, "B", 19, 1918)]))

    again = publish(make_run([many(41, "B", 19, 1918)], day=DAY + timedelta(days=1)))

    table = find_table("category")
    assert again == 0
    assert table is not None
    assert table.day == DAY


def test_next_month_brings_tables_of_its_own() -> None:
    publish(make_run([many(40, "B", 19, 1918)]))

    assert publish(make_run([many(41, "B", 19, 1918)], day=date(2026, 12, 1))) > 0
    assert list_tables() == list_tables(month=date(2026, 12, 1))


def test_family_counts_once_for_a_benefit_that_several_members_have() -> None:
    family = uuid4()
    rows = [f"'{family}'::UUID, uuid(), {amount}" for amount in (0, 500, 500)]
    others = [uuid4() for _number in range(30)]
    families = [f"'{each}'::UUID, 'B', 19, 1918, 100, 50" for each in (family, *others)]
    run = make_run(families, people=[*rows, *(f"'{each}'::UUID, uuid(), 500" for each in others)])

    publish(run)

    table = find_table("benefit.disabled_child_parent_allowance")
    assert table is not None
    country = table.line(COUNTRY)
    assert country is not None
    assert country.total == 31
    assert country.counts[0] == 31
