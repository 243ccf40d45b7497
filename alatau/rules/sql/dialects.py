"""Where the two engines write the same operation differently. Everything else is the same text on both.

Whole numbers of up to 18 figures are BIGINT; wider ones are HUGEINT on DuckDB and DECIMAL(38,0) on Spark, which both
compute exactly. No floating point is ever used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Figures that fit a BIGINT whatever they are.
NARROW_FIGURES = 18


class Dialect(Protocol):
    """How an engine writes what the other one writes differently."""

    key: str
    #: Type of whole numbers with more figures than a BIGINT holds.
    wide: str
    #: Type of texts.
    text: str
    #: Type in which ids of people lie in files.
    person: str

    def name(self, name: str) -> str:
        """Return a name of a column in its quotes."""

    def quotient(self, number: str, divisor: str) -> str:
        """Return the whole quotient of two whole numbers that are not below zero."""

    def whole_part(self, number: str) -> str:
        """Return a decimal without its places, cut towards zero."""

    def add_months(self, day: str, count: str) -> str:
        """Return the same day so many months later, or the last one of a shorter month."""

    def add_days(self, day: str, count: str) -> str:
        """Return the day so many days later."""

    def days_between(self, first: str, second: str) -> str:
        """Return days from one day to another."""

    def month_start(self, day: str) -> str:
        """Return the first day of the day's month."""

    def day_of_moment(self, moment: str, offset_seconds: str) -> str:
        """Return the city's day of a moment."""

    def starts_with(self, text: str, signs: str) -> str:
        """Tell whether a text begins so."""

    def whole_number_of(self, text: str) -> str:
        """Return the whole number that a text writes; NULL where it writes none."""

    def months_apart(self, start: str, end: str) -> str:
        """Return how many firsts of a month lie after one day up to another."""

    def wide_sum(self, number: str) -> str:
        """Return the sum of whole numbers, in the wide type."""

    def last_row(self, keys: Sequence[str], *, where: str) -> str:
        """Return the greatest of rows compared by several keys."""

    def part_of_row(self, row: str, number: int) -> str:
        """Return a key of such a row."""


class DuckDB:
    """DuckDB, embedded."""

    key = "duckdb"
    wide = "HUGEINT"
    text = "VARCHAR"
    person = "UUID"

    def name(self, name: str) -> str:
        return f'"{name}"'

    def quotient(self, number: str, divisor: str) -> str:
        return f"({number} // {divisor})"

    def whole_part(self, number: str) -> str:
        return f"trunc({number})"

    def add_months(self, day: str, count: str) -> str:
        return f"CAST({day} + to_months(CAST({count} AS INTEGER)) AS DATE)"

    def add_days(self, day: str, count: str) -> str:
        return f"CAST({day} + CAST({count} AS INTEGER) AS DATE)"

    def days_between(self, first: str, second: str) -> str:
        return f"date_diff('day', {first}, {second})"

    def month_start(self, day: str) -> str:
        return f"CAST(date_trunc('month', {day}) AS DATE)"

    def day_of_moment(self, moment: str, offset_seconds: str) -> str:
        # Without the library of time zones: the zone's distance from UTC on the day in force is enough for days.
        micros = f"(epoch_us({moment}) + {offset_seconds} * 1000000)"
        days = f"(({micros} - (({micros} % 86400000000 + 86400000000) % 86400000000)) // 86400000000)"
        return f"(DATE '1970-01-01' + CAST({days} AS INTEGER))"

    def starts_with(self, text: str, signs: str) -> str:
        return f"starts_with({text}, {signs})"

    def whole_number_of(self, text: str) -> str:
        return f"CASE WHEN regexp_full_match({text}, '[0-9]{{1,17}}') THEN TRY_CAST({text} AS BIGINT) END"

    def months_apart(self, start: str, end: str) -> str:
        return f"date_diff('month', {start}, {end})"

    def wide_sum(self, number: str) -> str:
        # Sums of a BIGINT are wide by themselves, and take half the time of sums of wide numbers.
        return f"sum({number})"

    def last_row(self, keys: Sequence[str], *, where: str) -> str:
        parts = ", ".join(f"k{number} := {key}" for number, key in enumerate(keys))
        return f"max(struct_pack({parts})){where}"

    def part_of_row(self, row: str, number: int) -> str:
        return f"({row}).k{number}"


class Spark:
    """Apache Spark, where a nation outgrows one machine."""

    key = "spark"
    wide = "DECIMAL(38,0)"
    text = "STRING"
    person = "STRING"

    def name(self, name: str) -> str:
        return f"`{name}`"

    def quotient(self, number: str, divisor: str) -> str:
        return f"({number} div {divisor})"

    def whole_part(self, number: str) -> str:
        return f"CAST({number} AS BIGINT)"

    def add_months(self, day: str, count: str) -> str:
        return f"add_months({day}, CAST({count} AS INT))"

    def add_days(self, day: str, count: str) -> str:
        return f"date_add({day}, CAST({count} AS INT))"

    def days_between(self, first: str, second: str) -> str:
        return f"CAST(datediff({second}, {first}) AS BIGINT)"

    def month_start(self, day: str) -> str:
        return f"trunc({day}, 'MM')"

    def day_of_moment(self, moment: str, offset_seconds: str) -> str:
        seconds = f"(unix_seconds({moment}) + {offset_seconds})"
        return f"date_add(DATE '1970-01-01', CAST(floor({seconds} / 86400) AS INT))"

    def starts_with(self, text: str, signs: str) -> str:
        return f"startswith({text}, {signs})"

    def whole_number_of(self, text: str) -> str:
        return f"CASE WHEN {text} RLIKE '^[0-9]{{1,17}}$' THEN try_cast({text} AS BIGINT) END"

    def months_apart(self, start: str, end: str) -> str:
        return f"((year({end}) - year({start})) * 12 + month({end}) - month({start}))"

    def wide_sum(self, number: str) -> str:
        return f"sum(CAST({number} AS {self.wide}))"

    def last_row(self, keys: Sequence[str], *, where: str) -> str:
        parts = ", ".join(f"'k{number}', {key}" for number, key in enumerate(keys))
        return f"max(named_struct({parts})){where}"

    def part_of_row(self, row: str, number: int) -> str:
        return f"({row}).k{number}"


DIALECTS: dict[str, Dialect] = {"duckdb": DuckDB(), "spark": Spark(), "pyspark": Spark()}
