"""Names by which a service speaks of what is known: answers, evidence, its columns, people and the request itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.declare import list_registers
from alatau.services.catalogue.values import Cases, FieldType, Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.registry.values import Column, Register
    from alatau.services.catalogue.values import Evidence, FormField, Outcome, Service, Source

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
    evidence = find_evidence(service, key)
    register = find_register(evidence) if evidence else None
    return register.columns.get(column) if register else None


def find_evidence(service: Service, key: str) -> Evidence | None:
    """Return the evidence of a key, or that whose rows a question of this key offers."""
    field = next((each for each in service.fields if each.key == key), None)
    return service.evidence.get(field.row_of if field else key)


def list_needed_columns(service: Service, evidence_key: str) -> frozenset[str]:
    """Return the columns of a piece of evidence that the service draws on: no other is kept with a request."""
    rows = {field.key for field in service.fields if field.row_of == evidence_key}
    named = {column for field in service.fields if field.row_of == evidence_key for column in field.row_shows}
    drawn = [
        name.partition(".")
        for name in (*_list_asked(service), *(field.known_from for field in service.fields))
        if "." in name
    ]
    evidence = service.evidence[evidence_key]
    return frozenset({*evidence.shows, *named, *(column for key, _, column in drawn if key in {evidence_key, *rows})})


def list_source_names(source: Source) -> Iterator[str]:
    """Return the names that a source asks for."""
    if isinstance(source, str):
        yield source
    if isinstance(source, Cases):
        for when, case in source.cases:
            yield from when.names if when else ()
            yield from list_source_names(case)


def list_sources(outcome: Outcome) -> Iterator[Source]:
    """Return where everything comes from that an outcome says or writes."""
    yield from outcome.facts.values()
    yield from outcome.row.values()
    yield from outcome.details.values()
    yield from (line.value for line in outcome.lines)


def _list_asked(service: Service) -> Iterator[str]:
    conditions = [*(each.when for each in service.conditions), *(page.when for page in service.pages)]
    conditions += [field.when for field in service.fields]
    conditions += [service.fee.free] if service.fee else []
    for when in conditions:
        yield from when.names if when else ()
    for source in list_sources(service.outcome):
        yield from list_source_names(source)


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
        keys = [evidence.key, *(field.key for field in service.fields if field.row_of == evidence.key)]
        yield from (f"{key}.{column}" for key in keys for column in (register.columns if register else ()))
