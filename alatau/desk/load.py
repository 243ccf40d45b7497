"""The one loader of a case: right, purpose and trace in one call. Absent and not yours read alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.access.desk_visit import PURPOSE as VISIT
from alatau.access.looked import is_noted
from alatau.access.representations import find_representation
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import ActorKind, PersonId
from alatau.desk.models import Case, CaseFile
from alatau.desk.present import view_case, view_file
from alatau.desk.rights import list_impartial
from alatau.desk.task_types import get_type

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.desk.task_types import TaskType
    from alatau.desk.values import CaseId, CaseView, FileId, FileView

declare_points("desk.look.written")

#: Roles that read every case without working on it.
READERS = frozenset({"auditor"})
#: Why they read: not to decide the case, and the person sees the difference.
AUDIT_PURPOSE = "audit"


def access_case(case_id: CaseId, *, by: Actor, at: Moment) -> CaseView:
    """Return a case to its person, their representative, or an official whose work it is; a look leaves its line.

    Officials see it through the lawful purpose of its kind. The line is committed before the answer leaves.

    Raises:
        NotFoundError: absent, or not yours.
    """
    with transaction.atomic():
        case = _find_case(case_id, by=by, at=at)
        _note_look(case, by=by, at=at, data=("case",))
        return view_case(case, at=at)


def access_file(case_id: CaseId, file_id: FileId, *, by: Actor, at: Moment) -> tuple[FileView, bytes]:
    """Return a document of a case with its bytes; see `access_case`.

    Raises:
        NotFoundError: absent, or not yours.
    """
    with transaction.atomic():
        case = _find_case(case_id, by=by, at=at)
        kept = CaseFile.objects.filter(case=case, id=file_id).first()
        if kept is None:
            raise NotFoundError
        _note_look(case, by=by, at=at, data=("documents",))
        return view_file(kept), bytes(kept.content)


def purpose_of_reading(task_type: TaskType, *, by: Actor) -> str:
    """Return the lawful purpose of a look: the kind's own for those who work on it, auditing for those who check."""
    workers = task_type.decided_by | task_type.confirmed_by
    return AUDIT_PURPOSE if by.kind is ActorKind.STAFF and not by.has_role(*workers) else task_type.purpose


def list_own_cases(*, by: Actor, at: Moment) -> list[CaseView]:
    """Return the cases of the person whose affairs are at hand, the newest first."""
    if by.subject_id is None:
        return []
    cases = Case.objects.filter(subject_id=by.subject_id).order_by("-opened_city_at", "-number")
    with transaction.atomic():
        own = [case for case in cases if can_read_case(case, by=by, at=at)]
        for case in own[:1]:
            _note_look(case, by=by, at=at, data=("case",))
        return [view_case(case, at=at) for case in own]


def can_read_case(case: Case, *, by: Actor, at: Moment) -> bool:
    """Tell whether the actor is the case's person, or acts for them now with the right to."""
    if by.subject_id != case.subject_id or get_type(case.type).is_internal:
        return False
    if by.kind is ActorKind.STAFF:
        # Only an open visit at a desk sets for whom an official acts.
        return by.ground_id is not None
    if by.person_id is None:
        return False
    if by.person_id == case.subject_id:
        return True
    purpose = get_type(case.type).purpose
    return find_representation(by.person_id, PersonId(case.subject_id), at=at, purpose=purpose) is not None


def _find_case(case_id: CaseId, *, by: Actor, at: Moment) -> Case:
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotFoundError
    if not can_read_case(case, by=by, at=at) and not _is_official_of(case, by=by, at=at):
        raise NotFoundError
    return case


def _is_official_of(case: Case, *, by: Actor, at: Moment) -> bool:
    if by.kind is not ActorKind.STAFF or by.user_id is None:
        return False
    task_type = get_type(case.type)
    roles = by.roles & (task_type.decided_by | task_type.confirmed_by | READERS)
    # What colleagues write about an official's own family is not theirs to read.
    return by.user_id in list_impartial(case, roles, at=at)


def _note_look(case: Case, *, by: Actor, at: Moment, data: tuple[str, ...]) -> None:
    """Whoever reads their own case leaves no look; everybody else does, once a page."""
    if by.kind is ActorKind.RESIDENT and by.person_id == case.subject_id:
        return
    if is_noted(case.subject_id, by=by, data=data):
        return
    line = NewLine(
        kind=LineKind.LOOK,
        action="desk.case.looked",
        actor=by,
        subject_id=case.subject_id,
        purpose=VISIT if _is_served(case, by=by) else purpose_of_reading(get_type(case.type), by=by),
        case_id=case.id,
        body={"right": _right_of(case, by=by), "data": list(data)},
    )
    append_lines([line], at=at)
    reach("desk.look.written")


def _right_of(case: Case, *, by: Actor) -> str:
    if by.kind is ActorKind.STAFF:
        return VISIT if _is_served(case, by=by) else "role"
    return "representation"


def _is_served(case: Case, *, by: Actor) -> bool:
    """Tell whether the person of the case stands at the desk of this official."""
    return by.kind is ActorKind.STAFF and by.for_person_id == case.subject_id
