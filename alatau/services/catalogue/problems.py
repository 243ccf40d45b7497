"""What is wrong with a service that was read, in words for its author: names that lead nowhere, people, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.lookup import list_kinds
from alatau.desk.task_types import list_own_types
from alatau.papers.letters import list_letters
from alatau.registry.values import NEVER_UNFOLDED
from alatau.services.catalogue.names import (
    ASKED_OF_PEOPLE,
    PERSON_NAMES,
    find_column,
    find_register,
    list_names,
    list_possible,
)
from alatau.services.catalogue.problems_of_outcome import list_outcome_problems
from alatau.services.catalogue.values import CODE_DIGITS, SELF, FieldType, Otherwise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alatau.services.catalogue.conditions import Test, When
    from alatau.services.catalogue.values import Evidence, FormField, Service, ServiceField

#: Types of answers that a register's column can give.
ANSWERED_BY: Mapping[FieldType, frozenset[str]] = {
    FieldType.TEXT: frozenset({"text", "place_code", "address_code", "cadastre_number", "year", "organisation_number"}),
    FieldType.LONG_TEXT: frozenset({"text"}),
    FieldType.NUMBER: frozenset({"whole_number", "year"}),
    FieldType.AMOUNT: frozenset({"amount"}),
    FieldType.DAY: frozenset({"day"}),
    FieldType.YES_NO: frozenset({"yes_no"}),
    FieldType.CHOICE: frozenset({"choice"}),
    FieldType.ORGANISATION_NUMBER: frozenset({"organisation_number"}),
    FieldType.PHONE: frozenset({"phone_number"}),
    FieldType.ACCOUNT: frozenset({"account_number"}),
}


def list_problems(service: Service, *, fields: Mapping[str, ServiceField], folder: str) -> Iterator[str]:
    """Return what has to be corrected, nothing when the service can be used."""
    yield from _list_code_problems(service, fields=fields, folder=folder)
    yield from _list_people_problems(service)
    for evidence in service.evidence.values():
        yield from _list_evidence_problems(service, evidence)
    yield from _list_form_problems(service)
    for condition in service.conditions:
        yield from _list_when_problems(service, condition.when, where="a condition", known=_list_conditional(service))
        asked = {name.partition(".")[0] for name in condition.when.names}
        if condition.otherwise is Otherwise.STOP and asked & service.evidence.keys():
            yield "a condition that stops asks what the person says, or their age: registers' words go to an official"
    if service.fee and service.fee.free:
        yield from _list_when_problems(service, service.fee.free, where="free of fee", known=_list_conditional(service))
    yield from list_outcome_problems(service, letters=list_letters(), task_types=list_own_types())


def _list_code_problems(service: Service, *, fields: Mapping[str, ServiceField], folder: str) -> Iterator[str]:
    if len(service.code) != CODE_DIGITS or not (service.code.isascii() and service.code.isdecimal()):
        yield f"code {service.code} is not of {CODE_DIGITS} digits"
        return
    field = fields.get(service.field_code)
    if field is None or field.folder != folder:
        yield f"code {service.code} begins with the field of another folder than {folder}"
    elif service.situation_code not in field.situations:
        yield f"code {service.code} names the situation {service.situation_code}, which {folder} does not have"


def _list_people_problems(service: Service) -> Iterator[str]:
    kinds = list_kinds()
    if not service.who:
        yield "who names nobody"
    for who in service.who:
        if who != SELF and who not in kinds:
            yield f"who names {who}, which is no kind of representation; known are {SELF}, {', '.join(sorted(kinds))}"


def _list_evidence_problems(service: Service, evidence: Evidence) -> Iterator[str]:
    where = f"evidence {evidence.key}"
    if evidence.event:
        if evidence.where or evidence.shows:
            yield f"{where} is an event: it has no columns to compare or show"
        return
    register = find_register(evidence)
    if register is None:
        yield f"{where} names the register {evidence.register}, which the content does not have"
        return
    for name in {*evidence.where, *evidence.shows} - register.columns.keys():
        yield f"{where} names the column {name}, which {register.key} does not have"
    for name in set(evidence.shows) & register.columns.keys():
        if register.columns[name].personal_class in NEVER_UNFOLDED and service.who != (SELF,):
            yield f"{where} shows {name}, which opens to nobody but the person: others may ask for this service"


def _list_form_problems(service: Service) -> Iterator[str]:
    pages = [page.key for page in service.pages]
    if len(set(pages)) != len(pages):
        yield "two pages have one key"
    known = {*service.evidence, *ASKED_OF_PEOPLE, *(name for name in list_names(service) if find_column(service, name))}
    for page in service.pages:
        if page.when:
            yield from _list_when_problems(service, page.when, where=f"page {page.key}", known=known)
        for field in page.fields:
            if field.key in known:
                yield f"{field.key} is the key of two things"
            if field.when:
                yield from _list_when_problems(service, field.when, where=f"field {field.key}", known=known)
            yield from _list_field_problems(service, field)
            # What follows may branch on this answer; what comes before may not.
            known.add(field.key)


def _list_field_problems(service: Service, field: FormField) -> Iterator[str]:
    where = f"field {field.key}"
    if field.row_of:
        names = [f"{field.row_of}.{column}" for column in field.row_shows]
        yield from (f"{where}: {name} leads nowhere" for name in names if find_column(service, name) is None)
    if not field.known_from or field.known_from in PERSON_NAMES:
        return
    column = find_column(service, field.known_from)
    if column is None:
        yield f"{where}: known_from {field.known_from} leads nowhere"
    elif column.type not in ANSWERED_BY.get(field.type, frozenset()):
        yield f"{where} is a {field.type}, and {field.known_from} is a {column.type}"
    elif field.type is FieldType.CHOICE and not set(column.choices) <= {option.key for option in field.options}:
        yield f"{where} lacks options that {field.known_from} can hold: {', '.join(column.choices)}"
    elif column.personal_class in NEVER_UNFOLDED and service.who != (SELF,):
        yield f"{where}: {field.known_from} opens to nobody but the person, and others may ask for this service"


def _list_conditional(service: Service) -> set[str]:
    return {*ASKED_OF_PEOPLE, *(name for name in list_names(service) if name.partition(".")[0] not in _PEOPLE)}


_PEOPLE = frozenset({"person", "asker", "request"})


def _list_when_problems(service: Service, when: When, *, where: str, known: set[str]) -> Iterator[str]:
    for test in when.tests:
        if test.name not in known:
            yield f"when of {where} asks {test.name}, which is not known there"
        else:
            yield from _list_test_problems(service, test, where=where)


def _list_test_problems(service: Service, test: Test, *, where: str) -> Iterator[str]:
    possible = list_possible(service, test.name)
    if possible is None:
        return
    never = [each for each in test.one_of if each not in possible]
    if never or not test.one_of:
        yield f"when of {where}: {test.name} is never {never or 'a number'}; it can be {sorted(map(str, possible))}"
