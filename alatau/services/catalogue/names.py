"""Names by which a service speaks of what is known: answers, evidence, its columns, people and the request itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.declare import list_registers
from alatau.services.catalogue.values import FieldType, Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.registry.values import Column, Register
    from alatau.services.catalogue.values import Evidence, FormField, Service

#: What is known of everybody who asks, and of every request.
PERSON_NAMES = frozenset({"person.name", "person.number", "person.birthday", "person.age", "person.region"})
ASKER_NAMES = frozenset({"asker.name", "asker.number", "asker.organisation"})
REQUEST_NAMES = frozenset({"request.day", "request.number"})
#: What a condition may ask of people.
ASKED_OF_PEOPLE = frozenset({"person.age"})


def list_names(service: Service) -> frozenset[str]:
    """Return every name that the service's outcome may draw on."""
    answers = {field.key for field in service.fields}
    return frozenset(answers | set(_list_evidence_names(service))) | PERSON_NAMES | ASKER_NAMES | REQUEST_NAMES


def find_column(service: Service, name: str) -> Column | None:
    """Return the column of a register that a name such as "residence.address_code" stands for."""
    key, _, column = name.partition(".")
    evidence = service.evidence.get(key)
    register = find_register(evidence) if evidence else None
    return register.columns.get(column) if register else None


def find_register(evidence: Evidence) -> Register | None:
    """Return the register of a piece of evidence; None for an event, or where the content has no such register."""
    return next((each for each in list_registers() if each.key == evidence.register), None)


def list_possible(service: Service, name: str) -> frozenset[str | int | bool] | None:
    """Return the values a name can have, where they are few; None where they are not, or the name is not known."""
    if name in service.evidence:
        return frozenset(Found)
    column = find_column(service, name)
    if column is not None:
        return frozenset(column.choices) if column.choices else None
    field = next((each for each in service.fields if each.key == name), None)
    return _list_answers(field) if field else None


def _list_answers(field: FormField) -> frozenset[str | int | bool] | None:
    if field.type is FieldType.YES_NO:
        return frozenset({True, False})
    return frozenset(option.key for option in field.options) or None


def _list_evidence_names(service: Service) -> Iterator[str]:
    for evidence in service.evidence.values():
        yield evidence.key
        register = find_register(evidence)
        yield from (f"{evidence.key}.{column}" for column in (register.columns if register else ()))
