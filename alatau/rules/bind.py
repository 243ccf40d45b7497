"""The day, its spans and the law's numbers as typed literals of SQL."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alatau.core.content import content
from alatau.rules.sources import number_of_parameter
from alatau.rules.spans import days_of
from alatau.rules.sql.lowering import text_literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.rules.graph import Law


def bindings_of(law: Law, tokens: Iterable[str]) -> dict[str, str]:
    """Return the SQL literal of each value that a compiled plan names."""
    return {token: _literal_of(law, token) for token in tokens}


def number_in_force(law: Law, name: str) -> int:
    """Return the whole number that stands for a parameter in rules of the day."""
    row = law.sources.parameters.find(name, on=law.day, known=law.known)
    assert row is not None, "rules whose parameters are not in force are left out"
    return number_of_parameter(row, law.sources.parameter_types[name])


def rate_in_force(law: Law, name: str, place: int) -> int:
    """Return the whole number of one row of a table in force."""
    row = law.sources.parameters.table(name, on=law.day, known=law.known).rows[place]
    return number_of_parameter(row, law.sources.parameter_types[name])


def zone_offset_seconds(law: Law) -> int:
    """Return how far the city's clock is from UTC on the day."""
    noon = datetime.combine(law.day, time(12), ZoneInfo(content().time_zone))
    offset = noon.utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


def _literal_of(law: Law, token: str) -> str:
    kind, _, rest = token.partition(":")
    if kind == "day":
        return f"DATE '{law.day}'"
    if kind == "offset":
        return str(zone_offset_seconds(law))
    name, _, part = rest.partition(":")
    if kind == "parameter":
        return f"CAST({number_in_force(law, name)} AS BIGINT)"
    if kind == "table":
        return f"CAST({rate_in_force(law, name, int(part))} AS BIGINT)"
    assert kind == "span", token
    days = days_of(name, law.day)
    return text_literal(days.text) if part == "text" else f"DATE '{getattr(days, part)}'"
