"""Let one person act for another, or for an organisation: state, ask, accept, end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from alatau.access.dates import birthday_at
from alatau.access.errors import (
    KindUnknownError,
    RepresentationDatesError,
    RepresentationOpenError,
    RepresentationSelfError,
)
from alatau.access.lookup import get_kind, get_purpose
from alatau.access.models import Organisation, Person, Representation
from alatau.access.values import RepresentationId, RepresentationSource
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine

if TYPE_CHECKING:
    from datetime import date

    from alatau.access.kinds import RepresentationKind
    from alatau.access.values import NewRepresentation
    from alatau.core.values import Actor, Moment

declare_points("access.representation.written", "access.representation.accepted", "access.representation.ended")


@transaction.atomic
def grant_representation(new: NewRepresentation, *, by: Actor, at: Moment) -> RepresentationId:
    """Enter a representation: in force at once when a register or a desk states it, else once the other side accepts.

    It never outlives the age at which the law ends its kind. A repeat of an open one with the same ground returns it.

    Raises:
        KindUnknownError, PurposeUnknownError, RepresentationSelfError, NotFoundError, RepresentationDatesError,
        RepresentationOpenError: in this order; nothing is written.
    """
    assert (new.represented_id is None) != (new.organisation_id is None), "one person, or one organisation"
    assert (new.source is RepresentationSource.GRANTED) == (new.asked_by is not None), "who asks is known when asked"
    kind = _kind_for(new)
    for purpose in new.purposes:
        get_purpose(purpose)
    if new.represented_id == new.representative_id:
        raise RepresentationSelfError
    represented = _load_sides(new)
    open_now = _find_open(new)
    if open_now is not None and open_now.ground == new.ground:
        return RepresentationId(open_now.id)
    valid_until = _end_of(new, kind, represented)
    if valid_until is not None and valid_until <= max(new.valid_from, at.city_day):
        raise RepresentationDatesError
    if open_now is not None:
        raise RepresentationOpenError
    row = _write(new, valid_until=valid_until, at=at)
    reach("access.representation.written")
    action = "access.representation.granted" if row.accepted_at else "access.representation.asked"
    _tell(row, action, by=by, at=at)
    return RepresentationId(row.id)


@transaction.atomic
def accept_representation(representation_id: RepresentationId, *, by: Actor, at: Moment) -> None:
    """Say yes as the side that was asked. A repeat changes nothing.

    Raises:
        NotFoundError: it does not exist, was ended, or is not for this person to accept.
    """
    row = Representation.objects.select_for_update().filter(id=representation_id, ended_at=None).first()
    if row is None or not _may_accept(row, by=by):
        raise NotFoundError
    if row.accepted_at is not None:
        return
    row.accepted_at = at.wall_at
    row.save(update_fields=["accepted_at"])
    reach("access.representation.accepted")
    _tell(row, "access.representation.accepted", by=by, at=at)


@transaction.atomic
def end_representation(representation_id: RepresentationId, *, by: Actor, at: Moment) -> None:
    """End it from now on, as either side, as staff at a desk, or as a register. A repeat changes nothing.

    A side cannot end what a register states: the register does.

    Raises:
        NotFoundError: it does not exist, or is not for this actor to end.
    """
    row = Representation.objects.select_for_update().filter(id=representation_id).first()
    if row is None or not _may_end(row, by=by):
        raise NotFoundError
    if row.ended_at is not None:
        return
    row.ended_at = at.wall_at
    row.end_told_at = at.wall_at
    row.save(update_fields=["ended_at", "end_told_at"])
    reach("access.representation.ended")
    _tell(row, "access.representation.ended", by=by, at=at)


@transaction.atomic
def close_lapsed_representations(*, by: Actor, at: Moment, limit: int = 500) -> int:
    """Close what its dates have ended, and tell both sides through the journal; return how many.

    A representation is out of force from its last day whether or not this ran: only the news depends on it.
    """
    lapsed = Representation.objects.select_for_update(skip_locked=True).filter(
        ended_at=None, valid_until__lte=at.city_day
    )
    rows = list(lapsed.order_by("id")[:limit])
    for row in rows:
        row.ended_at = row.end_told_at = at.wall_at
        row.save(update_fields=["ended_at", "end_told_at"])
        _tell(row, "access.representation.lapsed", by=by, at=at)
    return len(rows)


def _kind_for(new: NewRepresentation) -> RepresentationKind:
    kind = get_kind(new.kind)
    if kind.for_organisation != (new.organisation_id is not None):
        raise KindUnknownError(kind=new.kind)
    if new.source is not RepresentationSource.REGISTER and not kind.given_by_person:
        raise KindUnknownError(kind=new.kind)
    return kind


def _load_sides(new: NewRepresentation) -> Person | None:
    wanted = {side for side in (new.representative_id, new.represented_id) if side is not None}
    # Lock in id order: the two sides may ask each other at the same time.
    people = {row.id: row for row in Person.objects.select_for_update().filter(id__in=wanted).order_by("id")}
    if len(people) != len(wanted):
        raise NotFoundError
    if new.organisation_id and not Organisation.objects.filter(id=new.organisation_id).exists():
        raise NotFoundError
    return people[new.represented_id] if new.represented_id else None


def _find_open(new: NewRepresentation) -> Representation | None:
    rows = Representation.objects.filter(kind=new.kind, representative_id=new.representative_id, ended_at=None)
    if new.organisation_id is not None:
        return rows.filter(organisation_id=new.organisation_id).first()
    assert new.represented_id is not None
    return rows.filter(represented_id=new.represented_id).first()


def _end_of(new: NewRepresentation, kind: RepresentationKind, represented: Person | None) -> date | None:
    said = new.valid_until
    if said is None and kind.unless_said_years is not None:
        said = birthday_at(new.valid_from, kind.unless_said_years)
    by_law = birthday_at(new.valid_from, kind.longest_years) if kind.longest_years is not None else None
    by_age = None
    if kind.ends_at_age is not None and represented is not None and represented.born_on is not None:
        by_age = birthday_at(represented.born_on, kind.ends_at_age)
    return min((end for end in (said, by_law, by_age) if end is not None), default=None)


def _write(new: NewRepresentation, *, valid_until: date | None, at: Moment) -> Representation:
    try:
        with transaction.atomic():
            return Representation.objects.create(
                kind=new.kind,
                representative_id=new.representative_id,
                represented_id=new.represented_id,
                organisation_id=new.organisation_id,
                source=new.source,
                ground=new.ground,
                purposes=sorted(new.purposes),
                valid_from=new.valid_from,
                valid_until=valid_until,
                granted_at=at.wall_at,
                asked_by_id=new.asked_by,
                accepted_at=None if new.asked_by else at.wall_at,
            )
    except IntegrityError as error:
        raise RepresentationOpenError from error


def _may_accept(row: Representation, *, by: Actor) -> bool:
    sides = {row.representative_id, row.represented_id}
    return by.person_id in sides and by.person_id != row.asked_by_id and row.asked_by_id is not None


def _may_end(row: Representation, *, by: Actor) -> bool:
    if by.process:
        return True
    if row.source == RepresentationSource.REGISTER:
        return False
    if by.subject_id is not None and by.person_id is None:
        return by.subject_id == row.represented_id  # staff who serve the represented person at a desk
    return by.person_id is not None and by.person_id in {row.representative_id, row.represented_id}


def _tell(row: Representation, action: str, *, by: Actor, at: Moment) -> None:
    body = {
        "representation_id": row.id,
        "kind": row.kind,
        "representative_id": row.representative_id,
        "valid_until": row.valid_until,
    }
    subject = row.represented_id or row.organisation_id
    append_lines([NewLine(kind=LineKind.EVENT, action=action, actor=by, subject_id=subject, body=body)], at=at)
