"""Numbers of people, firms, places, accounts and telephones in one row: checked, and linked to who holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alatau.access.numbers import link_numbers
from alatau.core.content import content
from alatau.core.errors import NumberNotValidError
from alatau.registry.ingest.convert.literals import SPACES
from alatau.registry.lake.schema import PERSON_TYPES
from alatau.registry.rows.types import as_text, is_blank
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from alatau.registry.rows.types import Given
    from alatau.registry.values import Column


class FoundNumber(NamedTuple):
    """What a column's number is: a person's the city knows, a valid one, or mistyped."""

    person: UUID | None = None
    #: Normal form of a person's number that nobody holds, or of any other number.
    number: str | None = None
    organisation: str | None = None
    is_faulty: bool = False


def find_numbers(columns: Sequence[Column], row: Mapping[str, Given], *, on: date) -> dict[str, FoundNumber]:
    """Return what each column's number is, by the column's name. People are looked up together.

    A number that is somebody's as it stands needs no check: it was checked once.
    """
    given = [(column, as_text(row[column.name])) for column in columns if not is_blank(row.get(column.name))]
    people = {text for column, text in given if column.type in PERSON_TYPES}
    normal = {text: _normal(ColumnType.PERSON_NUMBER, text, on=on) for text in people}
    asked = list({*people, *filter(None, normal.values())})
    holders = dict(zip(asked, link_numbers(asked, on=on) if asked else (), strict=True))
    found = {}
    for column, text in given:
        if column.type not in PERSON_TYPES:
            number = _normal(column.type, text, on=on)
            found[column.name] = FoundNumber(number=number, is_faulty=number is None)
            continue
        number = normal[text]
        person = holders[text] or (holders[number] if number else None)
        found[column.name] = FoundNumber(person=person) if person else _nobody(column, text, number, on=on)
    return found


def _nobody(column: Column, text: str, number: str | None, *, on: date) -> FoundNumber:
    if number is not None:
        return FoundNumber(number=number)
    organisation = None
    if column.type is ColumnType.PERSON_OR_ORGANISATION_NUMBER:
        organisation = _normal(ColumnType.ORGANISATION_NUMBER, text, on=on)
    return FoundNumber(organisation=organisation, is_faulty=organisation is None)


def _normal(kind: ColumnType, text: str, *, on: date) -> str | None:
    kinds = {
        ColumnType.PERSON_NUMBER: content().person_numbers,
        ColumnType.ORGANISATION_NUMBER: content().organisation_numbers,
        ColumnType.PLACE_CODE: content().place_codes,
        ColumnType.ACCOUNT_NUMBER: content().account_numbers,
        ColumnType.PHONE_NUMBER: content().phone_numbers,
    }
    try:
        return kinds[kind].check(text.strip(SPACES), on=on)
    except NumberNotValidError:
        return None
