"""The law's numbers by date, and what is refused in their file."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.core.errors import ParameterNotKnownError
from alatau.core.parameters import ParameterFileError, load_parameters, parameter, parameter_table

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "name,unit,valid_from,valid_until,value,source\n"
BOOK = content().parameters
ROWS = [row for rows in BOOK.by_name.values() for row in rows]


def refusal(folder: Path, rows: str, *, header: str = HEADER) -> str:
    path = folder / "parameters.csv"
    path.write_text(header + rows, encoding="utf-8")
    with pytest.raises(ParameterFileError) as refused:
        load_parameters(path)
    return str(refused.value)


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2025, 12, 31), 3932), (date(2026, 1, 1), 4325), (date(2026, 12, 31), 4325), (date(2024, 2, 29), 3692)],
)
def test_the_index_changes_on_the_first_of_january(day: date, value: int) -> None:
    assert parameter("mci", on=day) == value


def test_the_two_subsistence_minimums_stay_apart() -> None:
    assert parameter("subsistence_minimum_budget", on=date(2025, 8, 1)) == 46228
    assert parameter("subsistence_minimum_statistical_national", on=date(2025, 8, 1)) == 60878


def test_a_value_is_never_carried_over_to_days_without_one() -> None:
    with pytest.raises(ParameterNotKnownError) as refused:
        parameter("mci", on=date(2027, 1, 1))
    assert refused.value.facts == {"name": "mci", "on": date(2027, 1, 1)}
    assert BOOK.find("mci", on=date(2027, 1, 1)) is None


@pytest.mark.parametrize(("children", "multiple"), [(1, "38"), (3, "38"), (4, "63"), (11, "63")])
def test_a_table_answers_for_each_number_it_covers(children: int, multiple: str) -> None:
    assert parameter_table("birth_grant", on=date(2026, 1, 1))[children] == Decimal(multiple)


def test_a_table_refuses_a_number_it_does_not_cover() -> None:
    with pytest.raises(ParameterNotKnownError):
        parameter_table("large_family_allowance", on=date(2026, 1, 1))[3]
    with pytest.raises(ParameterNotKnownError):
        parameter_table("birth_grant", on=date(1999, 1, 1))


@given(row=st.sampled_from(ROWS), days=st.integers(0, 10_000))
def test_every_row_answers_for_exactly_its_own_days(row: object, days: int) -> None:
    day = row.valid_from + timedelta(days=days)
    answers = [other for other in BOOK.by_name[row.name] if other.low == row.low and other.holds_on(day)]
    assert len(answers) <= 1
    assert (row in answers) == (row.valid_until is None or day < row.valid_until)
    assert not row.holds_on(row.valid_from - timedelta(days=1))


def test_every_parameter_has_a_unit_and_a_source() -> None:
    assert len(ROWS) >= 241
    assert [row.name for row in ROWS if not row.unit or len(row.source) < 5] == []


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("mci,KZT,2026-01-01,,many,Law 1\n", "line 2, column value: value is 'many'"),
        ("mci,KZT,2026-01-01,,NaN,Law 1\n", "column value"),
        ("mci,KZT,1 May,,5,Law 1\n", "column valid_from: valid_from is '1 May'; write a day as 2026-01-31"),
        ("mci,KZT,2026-01-01,2026-01-01,5,Law 1\n", "column valid_until: valid_until is not after valid_from"),
        ("mci,,2026-01-01,,5,Law 1\n", "column unit: unit is empty"),
        ("mci,KZT,2026-01-01,,5,\n", "column source: source is empty"),
        ("MCI,KZT,2026-01-01,,5,Law 1\n", "column name"),
        ("mci[1-3],KZT,2026-01-01,,5,Law 1\n", "column name"),
        ("mci,KZT,2026-01-01,,5,Law 1, article 2\n", "put quotes around commas"),
        ("mci,KZT,2025-01-01,,5,L1\nmci,KZT,2026-01-01,,6,L2\n", "line 3, column valid_from: valid_from overlaps"),
        ("mci,KZT,2025-01-01,2026-01-01,5,L1\nmci,USD,2026-01-01,,6,L2\n", "line 3, column unit"),
        ("gift[1..3],MCI,2025-01-01,,5,L1\ngift[3..],MCI,2025-01-01,,6,L2\n", "line 3, column valid_from"),
        ("gift,MCI,2025-01-01,2026-01-01,5,L1\ngift[3..],MCI,2026-01-01,,6,L2\n", "line 3, column name"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_line_and_column(tmp_path: Path, rows: str, sentence: str) -> None:
    message = refusal(tmp_path, rows)
    assert message.startswith("parameters.csv, line ")
    assert sentence in message


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    assert "the columns must be name, unit" in refusal(tmp_path, "", header="name,value\n")


def test_rows_that_touch_do_not_overlap(tmp_path: Path) -> None:
    path = tmp_path / "parameters.csv"
    path.write_text(HEADER + "a,KZT,2025-01-01,2026-01-01,5,L1\na,KZT,2026-01-01,,6,L2\n", encoding="utf-8")
    book = load_parameters(path)
    assert [book.find("a", on=day).value for day in (date(2025, 12, 31), date(2026, 1, 1))] == [5, 6]
