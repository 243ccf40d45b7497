"""A row that comes alone is read and refused exactly as the same row of a file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alatau.registry.ingest.convert.types import read_value as read_sql
from alatau.registry.ingest.values import Shape
from alatau.registry.rows.types import is_blank, read_value
from alatau.registry.values import Column, ColumnType, PersonalClass

FIRST, LAST = date(1800, 1, 1), date(2999, 12, 31)
SPACES = st.sampled_from(["", " ", "\u00a0", "\t", "\n", "\ufeff", "\v"])
figures = st.from_regex(r"[+-]?[0-9]{1,20}([., \u00a0][0-9]{0,5}){0,3}", fullmatch=True)
days = st.one_of(
    st.dates().map(str),
    st.dates(FIRST, LAST).map(lambda day: f"{day.day}.{day.month:02}.{day.year}"),
    st.from_regex(r"[0-9]{1,4}[-.][0-9]{1,2}([-.][0-9]{1,4}([ T]00:00(:00)?)?)?", fullmatch=True),
)
moments = st.one_of(
    st.builds(lambda day, clock: f"{day} {clock}", st.dates(date(1801, 1, 1), date(2998, 1, 1)), st.times()),
    st.from_regex(
        r"20[0-9]{2}-0[1-9]-[0-2][0-9][ T][0-2][0-9]:[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?( ?Z|[+-]0[0-9](:?00)?)?",
        fullmatch=True,
    ),
    st.from_regex(r"[0-3][0-9]\.[01][0-9]\.20[0-9]{2} [0-2][0-9]:[0-5][0-9](:[0-5][0-9])?", fullmatch=True),
)
words = st.sampled_from(["yes", "Да", "иә", "نعم", "no", "НЕТ", "жоқ", "t", "0", "1", "maybe", "a", "b", "A"])
plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
texts = st.tuples(SPACES, st.one_of(figures, days, moments, words, plain), SPACES).map("".join)
#: Types that are read, not looked up.
READ = [
    *(ColumnType.TEXT, ColumnType.DAY, ColumnType.MONTH, ColumnType.YEAR, ColumnType.MOMENT),
    *(ColumnType.WHOLE_NUMBER, ColumnType.DECIMAL, ColumnType.AMOUNT, ColumnType.YES_NO, ColumnType.CHOICE),
]


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'; SET threads = 1")
        yield connection


def column_of(kind: ColumnType) -> Column:
    return Column(
        name="x",
        type=kind,
        personal_class=PersonalClass.ORDINARY,
        unit="KZT" if kind is ColumnType.AMOUNT else "",
        choices=("a", "b") if kind is ColumnType.CHOICE else (),
    )


@pytest.mark.parametrize("kind", READ)
@given(given=st.lists(texts, min_size=8, max_size=8))
@example(
    given=["1 234 567,80", "999 999 999 999 999 999 999", "2026-02-30", "31.12.2026", "3.2026", "24:00", "1e5", "²"]
)
@settings(max_examples=12)
def test_text_is_read_as_in_a_file(kind, given, engine):
    column = column_of(kind)
    cases = ", ".join(f"({place}, ?)" for place, _ in enumerate(given))
    query = f"SELECT {read_sql(column, 'raw', Shape.TEXT)} FROM (VALUES {cases}) AS t (place, raw) ORDER BY place"
    found = engine.execute(query, given).to_arrow_table().column(0).to_pylist()
    expected = [bounded(kind, value) for value in found]
    assert dict(zip(given, [read_value(column, each) for each in given], strict=True)) == dict(
        zip(given, expected, strict=True)
    )


def bounded(kind, value):
    """Files bound their days after reading them; moments come back in the zone of the session."""
    if kind in (ColumnType.DAY, ColumnType.MONTH) and isinstance(value, date):
        return value if FIRST <= value <= LAST else None
    return value.astimezone(UTC) if isinstance(value, datetime) else value


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (ColumnType.AMOUNT, 12345, 12345),
        (ColumnType.AMOUNT, "123.45", 12345),
        (ColumnType.AMOUNT, 1.5, None),
        (ColumnType.AMOUNT, 2**63, None),
        (ColumnType.DECIMAL, 7, Decimal(7)),
        (ColumnType.DECIMAL, 0.25, Decimal("0.25")),
        (ColumnType.WHOLE_NUMBER, 3.0, 3),
        (ColumnType.WHOLE_NUMBER, 3.5, None),
        (ColumnType.WHOLE_NUMBER, True, None),
        (ColumnType.YES_NO, True, True),
        (ColumnType.YES_NO, 0, False),
        (ColumnType.YEAR, 2026, 2026),
        (ColumnType.DAY, 20260101, None),
        (ColumnType.TEXT, 17, "17"),
        (ColumnType.TEXT, True, "true"),
    ],
)
def test_values_with_types_are_read_as_they_are(kind, given, value):
    assert read_value(column_of(kind), given) == value


@given(SPACES)
def test_spaces_alone_are_nothing(text):
    assert is_blank(text) == (read_value(column_of(ColumnType.TEXT), text) is None)
