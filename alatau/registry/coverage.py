"""Unknown is not zero: what it means that a register holds no row about somebody.

Where the register covers everybody and was sent in time, there is nothing. Everywhere else nobody knows, and the answer
says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q, Window
from django.db.models.functions import RowNumber

from alatau.core.journal.read import find_numbers
from alatau.registry.lake.inbox import with_inbox
from alatau.registry.lake.scan import Slice, is_before_first_load, versions_sql
from alatau.registry.lake.schema import person_name
from alatau.registry.lake.state import read_states
from alatau.registry.models import Load
from alatau.registry.people.declared import KINSHIP
from alatau.registry.values import Coverage, LoadKind, LoadState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from uuid import UUID

    import duckdb

    from alatau.registry.lake.values import Question
    from alatau.registry.values import Register

#: Loads that bring what the register's owner says; others only move or compute.
FROM_OWNER = (LoadKind.SOURCE.value, LoadKind.INBOX.value)
#: Loads looked at first: the newest is nearly always the one.
NEWEST = 5


class Known(StrEnum):
    """What a register tells of somebody."""

    RECORD = "record"  # there is a row
    NONE = "none"  # there is none, and the register would have one
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why a missing row says nothing, in the order in which it is looked for."""

    NOT_LOADED = "not_loaded"  # nothing was known from the register on that date
    NOT_COVERING = "not_covering"  # it never claimed to hold everybody
    STALE = "stale"  # it was not sent for longer than its rhythm allows


@dataclass(frozen=True, kw_only=True)
class Silence:
    """What a missing row means in one register, for one question."""

    known: Known
    why: Why | None = None
    #: The last day that the register describes, as known then.
    as_of: date | None = None
    #: It was not sent for longer than its rhythm allows, whatever a missing row means.
    is_late: bool = False


def judge_silence(registers: Sequence[Register], question: Question) -> dict[str, Silence]:
    """Return what a missing row means in each register, by its key: that there is nothing, or that nobody knows.

    Cost: some queries, however many registers.
    """
    states = read_states([register.key for register in registers], subjects=[])
    begun = [each for each in registers if not is_before_first_load(each, question, first=states[each.key].first)]
    last_days = _find_last_days([register.key for register in begun], question)
    silences = {register.key: Silence(known=Known.UNKNOWN, why=Why.NOT_LOADED) for register in registers}
    return silences | {each.key: _judge(each, question, as_of=last_days.get(each.key)) for each in begun}


def _judge(register: Register, question: Question, *, as_of: date | None) -> Silence:
    # A register tells of the days up to the one it describes, and of a few more until it is due again.
    is_late = as_of is None or question.in_force > as_of + timedelta(days=register.fresh_days)
    if register.covers is not Coverage.EVERYONE:
        return Silence(known=Known.UNKNOWN, why=Why.NOT_COVERING, as_of=as_of, is_late=is_late)
    if is_late:
        return Silence(known=Known.UNKNOWN, why=Why.STALE, as_of=as_of, is_late=True)
    return Silence(known=Known.NONE, as_of=as_of)


def _find_last_days(keys: Sequence[str], question: Question) -> dict[str, date]:
    """Return the last day that the loads known by then describe, by register."""
    found: dict[str, date] = {}
    # One of the newest is nearly always known by then; the others are read only of registers of which none was.
    for place in (Q(place__lte=NEWEST), Q(place__gt=NEWEST)):
        loads = _list_deliveries([key for key in keys if key not in found], place)
        numbers = find_numbers([line_id for _key, _as_of, line_id in loads if line_id])
        for key, as_of, line_id in loads:
            if line_id in numbers and numbers[line_id] <= question.known.number:
                found.setdefault(key, as_of)
    return found


def _list_deliveries(keys: Sequence[str], place: Q) -> list[tuple[str, date, UUID | None]]:
    """Return the owners' loads of registers, those that describe the latest days first."""
    newest_first = Window(RowNumber(), partition_by="register_key", order_by=["-as_of", "-number"])
    loads = Load.objects.filter(register_key__in=keys, state=LoadState.ANNOUNCED.value, kind__in=FROM_OWNER)
    placed = loads.annotate(place=newest_first).filter(place).order_by("register_key", "place")
    return [*placed.values_list("register_key", "as_of", "line_id")]


def known_sql(
    engine: duckdb.DuckDBPyConnection,
    register: Register,
    question: Question,
    *,
    people: str,
    buckets: Collection[int] | None = None,
) -> str:
    """Return SQL for `person`, `known` and `why` of every person that a relation names in its column `person`.

    One pass over the register's rows of the buckets, whose people `people` names; over those of all buckets where a row
    is also of whom it names.
    """
    silence = judge_silence([register], question)[register.key]
    why = f"'{silence.why.value}'" if silence.why else "NULL"
    if silence.why is Why.NOT_LOADED:
        return f"SELECT person, '{Known.UNKNOWN.value}' AS known, {why} AS why FROM ({people})"
    holders = _holders_sql(engine, register, question, buckets=buckets)
    return (
        f"SELECT p.person, CASE WHEN r.subject IS NULL THEN '{silence.known.value}' ELSE '{Known.RECORD.value}' END"
        f" AS known, CASE WHEN r.subject IS NULL THEN {why} END AS why FROM ({people}) AS p"
        f" LEFT JOIN ({holders}) AS r ON r.subject = p.person::VARCHAR"
    )


def _holders_sql(
    engine: duckdb.DuckDBPyConnection, register: Register, question: Question, *, buckets: Collection[int] | None
) -> str:
    """Return SQL for everybody whose row it is: the subjects, and those whom rows of anybody name."""
    if not register.also_about:
        rows = with_inbox(engine, register, question, wanted=Slice(buckets=buckets, columns=()))
        return f"SELECT DISTINCT subject::VARCHAR AS subject FROM ({rows})"
    names = [person_name(register.columns[name]) for name in register.also_about]
    rows = with_inbox(engine, register, question, wanted=Slice(columns=names))
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE held_{register.key} AS SELECT subject, {', '.join(names)} FROM ({rows})"
    )
    selects = [f"SELECT subject::VARCHAR AS subject, NULL::VARCHAR AS of_whom FROM held_{register.key}"]
    selects += [f"SELECT {name}::VARCHAR, subject::VARCHAR FROM held_{register.key}" for name in names]
    cut = versions_sql(KINSHIP, wanted=Slice(columns=["relative", "is_hidden"]))
    return (
        f"SELECT DISTINCT h.subject FROM ({' UNION ALL '.join(selects)}) AS h ANTI JOIN"
        # A bond that an adoption cut is told to nobody.
        f" (SELECT subject::VARCHAR AS one, relative::VARCHAR AS other FROM ({cut}) WHERE is_hidden) AS c"
        " ON c.one = h.of_whom AND c.other = h.subject WHERE h.subject IS NOT NULL"
    )
