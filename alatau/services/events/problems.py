"""What is wrong with a kind of event, in words for the author of the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.desk.task_types import list_types
from alatau.registry.declare import get_register
from alatau.registry.lake.schema import PERSON_TYPES, is_private, person_name
from alatau.registry.values import ColumnType
from alatau.services.events.values import HAPPENED, NOT_HAPPENED, Sameness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.registry.values import Register
    from alatau.services.events.values import EventKind, Trigger

DAYS = frozenset({ColumnType.DAY, ColumnType.MONTH, ColumnType.MOMENT})
NUMBERS = frozenset({ColumnType.WHOLE_NUMBER, ColumnType.AMOUNT})
PLACES = frozenset({ColumnType.PLACE_CODE})


def find_problems(kind: EventKind) -> Iterator[str]:
    """Give what has to be corrected before the kind can be used."""
    if not (kind.triggers or kind.entitlements):
        yield "neither rows nor entitlements tell of it"
    if (kind.sameness is Sameness.DAYS) != (kind.within_days > 0):
        yield 'sameness "days" and within_days belong together'
    if kind.counts_rows and kind.sameness is not Sameness.DAYS:
        yield 'counts_rows is for sameness "days"'
    if unknown := {*kind.parts} ^ {trigger.part for trigger in kind.triggers if trigger.part}:
        yield f"parts and the rows' own parts differ: {', '.join(sorted(unknown))}"
    keys = [trigger.key for trigger in kind.triggers]
    if len({*keys}) < len(keys):
        yield "two rows have the same key; give each its own"
    yield from _of_tasks(kind)
    for trigger in kind.triggers:
        register = get_register(trigger.register)
        yield from (f"{trigger.key}: {problem}" for problem in _of_trigger(trigger, register))


def _of_tasks(kind: EventKind) -> Iterator[str]:
    if kind.task and not kind.is_staff_only:
        yield "a kind of case for each event is for those that no message speaks of"
    for task in filter(None, (kind.task, kind.doubt_task)):
        if task not in list_types():
            yield f"the kind of case {task} is not declared"
    if kind.doubt_task in list_types() and {HAPPENED, NOT_HAPPENED} - list_types()[kind.doubt_task].outcomes.keys():
        yield f"cases of {kind.doubt_task} have to end in {HAPPENED} or {NOT_HAPPENED}"


def _of_trigger(trigger: Trigger, register: Register) -> Iterator[str]:
    people = {person_name(column) for column in register.columns.values() if column.type in PERSON_TYPES}
    for name in (*trigger.whose, *filter(None, (trigger.other,)), *trigger.apart):
        if name not in people:
            yield f"{name} names no person in {register.key}"
    if bool(trigger.whose) == bool(trigger.lives_in):
        yield "say either whose event it is, or the place in which everybody has it"
    yield from _of_types(trigger, register)
    yield from _of_choices(trigger, register)
    yield from _of_day(trigger, register)


def _of_types(trigger: Trigger, register: Register) -> Iterator[str]:
    asked = [
        *((name, NUMBERS, "holds no whole number or sum") for name in trigger.above),
        *((name, frozenset({ColumnType.TEXT}), "is no text") for name in trigger.begins),
        *((name, PLACES, "is no place") for name in [trigger.lives_in] if name),
    ]
    for name, types, problem in asked:
        column = register.columns.get(name)
        if column is None or column.type not in types:
            yield f"{name} {problem} in {register.key}"
        elif is_private(column):
            yield f"{name} is kept apart, where no rule reads it"


def _of_choices(trigger: Trigger, register: Register) -> Iterator[str]:
    for conditions in (trigger.when, trigger.unless, trigger.taken_back):
        for name, values in conditions.items():
            column = register.columns.get(name)
            if column is None:
                yield f"{name} is no column of {register.key}"
                continue
            allowed: set[object] = {True, False} if column.type is ColumnType.YES_NO else {*column.choices}
            if wrong := [str(value) for value in values if allowed and value not in allowed]:
                yield f"{name} never holds {', '.join(wrong)}"


def _of_day(trigger: Trigger, register: Register) -> Iterator[str]:
    day = trigger.day
    column = register.columns.get(day.column)
    if day.column and (column is None or column.type not in DAYS):
        yield f"{day.column} holds no day in {register.key}"
    if not day.column and day.comes_with_time:
        yield "a day that comes with time is counted from a column"
    if bool(day.ages) != bool(day.age_by) or (day.age_by and day.age_by not in register.columns):
        yield "ages and age_by belong together, and age_by is a column"
    for name in day.ages.values():
        if name not in content().parameters.by_name:
            yield f"{name} is no number of the law"
