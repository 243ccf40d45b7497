"""An open case, and the officials around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from alatau.core.values import PersonId, system_actor
from alatau.desk.models import Case, Task
from alatau.desk.open import open_task
from alatau.desk.values import CaseId, TaskId
from tests.desk.people import REGION, make_official, make_resident

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment


@dataclass(frozen=True)
class Desk:
    """The people of a desk and one address check about Aigerim."""

    aigerim: Actor  # the resident the case is about
    dana: Actor  # caseworker: proposes
    marat: Actor  # caseworker and supervisor: confirms
    yerlan: Actor  # analyst: an official without the right
    task_id: TaskId
    case_id: CaseId
    at: Moment

    @property
    def case(self) -> Case:
        """The case as it stands now."""
        return Case.objects.get(id=self.case_id)

    @property
    def open_task(self) -> Task:
        """The case's open task."""
        return Task.objects.exclude(status="done").get(case_id=self.case_id)


def make_desk(at: Moment, *, type_key: str = "address_check") -> Desk:
    """Return a desk with one open case of the type."""
    aigerim = make_resident(name="Әйгерім", at=at)
    assert aigerim.person_id is not None
    task_id = open_desk_task(aigerim.person_id, at=at, type_key=type_key)
    return Desk(
        aigerim=aigerim,
        dana=make_official("caseworker", name="Dana", at=at),
        marat=make_official("caseworker", "supervisor", name="Marat", at=at),
        yerlan=make_official("analyst", name="Yerlan", at=at),
        task_id=task_id,
        case_id=CaseId(Task.objects.get(id=task_id).case_id),
        at=at,
    )


def open_desk_task(subject_id: PersonId, *, at: Moment, type_key: str = "address_check") -> TaskId:
    """Return the first task of a new case about the person."""
    return open_task(
        type_key,
        subject_id=subject_id,
        region=REGION,
        facts={"template": "city.address_check", "choice": "no"},
        request_id=uuid4(),
        by=system_actor("desk.replies"),
        at=at,
    )
