"""Correct a contested row: an official says how it should read, a second one confirms, and the register takes it in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import structlog

from alatau.access.load import access_person
from alatau.core.errors import AlatauError
from alatau.core.values import PersonId, system_actor
from alatau.registry.contest import answer_contest, keep_correction, read_correction
from alatau.registry.declare import get_register
from alatau.registry.ingest.convert.types import units_of
from alatau.registry.lake.schema import PERSON_TYPES
from alatau.registry.read_records import read_records
from alatau.registry.receive import receive_row
from alatau.registry.rows.convert import convert_row
from alatau.registry.values import ColumnType, ContestAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.desk.values import CaseId
    from alatau.registry.contest import ContestView
    from alatau.registry.records import RecordRow
    from alatau.registry.rows.types import Given
    from alatau.registry.values import Column

log = structlog.get_logger(__name__)

#: The lawful purpose for which a row is read to be corrected, and the process that writes it anew.
PURPOSE = "correction"
WRITER = system_actor("registry.corrections")


def propose_correction(
    contest: ContestView, row: RecordRow, *, values: Mapping[str, Given], by: Actor, at: Moment
) -> None:
    """Keep how the contested values should read, after the register's own checks of the whole row.

    Where one value is contested it is that one; where the whole row is, any that do not name the row.

    Raises:
        RowRefusedError: the row would break a check; NotFoundError: the contest was answered. Nothing is kept.
    """
    assert values, "doors refuse a correction that changes nothing"
    assert values.keys() <= ({contest.column} if contest.column else correctable(row).keys())
    whole = write_row(row, case_id=contest.case_id, at=at) | dict(values)
    convert_row(row.register, whole, as_of=at.city_day)
    keep_correction(contest.case_id, values=values, by=by)


def correctable(row: RecordRow) -> dict[str, Column]:
    """Return the columns that a correction of the whole row can change: what names it stays, or it were another row."""
    fixed = {row.register.subject, *row.register.identity, *row.hidden}
    return {name: column for name, column in row.register.columns.items() if name not in fixed}


def settle_contest(case_id: CaseId, *, outcome: str, decision: str, by: Actor, at: Moment) -> ContestView | None:
    """Answer a contest as its case was decided, and take in the row as it should read; safe to repeat.

    The corrected row comes in by the door of rows that come alone, under the decision's own id, so that it comes once.
    """
    correction = read_correction(case_id)
    answered = answer_contest(case_id, outcome=outcome, by=by, at=at)
    if answered is None or answered.answer is not ContestAnswer.CORRECTED or correction is None:
        return answered
    row = find_contested_row(answered, by=by, at=at)
    if row is None:
        log.warning("registry.correction.row_gone", contest=str(answered.id), register=answered.register_key)
        return answered
    whole = write_row(row, case_id=case_id, at=at) | correction
    try:
        receive_row(row.register, whole, source_id=f"{answered.id}.{decision}", by=by, at=at)
    except AlatauError as error:
        # The answer stands: the owner sends the corrected row with the next delivery.
        log.warning("registry.correction.refused", contest=str(answered.id), code=error.code)
    return answered


def find_contested_row(contest: ContestView, *, by: Actor, at: Moment) -> RecordRow | None:
    """Return the row that a contest is about, as the register says it now; None when it is no longer in force.

    Raises:
        NotFoundError: the reader has no right to the person's records in this case.
    """
    register = get_register(contest.register_key)
    found = read_records(contest.person_id, by=by, at=at, only=register, purpose=PURPOSE, case_id=contest.case_id)
    return next((row for row in found.rows if row.key == contest.row_key), None)


def write_row(row: RecordRow, *, case_id: UUID, at: Moment) -> dict[str, Given]:
    """Return the row as its owner would send it: persons by their numbers, nothing that is empty."""
    written: dict[str, Given] = {}
    for column in row.register.columns.values():
        person_id = row.person_in(column)
        value = (
            write_value(column, row.value(column))
            if person_id is None
            else _number_of(person_id, case_id=case_id, at=at)
        )
        if value is not None:
            written[column.name] = value
    return written


def write_value(column: Column, value: object) -> Given:
    """Return a value of the lake as an owner would send it."""
    if value is None or isinstance(value, bool):
        return value
    if column.type is ColumnType.AMOUNT:
        # Whole numbers are smallest units, texts are whole units of the currency.
        return int(str(value))
    if column.type is ColumnType.MONTH and isinstance(value, date):
        return f"{value:%Y-%m}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def write_text(column: Column, value: object) -> str:
    """Return a value as an official types it: amounts in whole units; empty for nothing, and for whom it names."""
    if value is None or column.type in PERSON_TYPES:
        return ""
    if column.type is ColumnType.AMOUNT:
        return f"{Decimal(str(value)).scaleb(-units_of(column.unit)).normalize():f}"
    written = write_value(column, value)
    return str(written).lower() if isinstance(written, bool) else str(written)


def _number_of(person_id: UUID, *, case_id: UUID, at: Moment) -> str | None:
    found = access_person(PersonId(person_id), by=WRITER, purpose=PURPOSE, case_id=case_id, data=("number",), at=at)
    return found.number
