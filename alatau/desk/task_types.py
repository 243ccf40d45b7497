"""Kinds of cases as the content package keeps them: one TOML file each, read once and checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.core.text import Text
from alatau.desk.errors import TaskTypeContentError
from alatau.papers.read import is_letter, letter_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

#: Facts that this room gives a letter that asks for them; outcomes ask officials for the others.
GIVEN_FACTS = frozenset({"name", "case_number", "decided_on", "case_name", "law"})


class DayCount(StrEnum):
    """Which days a deadline counts."""

    WORKING = "working"
    CALENDAR = "calendar"


class Escalation(StrEnum):
    """What an escalation does."""

    WARN = "warn"  # mark the task in every list
    SUPERVISE = "supervise"  # show it to the supervisor
    RELEASE = "release"  # and put it back into the queue


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """How long the law gives."""

    days: int
    count: DayCount
    #: The act and article, as officials read it.
    law: Text


@dataclass(frozen=True, kw_only=True)
class EscalationStep:
    """When a task is escalated, and what that does. The first step of a type is level 1."""

    #: Working days left when it happens; None once the deadline has passed.
    days_left: int | None
    do: Escalation


@dataclass(frozen=True, kw_only=True)
class OutcomeField:
    """What an official writes for a letter."""

    key: str
    label: Text
    length_max: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One way a case can end."""

    key: str
    #: What officials choose.
    name: Text
    #: What the person reads beside the case.
    told: Text
    #: Both are empty where the case is the officials' own affair: nobody is written to.
    letter: str
    message: str
    fields: tuple[OutcomeField, ...]


@dataclass(frozen=True, kw_only=True)
class TaskType:
    """One kind of case."""

    key: str
    name: Text
    #: What the person reads: what we do with it, and what comes next.
    explanation: Text
    #: What the official has to do.
    instructions: Text
    skill: str
    skill_name: Text
    #: Key of the lawful purpose for which its officials read the person's data.
    purpose: str
    deadline: Deadline
    four_eyes: bool
    decided_by: frozenset[str]
    confirmed_by: frozenset[str]
    #: Calendar days to appeal against a decision; 0 when nothing is decided that could be appealed.
    appeal_days: int
    escalations: tuple[EscalationStep, ...]
    suspensions: Mapping[str, Text]
    outcomes: Mapping[str, Outcome]
    #: Whether the case is the officials' own affair, which the person neither sees nor gets letters about.
    is_internal: bool = False

    def roles_for(self, kind: str) -> frozenset[str]:
        """Return the roles that may take a task of this kind."""
        return self.confirmed_by if kind == "confirm" else self.decided_by


_sources: list[Callable[[], Iterable[TaskType]]] = []


def add_source(source: Callable[[], Iterable[TaskType]]) -> None:
    """Let a room above bring kinds of cases that its own content makes; the desk works on them like on its own."""
    if source not in _sources:
        _sources.append(source)
        list_types.cache_clear()


@cache
def list_types() -> dict[str, TaskType]:
    """Return every kind of case by key: the desk's own, and those that rooms above brought."""
    return list_own_types() | {each.key: each for source in _sources for each in source()}


@cache
def list_own_types() -> dict[str, TaskType]:
    """Return the content package's kinds of cases by key, checked."""
    return read_types(content().task_types)


def read_types(folder: Path) -> dict[str, TaskType]:
    """Read and check every kind of case of a folder against the content's roles, purposes and letters.

    Raises:
        TaskTypeContentError: one cannot be used; it says which, and what to correct.
    """
    return {path.stem: _read_type(path) for path in sorted(folder.glob("*.toml"))}


def get_type(key: str) -> TaskType:
    """Return the kind of case.

    Raises:
        TaskTypeContentError: the content package has none of that key.
    """
    found = list_types().get(key)
    if found is None:
        raise TaskTypeContentError(task_type=key, problem="no such task type")
    return found


def list_skills() -> dict[str, Text]:
    """Return the skills that kinds of cases ask for, with their names."""
    return {each.skill: each.skill_name for each in list_types().values()}


def _read_type(path: Path) -> TaskType:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        read = TaskType(
            key=path.stem,
            name=Text(**raw["name"]),
            explanation=Text(**raw["explanation"]),
            instructions=Text(**raw["instructions"]),
            skill=raw["skill"]["key"],
            skill_name=Text(**raw["skill"]["name"]),
            purpose=raw["purpose"],
            deadline=Deadline(
                days=int(raw["deadline"]["days"]),
                count=DayCount(raw["deadline"]["count"]),
                law=Text(**raw["deadline"]["law"]),
            ),
            four_eyes=bool(raw["four_eyes"]),
            decided_by=frozenset(raw["decided_by"]),
            confirmed_by=frozenset(raw.get("confirmed_by", [])),
            appeal_days=int(raw["appeal_days"]),
            escalations=tuple(_read_escalation(each) for each in raw["escalation"]),
            suspensions={each["key"]: Text(**each["name"]) for each in raw.get("suspension", [])},
            outcomes={each["key"]: _read_outcome(each) for each in raw["outcome"]},
            is_internal=bool(raw.get("internal", False)),
        )
    except (KeyError, TypeError, ValueError, AssertionError) as error:
        raise TaskTypeContentError(task_type=path.stem, problem=repr(error)) from error
    for problem in _find_problems(read):
        raise TaskTypeContentError(task_type=read.key, problem=problem)
    return read


def _read_escalation(raw: dict[str, Any]) -> EscalationStep:
    return EscalationStep(days_left=raw.get("days_left"), do=Escalation(raw["do"]))


def _read_outcome(raw: dict[str, Any]) -> Outcome:
    return Outcome(
        key=raw["key"],
        name=Text(**raw["name"]),
        told=Text(**raw["told"]),
        letter=raw.get("letter", ""),
        message=raw.get("message", ""),
        fields=tuple(
            OutcomeField(key=each["key"], label=Text(**each["label"]), length_max=int(each["length_max"]))
            for each in raw.get("field", [])
        ),
    )


def _find_problems(read: TaskType) -> list[str]:
    """Return what is wrong, in words for the author of the content."""
    roles = {role.key for role in content().roles}
    problems = [f"role {role} is unknown" for role in (read.decided_by | read.confirmed_by) - roles]
    if read.purpose not in {purpose.key for purpose in content().purposes}:
        problems.append(f"purpose {read.purpose} is unknown")
    if read.four_eyes and not read.confirmed_by:
        problems.append("four eyes need confirmed_by")
    for outcome in read.outcomes.values():
        problems += _find_outcome_problems(outcome, is_internal=read.is_internal)
    return problems


def _find_outcome_problems(outcome: Outcome, *, is_internal: bool) -> list[str]:
    if is_internal:
        told = bool(outcome.letter or outcome.message or outcome.fields)
        return [f"outcome {outcome.key}: nobody is written to in an internal case"] if told else []
    if not outcome.message:
        return [f"outcome {outcome.key}: message is missing"]
    if not is_letter(outcome.letter):
        return [f"outcome {outcome.key}: letter {outcome.letter} is unknown"]
    asked = {each.key for each in outcome.fields}
    needed = letter_facts(outcome.letter)
    if asked <= needed <= asked | GIVEN_FACTS:
        return []
    return [f"outcome {outcome.key}: letter needs {sorted(needed)}, gets {sorted(asked | GIVEN_FACTS)}"]
