"""What tests of life events share: rows that come alone or in loads, and what became of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine, SealedLine
from alatau.core.journal.window import Window
from alatau.core.models import JournalLine
from alatau.core.values import system_actor
from alatau.registry.declare import get_register
from alatau.registry.lake.connect import open_engine, quoted
from alatau.registry.lake.identity import identity_digest
from alatau.registry.lake.layout import Part, bucket_of_slot, slot_of_subject
from alatau.registry.lake.protocol import announce_load, commit_files, plan_load, writer
from alatau.registry.lake.schema import Field, names_of, part_fields
from alatau.registry.lake.values import Counts
from alatau.registry.lake.write import write_part
from alatau.registry.models import InboxRow
from alatau.registry.values import LoadKind
from alatau.services.events.follow import follow_rows
from alatau.services.events.kinds import triggers_by_register
from alatau.services.events.settle import settle
from alatau.services.events.telling import RowNews, RowSeen, read_row
from alatau.services.models import LifeEvent
from tests.registry.lake.stage import seal_journal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.services.events.lives import Settled

BY = system_actor("services.tests")
AIGERIM = UUID("11111111-1111-4111-8111-111111111111")
BOLAT = UUID("22222222-2222-4222-8222-222222222222")
CHILD = UUID("33333333-3333-4333-8333-333333333333")
TWIN = UUID("44444444-4444-4444-8444-444444444444")
BUCKETS = 4
NEWS = ("registry.load.announced", "registry.row.received")


def ago(days: int) -> date:
    """Return the city's day so many days ago."""
    return read_clocks().city_day - timedelta(days=days)


def plain(row: Mapping[str, object]) -> dict[str, object]:
    """Return a row's values as the inbox keeps them."""
    return {
        name: value if isinstance(value, (bool, int)) or value is None else str(value) for name, value in row.items()
    }


def seen(key: str, **row: object) -> RowNews:
    """Return what a row tells, as one that came alone."""
    register = get_register(key)
    values = plain(row)
    return read_row(
        RowSeen(
            register=register,
            row=identity_digest(register, values),
            subject=str(row.get(register.subject, "")),
            columns=values,
            told_on=ago(0),
            triggers=[trigger for trigger in triggers_by_register()[key] if trigger.is_alone],
        )
    )


def settle_rows(*news: RowNews) -> Settled:
    """Settle news in a transaction of their own."""
    with transaction.atomic():
        return settle(news, by=BY, at=read_clocks())


def notice(number: str = "N1", **changes: object) -> RowNews:
    """Return the news of a maternity ward's notice about Aigerim's child, born three days ago."""
    row = {"notice_number": number, "mother_number": AIGERIM, "born_at": f"{ago(3)}T09:00:00+00:00"}
    return seen("birth_notices", **row | changes)


def act(number: str = "A1", **changes: object) -> RowNews:
    """Return the news of the birth act of the same child."""
    row = {
        "act_number": number,
        "child_number": CHILD,
        "mother_number": AIGERIM,
        "father_number": BOLAT,
        "born_on": ago(3),
        "status": "valid",
    }
    return seen("births", **row | changes)


def events() -> set[tuple[str, UUID, date, str]]:
    """Return all events by what happened, to whom, when, and how they stand."""
    return {*LifeEvent.objects.values_list("kind", "person_id", "on_day", "status")}


def lines() -> list[str]:
    """Return what the journal was told of events, in order."""
    told = JournalLine.objects.filter(action__contains="event.").order_by("position")
    return [*told.values_list("action", flat=True)]


def bring(key: str, **row: object) -> UUID:
    """Let a row come alone, as a system that pushes would."""
    register, at, row_id = get_register(key), read_clocks(), uuid4()
    values, subject = plain(row), row.get(register.subject, "")
    line = NewLine(
        kind=LineKind.EVENT,
        action="registry.row.received",
        actor=BY,
        subject_id=subject if isinstance(subject, UUID) else None,
        body={"register": key, "bucket": 0, "digest": ""},
        id=row_id,
    )
    with transaction.atomic():
        InboxRow.objects.create(
            id=row_id,
            register_key=key,
            subject=str(subject),
            bucket=0,
            columns=values,
            sealed=b"",
            valid_from=ago(0),
            received_at=at.wall_at,
            line_id=row_id,
            identity=identity_digest(register, values),
            digest="",
        )
        append_lines([line], at=at)
    return row_id


def read_news(after: int = 0) -> list[SealedLine]:
    """Return the lines that events are detected from."""
    found: list[SealedLine] = []
    window, position = Window(), after
    while some := window.read(position):
        found += [line for line in some if line.action in NEWS]
        position = some[-1].number
    return found


def follow() -> Settled:
    """Hand all news to the room, as its listener does."""
    seal_journal()
    with transaction.atomic():
        return follow_rows(read_news(), by=BY, at=read_clocks())


def load(key: str, *rows: dict[str, object], closes: tuple[tuple[int, int, UUID], ...] = ()) -> int:
    """Announce one load of rows written by hand; `closes` are (load, line, subject) of rows that are gone."""
    register, at = get_register(key), read_clocks()
    with writer(key), open_engine() as engine:
        begun = plan_load(register, kind=LoadKind.SOURCE, as_of=ago(0), at=at)
        parts = {
            Part.ROWS: [_whose(row[register.subject]) | {"line": n} | row for n, row in enumerate(rows, 1)],
            Part.MARKS: [_whose(whose) | {"row_load": old, "row_line": line} for old, line, whose in closes],
        }
        files = []
        for part, values in parts.items():
            fields = [*part_fields(register, part), Field("bucket", "INTEGER")]
            listed = ", ".join(_values_sql(fields, {"load": begun.number} | row) for row in values)
            query = f"SELECT * FROM (VALUES {listed}) AS t ({names_of(fields)})"
            files += write_part(engine, query, register=register, part=part, load=begun.number) if values else []
        counts = Counts(read=len(rows), accepted=len(rows), closed=len(closes))
        commit_files(begun, files, counts, register=register)
        announce_load(begun, by=BY, at=at)
    seal_journal()
    return begun.number


def _whose(subject: object) -> dict[str, object]:
    slot = slot_of_subject(subject)
    return {"subject": subject, "slot": slot, "bucket": bucket_of_slot(slot, BUCKETS), "valid_from": ago(400)}


def _values_sql(fields: list[Field], row: dict[str, object]) -> str:
    return "(" + ", ".join(_literal(row.get(field.name), field.type) for field in fields) + ")"


def _literal(value: object, kind: str) -> str:
    return f"NULL::{kind}" if value is None else f"{quoted(value)}::{kind}"
