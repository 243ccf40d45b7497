"""Who may do what with a case. One condition per line, so that tests prove each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.read import list_staff
from alatau.access.representations import find_representation
from alatau.core.values import PersonId
from alatau.desk.errors import NotYourTaskError, OwnAffairError, RoleMissingError, TaskDoneError
from alatau.desk.values import TaskStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.core.values import Actor, Moment, UserId
    from alatau.desk.models import Case, Task


def require_role(case: Case, roles: frozenset[str], *, by: Actor, at: Moment) -> None:
    """Refuse an actor who holds none of the roles over the case's region."""
    if by.user_id is None or not by.has_role(*roles):
        raise RoleMissingError
    if by.user_id not in list_suitable(case, by.roles & roles, at=at):
        raise RoleMissingError


def require_impartial(case: Case, *, by: Actor, at: Moment) -> None:
    """Refuse the case's subject, whoever represents them, and whoever acts for them at this moment."""
    if by.person_id == case.subject_id:
        raise OwnAffairError
    if by.for_person_id == case.subject_id:
        raise OwnAffairError
    if by.person_id is None:
        return
    if find_representation(by.person_id, PersonId(case.subject_id), at=at) is not None:
        raise OwnAffairError


def require_holder(task: Task, *, by: Actor) -> None:
    """Refuse anybody but the official who has the task on the table."""
    if task.status == TaskStatus.DONE:
        raise TaskDoneError
    if task.holder_id is None or task.holder_id != by.user_id:
        raise NotYourTaskError


def list_suitable(case: Case, roles: Iterable[str], *, at: Moment) -> set[UserId]:
    """Return the officials who hold one of the roles over the case's region today."""
    return {each.user_id for role in roles for each in list_staff(role=role, at=at, region=case.region)}
