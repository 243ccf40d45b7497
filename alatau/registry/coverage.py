"""Unknown is not zero: what it means that a register holds no row about somebody.

Where the register covers everybody and was sent in time, there is nothing. Everywhere else nobody knows, and the answer
says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from alatau.core.journal.read import find_numbers
from alatau.registry.lake.inbox import with_inbox
from alatau.registry.lake.scan import Slice, is_before_first_load
from alatau.registry.lake.state import read_states
from alatau.registry.models import Load
from alatau.registry.values import Coverage, LoadKind, LoadState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

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


def judge_silence(registers: Sequence[Register], question: Question) -> dict[str, Silence]:
    """Return what a missing row means in each register, by its key: that there is nothing, or that nobody knows."""
    states = read_states([register.key for register in registers], subjects=[])
    silences = {}
    for register in registers:
        if is_before_first_load(register, question, first=states[register.key].first):
            silences[register.key] = Silence(known=Known.UNKNOWN, why=Why.NOT_LOADED)
            continue
        silences[register.key] = _judge(register, question, as_of=_last_day(register, question))
    return silences


def _judge(register: Register, question: Question, *, as_of: date | None) -> Silence:
    if register.covers is not Coverage.EVERYONE:
        return Silence(known=Known.UNKNOWN, why=Why.NOT_COVERING, as_of=as_of)
    # A register tells of the days up to the one it describes, and of a few more until it is due again.
    if as_of is None or question.in_force > as_of + timedelta(days=register.fresh_days):
        return Silence(known=Known.UNKNOWN, why=Why.STALE, as_of=as_of)
    return Silence(known=Known.NONE, as_of=as_of)


def _last_day(register: Register, question: Question) -> date | None:
    """Return the last day that the loads known by then describe."""
    return next((as_of for as_of in _days_known(register, question)), None)


def _days_known(register: Register, question: Question) -> Iterator[date]:
    loads = (
        Load.objects.filter(register_key=register.key, state=LoadState.ANNOUNCED.value, kind__in=FROM_OWNER)
        .order_by("-as_of", "-number")
        .values_list("as_of", "line_id")
    )
    for part in (loads[:NEWEST], loads[NEWEST:]):
        found = [*part]
        numbers = find_numbers([line_id for _as_of, line_id in found if line_id])
        for as_of, line_id in found:
            if line_id in numbers and numbers[line_id] <= question.known.number:
                yield as_of


def known_sql(
    engine: duckdb.DuckDBPyConnection,
    register: Register,
    question: Question,
    *,
    people: str,
    buckets: Collection[int] | None = None,
) -> str:
    """Return SQL for `person`, `known` and `why` of every person that a relation names in its column `person`.

    One pass over the register's rows of the buckets, whose people `people` names.
    """
    silence = judge_silence([register], question)[register.key]
    why = f"'{silence.why.value}'" if silence.why else "NULL"
    if silence.why is Why.NOT_LOADED:
        return f"SELECT person, '{Known.UNKNOWN.value}' AS known, {why} AS why FROM ({people})"
    rows = with_inbox(engine, register, question, wanted=Slice(buckets=buckets, columns=()))
    return (
        f"SELECT p.person, CASE WHEN r.subject IS NULL THEN '{silence.known.value}' ELSE '{Known.RECORD.value}' END"
        f" AS known, CASE WHEN r.subject IS NULL THEN {why} END AS why FROM ({people}) AS p"
        f" LEFT JOIN (SELECT DISTINCT subject::VARCHAR AS subject FROM ({rows})) AS r"
        " ON r.subject = p.person::VARCHAR"
    )
