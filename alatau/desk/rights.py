"""Who may do what with a case. One condition per line, so that tests prove each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.own_affairs import list_partial_staff
from alatau.access.read import list_staff
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
    """Refuse the case's subject, those close to them, and whoever acts for them at a desk at this moment."""
    if case.subject_id in {by.person_id, by.for_person_id}:
        raise OwnAffairError
    if by.user_id in list_partial_staff(PersonId(case.subject_id), at=at):
        raise OwnAffairError
    # Whoever made the decision that is looked at again has no say in the second look.
    if str(by.user_id) in _list_excluded(case):
        raise OwnAffairError
    # Whose look a person contests has no say in what becomes of it.
    if by.user_id is not None and case.facts.get("reader_id") == str(by.user_id):
        raise OwnAffairError


def require_holder(task: Task, *, by: Actor) -> None:
    """Refuse anybody but the official who has the task on the table."""
    if task.status == TaskStatus.DONE:
        raise TaskDoneError
    if task.holder_id is None or task.holder_id != by.user_id:
        raise NotYourTaskError


def list_impartial(case: Case, roles: Iterable[str], *, at: Moment) -> set[UserId]:
    """Return the officials who may work on the case: suitable, and not close to the person it is about."""
    suitable = list_suitable(case, roles, at=at) - list_partial_staff(PersonId(case.subject_id), at=at)
    return {each for each in suitable if str(each) not in _list_excluded(case)}


def _list_excluded(case: Case) -> list[str]:
    """Return the officials whom the room that asked keeps away from a case, by their ids."""
    said = case.facts.get("excluded")
    return said if isinstance(said, list) else []


def list_suitable(case: Case, roles: Iterable[str], *, at: Moment) -> set[UserId]:
    """Return the officials who hold one of the roles over the case's region today."""
    return {each.user_id for role in roles for each in list_staff(role=role, at=at, region=case.region)}
