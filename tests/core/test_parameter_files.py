"""Parameter files as spreadsheets save them, and questions at the edges of tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.errors import ParameterNotKnownError
from alatau.core.parameters import (
    COLUMNS,
    Parameter,
    ParameterFileError,
    ParameterTable,
    load_parameters,
    parameter,
    parameter_table,
)

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ",".join(COLUMNS)
INDEX = 'mci,KZT,2026-01-01,,4325,"Law 239-VIII, 8 December 2025"'
NEW_YEAR = date(2026, 1, 1)
days = st.dates(date(2000, 1, 1), date(2040, 1, 1))


def load(folder: Path, content: bytes) -> object:
    path = folder / "parameters.csv"
    path.write_bytes(content)
    return load_parameters(path)


def row(**changes: object) -> Parameter:
    plain = Parameter(name="a", unit="KZT", valid_from=NEW_YEAR, valid_until=None, value=Decimal(1), source="Law 1")
    return replace(plain, **changes)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read_as_any_spreadsheet_saves_it(tmp_path: Path, mark: str, end: str) -> None:
    book = load(tmp_path, f"{mark}{HEADER}{end}{INDEX}{end}".encode())

    assert book.find("mci", on=NEW_YEAR).value == 4325
    assert book.find("mci", on=NEW_YEAR).source == "Law 239-VIII, 8 December 2025"


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    rows = f"{HEADER}\n{INDEX}\nmrp,KZT,2026-01-01,,4325,Закон\n"
    with pytest.raises(ParameterFileError, match=r"line 3.*save the file as CSV in UTF-8"):
        load(tmp_path, rows.encode("cp1251"))


def test_an_empty_file_is_refused_for_its_columns(tmp_path: Path) -> None:
    with pytest.raises(ParameterFileError, match="line 1, column header"):
        load(tmp_path, b"")


def test_a_file_of_columns_alone_holds_no_parameters(tmp_path: Path) -> None:
    assert load(tmp_path, HEADER.encode()).by_name == {}


@pytest.mark.parametrize(("name", "column"), [("gift[3..1]", "name"), ("gift[0..-1]", "name"), ("gift[..3]", "name")])
def test_a_range_that_covers_no_number_is_refused(tmp_path: Path, name: str, column: str) -> None:
    with pytest.raises(ParameterFileError, match=f"line 2, column {column}"):
        load(tmp_path, f"{HEADER}\n{name},KZT,2026-01-01,,5,Law 1\n".encode())


@pytest.mark.parametrize(
    ("name", "covered", "left_out"),
    [
        ("gift[4]", [4], [3, 5]),
        ("gift[4..6]", [4, 6], [3, 7]),
        ("gift[4..]", [4, 10**6], [3]),
        ("gift[-1..1]", [0], [2]),
    ],
)
def test_a_row_of_a_table_covers_its_numbers_and_no_other(
    tmp_path: Path, name: str, covered: list[int], left_out: list[int]
) -> None:
    table = load(tmp_path, f"{HEADER}\n{name},KZT,2026-01-01,,5,Law 1\n".encode()).table("gift", on=NEW_YEAR)

    assert [table[number] for number in covered] == [5] * len(covered)
    for number in left_out:
        with pytest.raises(ParameterNotKnownError):
            table[number]


def test_a_row_of_a_table_is_no_answer_to_a_plain_question(tmp_path: Path) -> None:
    book = load(tmp_path, f"{HEADER}\ngift[1..],KZT,2026-01-01,,5,Law 1\nmci,KZT,2026-01-01,,5,Law 1\n".encode())

    assert book.find("gift", on=NEW_YEAR) is None
    assert book.table("mci", on=NEW_YEAR) == ParameterTable("mci", ())


def test_rows_are_kept_by_day_whatever_their_order_in_the_file(tmp_path: Path) -> None:
    rows = ["a,KZT,2026-01-01,,6,L2", "a,KZT,2025-01-01,2026-01-01,5,L1"]
    book = load(tmp_path, "\n".join([HEADER, *rows]).encode())

    assert [each.value for each in book.by_name["a"]] == [5, 6]


@pytest.mark.parametrize("name", ["no_such_rate", "", "MCI"])
def test_an_unknown_name_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(ParameterNotKnownError, match="has not been published for that day"):
        parameter(name, on=NEW_YEAR)
    with pytest.raises(ParameterNotKnownError):
        parameter_table(name, on=NEW_YEAR)


def test_the_refusal_names_parameter_and_day_to_programs() -> None:
    with pytest.raises(ParameterNotKnownError) as refused:
        parameter("mci", on=date(1900, 1, 1))

    assert refused.value.facts == {"name": "mci", "on": date(1900, 1, 1)}


@given(first=days, second=days, length=st.integers(1, 4000), other_length=st.integers(1, 4000))
def test_two_spans_overlap_when_a_day_lies_in_both(first: date, second: date, length: int, other_length: int) -> None:
    one = row(valid_from=first, valid_until=first + timedelta(days=length))
    other = row(valid_from=second, valid_until=second + timedelta(days=other_length))
    common_day = max(first, second)

    assert one.overlaps(other) == (one.holds_on(common_day) and other.holds_on(common_day))
    assert one.overlaps(other) == other.overlaps(one)


@given(lows=st.tuples(st.integers(0, 20), st.integers(0, 20)), widths=st.tuples(st.integers(0, 9), st.integers(0, 9)))
def test_rows_of_a_table_overlap_when_they_share_a_number(lows: tuple[int, int], widths: tuple[int, int]) -> None:
    one, other = (row(low=low, high=low + width) for low, width in zip(lows, widths, strict=True))

    assert one.overlaps(other) == any(one.covers(number) and other.covers(number) for number in range(40))
