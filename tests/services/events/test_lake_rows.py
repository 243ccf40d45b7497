"""What the lake is asked in SQL is what a row that came alone tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from alatau.registry.declare import get_register
from alatau.registry.lake.connect import quoted
from alatau.registry.lake.layout import Part
from alatau.registry.lake.schema import part_fields
from alatau.services.events.kinds import list_kinds, triggers_by_register
from alatau.services.events.lake_rows import LakeRows, recent
from alatau.services.events.narrow import may_tell
from tests.services.events.golden import GOLDEN, MADINA, SMALL, TODAY, Golden
from tests.services.events.test_golden import read

if TYPE_CHECKING:
    from alatau.registry.values import Register
    from alatau.services.events.telling import RowNews

goldens = pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: f"{golden.kind}-{golden.register}")


def rows_sql(register: Register, *rows: dict[str, Any]) -> str:
    """Return SQL for rows as the lake keeps them, with what is private."""
    fields = {each.name: each for part in (Part.ROWS, Part.PRIVATE) for each in part_fields(register, part)}
    whole = [{"subject": row.get(register.subject)} | row for row in rows]
    return " UNION ALL ".join(
        "SELECT " + ", ".join(f'{_literal(row.get(name))}::{each.type} AS "{name}"' for name, each in fields.items())
        for row in whole
    )


def _literal(value: object) -> str:
    return "NULL" if value is None or value == "" else quoted(value)


def read_lake(golden: Golden, *rows: dict[str, Any], narrowed: bool = True) -> list[RowNews]:
    """Return what rows tell by the triggers of the golden row's kind, read as from the lake."""
    register = get_register(golden.register)
    triggers = [each for each in triggers_by_register()[register.key] if each.kind == golden.kind]
    sql = rows_sql(register, *rows)
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'")
        condition = may_tell(triggers, today=golden.today) if narrowed else "TRUE"
        asked = LakeRows(engine=engine, register=register, triggers=triggers, rows=sql, known=sql, condition=condition)
        return [*asked.news(told_on=golden.today)]


def told(news: list[RowNews]) -> set[object]:
    return {each for one in news for each in (*one.told, *one.places)}


def days_of(golden: Golden) -> str:
    """Return the column of days by which rows beside each other are compared."""
    return next(
        each.day.column
        for each in triggers_by_register()[golden.register]
        if each.kind == golden.kind and (each.needed.earlier or each.needed.no_later)
    )


@goldens
def test_the_lake_tells_what_the_row_alone_tells(golden: Golden) -> None:
    rows = [golden.row]
    if golden.span:
        column = days_of(golden)
        rows += [golden.row | {column: day} for day in golden.span if str(day) != golden.row[column]]
    wanted = {each for each in told([read(golden, but=False)]) if each.on_day == golden.on}
    assert wanted <= told(read_lake(golden, *rows))


@goldens
def test_narrowing_leaves_out_no_row_that_tells_in_time(golden: Golden) -> None:
    rows, late = [golden.row, golden.row | golden.but], list_kinds()[golden.kind].late_days
    whole = told(read_lake(golden, *rows, narrowed=False))
    in_time = {each for each in whole if 0 <= (golden.today - each.on_day).days <= late}
    assert in_time <= told(read_lake(golden, *rows))


@pytest.mark.parametrize("golden", [each for each in GOLDEN if each.but_span], ids=lambda each: each.register)
def test_other_rows_of_the_person_keep_the_lake_from_telling(golden: Golden) -> None:
    column = days_of(golden)
    others = {day for day in golden.but_span or () if str(day) != golden.row[column]}
    assert told(read_lake(golden, golden.row, *(golden.row | {column: day} for day in others))) == set()


def test_a_row_left_to_others_is_not_told() -> None:
    [golden] = [each for each in GOLDEN if each.register == "deaths"]
    [news] = read_lake(golden, golden.row)
    register, sql = get_register("deaths"), rows_sql(get_register("deaths"), golden.row)
    with duckdb.connect() as engine:
        triggers = triggers_by_register()["deaths"]
        asked = LakeRows(engine=engine, register=register, triggers=triggers, rows=sql, known=sql, skipped={news.row})
        assert [*asked.news(told_on=TODAY)] == []


def test_what_happened_before_a_day_is_left_out() -> None:
    [golden] = [each for each in GOLDEN if each.register == "deaths"]
    news = read_lake(golden, golden.row, golden.row | {"act_number": "D2", "number": SMALL, "died_on": "2026-01-01"})
    assert {each.person for each in told([*recent(news, since=golden.on)])} == {MADINA}
