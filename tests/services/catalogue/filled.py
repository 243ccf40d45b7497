"""Fill the form of any service as a person would, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.access.values import PersonView
from alatau.core.content import content
from alatau.core.values import PersonId
from alatau.services.catalogue.form_flow import find_page, find_unanswered, list_questions
from alatau.services.catalogue.known import Known, People
from alatau.services.catalogue.names import find_column, list_needed_columns
from alatau.services.catalogue.request_values import Answered
from alatau.services.catalogue.values import FieldType, Found

if TYPE_CHECKING:
    from alatau.registry.values import Column
    from alatau.services.catalogue.values import Evidence, FormField, Service

TODAY = date(2026, 5, 4)
BORN = date(1990, 2, 28)
#: Rounds of pages after which a form would never end.
ROUNDS_MOST = 40


def person(**changes: object) -> PersonView:
    """Return an invented adult."""
    view = PersonView(
        person_id=PersonId(UUID(int=7)),
        name="Айгерім Сапарова",
        short_name="Айгерім",
        born_on=BORN,
        region="191800000",
        number="900228777777",
    )
    return replace(view, **changes)


def open_form(service: Service, *, found: Found = Found.FOUND) -> Known:
    """Return a form at its beginning, with registers that hold something, or nothing, for each evidence."""
    evidence = {key: _answered(service, each, found) for key, each in service.evidence.items()}
    people = People(person=person(), asker=person(), organisation="Сары-Арқа Нан")
    return Known(service=service, answers={}, evidence=evidence, on=TODAY, people=people, number="S-2026-000001")


def fill(known: Known, *, last: bool = False) -> tuple[Known, set[str]]:
    """Answer whatever is open, page by page, and return which fields have files; ``last`` takes the last of options."""
    with_files: set[str] = set()
    for _round in range(ROUNDS_MOST):
        page = find_unanswered(known, with_files=with_files)
        if page is None:
            return known, with_files
        asked = list_questions(known, find_page(known, page.key))
        with_files |= {each.key for each in asked if each.type is FieldType.FILES}
        given = {each.key: answer(each, known, last=last) for each in asked if each.type is not FieldType.FILES}
        known = replace(known, answers={**known.answers, **given})
    message = f"the form of {known.service.key} never ends"
    raise AssertionError(message)


def answer(question: FormField, known: Known, *, last: bool = False) -> object:
    """Return an answer that fits a question, as JSON keeps it."""
    place = -1 if last else 0
    match question.type:
        case FieldType.NUMBER | FieldType.AMOUNT:
            return max(question.least or 0, 1)
        case FieldType.DAY:
            return (TODAY + timedelta(days=question.least or 0)).isoformat()
        case FieldType.YES_NO:
            return not last
        case FieldType.CHOICE:
            return question.options[place].key
        case FieldType.CHOICES:
            return [question.options[place].key]
        case FieldType.ROW:
            rows = known.evidence[question.row_of].rows
            return rows[0]["row_key"] if rows else "none"
        case FieldType.EMAIL:
            return "a@b.example"
        case FieldType.PERSON_NUMBER:
            return content().person_numbers.synthesise(born_on=BORN, woman=True, serial=3)
        case FieldType.PHONE:
            return "+77000000001"
    return "x"


def _answered(service: Service, evidence: Evidence, found: Found) -> Answered:
    if found is not Found.FOUND:
        return Answered(found=found, register=evidence.register)
    row: dict[str, object] = {"row_key": "r1", "is_contested": False}
    for name in list_needed_columns(service, evidence.key):
        column = find_column(service, f"{evidence.key}.{name}")
        row[name] = _value(column) if column else None
    return Answered(found=found, rows=(row,), register=evidence.register)


def _value(column: Column) -> object:
    if column.choices:
        return column.choices[0]
    kinds = {"day": "2025-03-01", "moment": "2025-03-01T10:00:00+05:00", "month": "2025-03-01", "yes_no": True}
    kinds |= {"whole_number": 3, "amount": 150_000, "decimal": "2.5", "year": 2020, "place_code": "191800000"}
    return kinds.get(column.type.value, f"a {column.name}")
