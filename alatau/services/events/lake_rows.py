"""Rows of the lake as news: those of one load, those of some people, or those whose day has come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from alatau.registry.lake.identity import digest_texts, identity_sql
from alatau.registry.lake.layout import is_about_people
from alatau.registry.values import ColumnType
from alatau.services.events.days import read_day
from alatau.services.events.narrow import fits_sql, used_columns
from alatau.services.events.telling import RowSeen, read_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import duckdb

    from alatau.registry.values import Register
    from alatau.services.events.telling import RowNews
    from alatau.services.events.values import Trigger

#: What a city tells of longer ago when it opens has been seen to without it.
FRESH = timedelta(days=31)
#: Rows that are fetched together.
FETCH = 5_000


@dataclass(frozen=True, kw_only=True)
class LakeRows:
    """Rows of a register, and all rows as they are known, for triggers that ask for others of the same person."""

    engine: duckdb.DuckDBPyConnection
    register: Register
    triggers: Sequence[Trigger]
    #: SQL for the rows, with what is private, and for all that are known of those people.
    rows: str
    known: str
    #: SQL that keeps those rows that may tell of something.
    condition: str = "TRUE"
    #: Digests of rows that are left to others.
    skipped: Collection[str] = frozenset()

    def news(self, *, told_on: date) -> Iterator[RowNews]:
        """Give what the rows tell, some thousands in memory at a time."""
        names, columns = identity_sql(self.register, "r."), used_columns(self.triggers)
        beside = [trigger for trigger in self.triggers if trigger.needed.earlier or trigger.needed.no_later]
        chosen = ["r.subject::VARCHAR", *names, *(self._chosen(name) for name in columns)]
        chosen += [f"{each}_{number}" for number in range(len(beside)) for each in ("first", "last")]
        found = self.engine.execute(
            f"SELECT {', '.join(chosen)} FROM (SELECT * FROM ({self.rows}) WHERE {self.condition}) AS r"
            f" {' '.join(self._spans(beside))}"
        )
        ends = 1 + len(names), 1 + len(names) + len(columns)
        while some := found.fetchmany(FETCH):
            for row in some:
                values = dict(zip(columns, row[ends[0] : ends[1]], strict=True))
                unmet = [
                    each
                    for number, each in enumerate(beside)
                    if not is_met(each, values, span=row[ends[1] + 2 * number : ends[1] + 2 * number + 2])
                ]
                digest = digest_texts(self.register, row[1 : ends[0]])
                if digest not in self.skipped:
                    yield self._read(row[0] or "", digest, values, unmet=unmet, told_on=told_on)

    def _chosen(self, name: str) -> str:
        """Return SQL for a column: moments as text, since DuckDB would need a library for them."""
        column = self.register.columns.get(name)
        return f'r."{name}"::VARCHAR' if column and column.type is ColumnType.MOMENT else f'r."{name}"'

    def _read(
        self, subject: str, digest: str, values: Mapping[str, Any], *, unmet: Sequence[Trigger], told_on: date
    ) -> RowNews:
        seen = RowSeen(
            register=self.register,
            row=digest,
            subject=subject,
            columns=values,
            told_on=told_on,
            triggers=[trigger for trigger in self.triggers if trigger not in unmet],
        )
        return read_row(seen)

    def _spans(self, beside: Sequence[Trigger]) -> Iterator[str]:
        """Give joins with the first and the last day of all rows about a person that a trigger would count."""
        for number, trigger in enumerate(beside):
            fits = " AND ".join(fits_sql(trigger)) or "TRUE"
            day = f'"{trigger.day.column}"::DATE'
            yield (
                f"LEFT JOIN (SELECT subject AS whose_{number}, min({day}) AS first_{number}, max({day}) AS"
                f" last_{number} FROM ({self.known}) WHERE {fits} GROUP BY ALL) ON whose_{number} = r.subject"
            )


def subjects_of(register: Register, texts: Iterable[str]) -> list[UUID | str]:
    """Return subjects as the lake looks for them: people by their ids, all others by number or code."""
    return [UUID(text) if is_about_people(register) else text for text in texts]


def recent(news: Iterable[RowNews], *, since: date) -> Iterator[RowNews]:
    """Give the news without what they tell of earlier days."""
    for each in news:
        told = tuple(told for told in each.told if told.on_day >= since)
        places = tuple(told for told in each.places if told.on_day >= since)
        yield replace(each, told=told, places=places)


def is_met(trigger: Trigger, row: Mapping[str, object], *, span: Sequence[date | None]) -> bool:
    """Tell whether the person's other rows are as the trigger needs them."""
    own, (first, last) = read_day(row.get(trigger.day.column)), span
    if own is None:
        return False
    is_first, is_last = first is None or own <= first, last is None or own >= last
    return not (trigger.needed.earlier and is_first) and not (trigger.needed.no_later and not is_last)
