"""Check at start that every kind of life event can be detected."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error

from alatau.desk.errors import TaskTypeContentError
from alatau.registry.errors import RegisterContentError
from alatau.services.events.errors import EventKindContentError
from alatau.services.events.kinds import list_kinds


def check_event_kinds(**_options: object) -> list[CheckMessage]:
    """Say which kind of event the content package has to correct."""
    try:
        list_kinds()
    except (EventKindContentError, TaskTypeContentError, RegisterContentError) as error:
        return [Error(f"The kinds of life events of the content package cannot be used. {error}", id="services.E001")]
    return []
