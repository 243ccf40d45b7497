"""Check at start that every kind of case can be worked on."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error

from alatau.desk.errors import TaskTypeContentError
from alatau.desk.task_types import list_types
from alatau.papers.errors import LetterContentError


def check_task_types(**_options: object) -> list[CheckMessage]:
    """Say which kind of case the content package has to correct."""
    try:
        list_types()
    except (TaskTypeContentError, LetterContentError) as error:
        return [Error(f"The kinds of cases of the content package cannot be used. {error}", id="desk.E001")]
    return []
