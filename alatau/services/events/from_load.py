"""What a load of a register tells: its new rows, and those that it closed. Only the worker may ask."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.journal.read import last_number
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.identity import digest_texts, identity_sql, is_identity_private
from alatau.registry.lake.inbox import versions_known
from alatau.registry.lake.layout import Part
from alatau.registry.lake.registers import get_lake_register
from alatau.registry.lake.scan import EVERYTHING, Slice, union_sql
from alatau.registry.lake.sight import look_at
from alatau.services.events.kinds import triggers_by_register
from alatau.services.events.lake_rows import FRESH, LakeRows, recent, subjects_of
from alatau.services.events.narrow import may_tell
from alatau.services.events.of_place import with_people_of_places
from alatau.services.events.settle import settle_many
from alatau.services.events.telling import close_row
from alatau.services.models.events import EventSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.log import LakeFile
    from alatau.registry.lake.sight import Sight
    from alatau.registry.values import Register
    from alatau.services.events.telling import RowNews
    from alatau.services.events.values import Trigger

#: Up to so many subjects their own rows are opened; for more all rows are read once.
FEW = 2_000
#: Holds subjects of which something was told: what a load says of them is read whatever it says.
SUBJECTS = "event_subjects"


def read_load(key: str, load: int, *, as_of: date, by: Actor, at: Moment) -> int:
    """Settle what a load of a register tells, and return how many events were detected. Safe to repeat."""
    register = get_lake_register(key)
    sight, triggers = look_at(key), triggers_by_register()[key]
    with open_engine() as engine:
        known_subjects = _lay_subjects(engine, register)
        rows = _rows_of_load(register, sight, load=load)
        wanted = _people_of(engine, register, rows) if _asks_for_others(triggers) else EVERYTHING
        new = LakeRows(
            engine=engine,
            register=register,
            triggers=triggers,
            rows=rows,
            known=versions_known(engine, register, last_number(), wanted=wanted, sight=sight),
            condition=f"({may_tell(triggers, today=at.city_day)}) OR subject::VARCHAR IN (FROM {SUBJECTS})",
            # What came alone since is newer than any load, and was heard of by itself.
            skipped={entry.identity for entry in sight.inbox},
        )
        seen: set[str] = set()
        news = _noting(new.news(told_on=min(as_of, at.city_day)), seen)
        if _is_first(sight, load):
            news = recent(news, since=at.city_day - FRESH)
        closed = _closed_by(engine, register, sight=sight, load=load, seen=seen) if known_subjects else iter(())
        return settle_many(with_people_of_places(chain(news, closed), today=at.city_day), by=by, at=at)


def _is_first(sight: Sight, load: int) -> bool:
    """Tell whether no load before brought a row: an empty one only opens the register."""
    return not any(file.load < load or file.is_compacted for file in sight.announced_files(Part.ROWS))


def _asks_for_others(triggers: Sequence[Trigger]) -> bool:
    return any(trigger.needed.earlier or trigger.needed.no_later for trigger in triggers)


def _people_of(engine: duckdb.DuckDBPyConnection, register: Register, rows: str) -> Slice:
    """Return the part of the register that holds all rows of a load's subjects, when they are few."""
    query = f"SELECT DISTINCT subject::VARCHAR FROM ({rows}) WHERE subject IS NOT NULL LIMIT {FEW + 1}"
    subjects = [subject for (subject,) in engine.execute(query).fetchall()]
    return Slice(subjects=subjects_of(register, subjects)) if len(subjects) <= FEW else EVERYTHING


def _lay_subjects(engine: duckdb.DuckDBPyConnection, register: Register) -> int:
    """Make a table of the subjects of which rows of the register told something, and return how many there are."""
    import pyarrow as pa

    with connection.cursor() as cursor:
        query = "SELECT DISTINCT subject FROM services_eventsource WHERE register_key = %s"
        cursor.execute(query, [register.key])
        subjects = [subject for (subject,) in cursor.fetchall()]
    engine.register("event_subjects_given", pa.table({"subject": pa.array(subjects, pa.string())}))
    engine.execute(f"CREATE TEMP TABLE {SUBJECTS} AS SELECT subject FROM event_subjects_given")
    return len(subjects)


def _rows_of_load(register: Register, sight: Sight, *, load: int) -> str:
    """Return SQL for the rows that a load brought, with what is private where that names them."""
    rows = union_sql(register, Part.ROWS, (_files(sight, Part.ROWS, load=load), f"load = {load}"))
    if not is_identity_private(register):
        return rows
    private = union_sql(register, Part.PRIVATE, (_files(sight, Part.PRIVATE, load=load), f"load = {load}"))
    return _with_private(rows, private)


def _with_private(rows: str, private: str) -> str:
    names = "p.* EXCLUDE (load, line, slot, subject)"
    return f"SELECT r.*, {names} FROM ({rows}) AS r LEFT JOIN ({private}) AS p USING (load, line)"


def _files(sight: Sight, part: Part, *, load: int) -> list[LakeFile]:
    """Return the files of a load; after a compaction those that took them up."""
    files = sight.announced_files(part)
    own = [file for file in files if file.load == load and not file.is_compacted]
    return own or [file for file in files if file.is_compacted]


def _noting(news: Iterator[RowNews], seen: set[str]) -> Iterator[RowNews]:
    for each in news:
        seen.add(each.row)
        yield each


def _closed_by(
    engine: duckdb.DuckDBPyConnection, register: Register, *, sight: Sight, load: int, seen: set[str]
) -> Iterator[RowNews]:
    """Give the rows that a load closed without another in their place, of those who had told something."""
    marks = union_sql(register, Part.MARKS, (_files(sight, Part.MARKS, load=load), f"load = {load}"))
    closed = f"SELECT row_load, row_line FROM ({marks}) WHERE subject::VARCHAR IN (FROM {SUBJECTS})"
    if not engine.execute(f"SELECT count(*) FROM ({closed})").fetchall()[0][0]:
        return
    rows = union_sql(register, Part.ROWS, (sight.announced_files(Part.ROWS), "TRUE"))
    private = union_sql(register, Part.PRIVATE, (sight.listing.of(Part.PRIVATE), "TRUE"))
    texts = ", ".join(identity_sql(register))
    whole = f"SELECT r.* FROM ({rows}) AS r JOIN ({closed}) AS m ON m.row_load = r.load AND m.row_line = r.line"
    found = engine.execute(f"SELECT subject::VARCHAR, {texts} FROM ({_with_private(whole, private)})").fetchall()
    gone = {digest_texts(register, names): subject for subject, *names in found}
    told = EventSource.objects.filter(register_key=register.key, row__in=gone.keys() - seen, is_standing=True)
    for row in told.values_list("row", flat=True).distinct():
        yield close_row(register, row=row, subject=gone[row] or "")
