"""Kinds of cases that services make of the desk's one kind for them: named, timed and grounded by each service."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alatau.desk.task_types import DayCount, Deadline, TaskType, list_own_types
from alatau.services.catalogue.services import list_fields, list_services

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.services.catalogue.values import Service

#: The desk's kind that all services share; a content without it lets no request reach an official.
SHARED_KIND = "service_request"
PREFIX = "service."
#: What officials have where the service itself comes at once, and a person looks because something is not plain.
LOOK_DAYS = 5


def kind_of_case(service: Service) -> str:
    """Return the desk's kind of case for requests of a service."""
    return service.outcome.task or f"{PREFIX}{service.code}"


def list_case_kinds() -> Iterator[TaskType]:
    """Return a kind of case for each service that has none of the desk's own."""
    shared = list_own_types().get(SHARED_KIND)
    if shared is None:
        return
    fields = {field.code: field for field in list_fields()}
    for service in list_services():
        if service.outcome.task:
            continue
        field = fields[service.field_code]
        yield replace(
            shared,
            key=kind_of_case(service),
            name=service.name,
            skill=f"{PREFIX}{field.folder}",
            skill_name=field.name,
            deadline=deadline_of(service),
            decided_by=frozenset(service.outcome.decided_by),
            confirmed_by=frozenset(service.outcome.confirmed_by),
        )


def deadline_of(service: Service) -> Deadline:
    """Return how long officials have for a request of a service, as the desk counts it."""
    return Deadline(
        days=service.deadline.days or LOOK_DAYS, count=DayCount(service.deadline.count.value), law=service.law
    )
