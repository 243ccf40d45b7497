"""The one loader of a person: right, purpose and case are checked, and the look is in the journal before the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from alatau.access.looked import PageLook, is_noted, note_page_look
from alatau.access.lookup import get_purpose
from alatau.access.merged import resolve_person
from alatau.access.models import Person, PersonNumber
from alatau.access.rights import VISIT_RIGHT, WHOLE_RIGHT, find_right
from alatau.access.seal import unseal
from alatau.access.values import PersonView
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import ActorKind, PersonId

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment

#: What `access_person` shows, by data words; rooms that show more record their own look.
DATA = ("name", "birthday", "region", "number")

declare_points("access.look.written")


def access_person(
    person_id: PersonId,
    *,
    by: Actor,
    purpose: str,
    case_id: UUID | None = None,
    data: tuple[str, ...] = DATA,
    at: Moment | None = None,
    look_id: UUID | None = None,
) -> PersonView:
    """Return a person's data to a reader with the right; the look is committed before the answer leaves.

    Outside a transaction the look gets its own short one; inside one it commits with the caller's. Somebody who reads
    their own data leaves no look. ``data`` names what the caller will show, as data words. ``look_id`` names the line
    for a process that asks for it before it answers; then one's own reading leaves one too.

    Raises:
        PurposeUnknownError: the content knows no such lawful purpose.
        NotFoundError: absent, or not yours: both read alike and cost the same questions.

    Cost: five queries and one insert.
    """
    get_purpose(purpose)
    moment = at or read_clocks()
    standing_id = resolve_person(person_id)
    with transaction.atomic():
        person = Person.objects.filter(id=standing_id).first()
        right = find_right(standing_id, person, by=by, purpose=purpose, case_id=case_id, at=moment)
        view = _view(person, at=moment) if person and right else None
        if right != "own" or look_id is not None:
            # A refused look of staff is kept as well: auditors see who tried. Absent and not yours write alike.
            _record(
                standing_id,
                by=by,
                purpose=purpose,
                case_id=case_id,
                right=right,
                data=data,
                look_id=look_id,
                at=moment,
            )
    if view is None:
        raise NotFoundError
    return view


def record_page_look(person_id: PersonId, *, by: Actor, data: tuple[str, ...]) -> None:
    """Record the look of a representative, or of staff at a desk, at what a page shows; it is committed on return.

    The gate calls it, once a page, for an actor whose right to the whole person it has judged in the same request.
    """
    # The purpose of such a look is the act for another itself.
    right = VISIT_RIGHT if by.kind is ActorKind.STAFF else WHOLE_RIGHT
    with transaction.atomic():
        _record(person_id, by=by, purpose=right, case_id=None, right=right, data=data, at=read_clocks())
    note_page_look(PageLook(by=by, person_id=person_id, data=frozenset(data)))


def _record(
    person_id: PersonId,
    *,
    by: Actor,
    purpose: str,
    case_id: UUID | None,
    right: str | None,
    data: tuple[str, ...],
    at: Moment,
    look_id: UUID | None = None,
) -> None:
    if right is None and by.kind is not ActorKind.STAFF:
        return
    is_look = right is not None
    if look_id is None and is_look and is_noted(person_id, by=by, data=data):
        return
    line = NewLine(
        kind=LineKind.LOOK if is_look else LineKind.AUDIT,
        action="access.person.looked" if is_look else "access.look.refused",
        actor=by,
        subject_id=person_id,
        purpose=purpose if is_look else "",
        case_id=case_id,
        body={"right": right, "data": list(data)} if is_look else {"purpose": purpose},
        id=look_id or uuid4(),
    )
    append_lines([line], at=at)
    reach("access.look.written")


def _view(person: Person, *, at: Moment) -> PersonView:
    return PersonView(
        person_id=PersonId(person.id),
        name=person.name,
        short_name=person.short_name,
        born_on=person.born_on,
        region=None if person.address_protected else person.region or None,
        number=_number_on(person, at=at),
    )


def _number_on(person: Person, *, at: Moment) -> str | None:
    day = at.city_day
    standing = PersonNumber.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day), person=person)
    sealed = standing.filter(valid_from__lte=day).values_list("sealed", flat=True).first()
    return unseal(sealed) if sealed else None
