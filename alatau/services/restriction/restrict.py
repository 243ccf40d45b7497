"""Restrict oneself from gambling: a signed request, entered at once, that nobody can take back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from alatau.access.dates import age_on
from alatau.access.load import access_person
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import actor_facts, append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.keys import sign
from alatau.core.values import ActorKind
from alatau.messages.choices import get_choices
from alatau.papers.issue import issue_document
from alatau.registry.declare import get_register
from alatau.registry.receive import receive_row
from alatau.services.models.restriction import Restriction
from alatau.services.restriction.errors import (
    OwnRequestError,
    PeriodNotAllowedError,
    RestrictionNotLongerError,
    TooYoungError,
)
from alatau.services.restriction.find_under_keys import enter_number
from alatau.services.restriction.locks import hold_keys, lock_person
from alatau.services.restriction.periods import add_months
from alatau.services.restriction.rules import get_rules
from alatau.services.restriction.values import RestrictionId

if TYPE_CHECKING:
    from datetime import date

    from alatau.access.values import PersonView
    from alatau.core.values import Actor, Moment, PersonId

declare_points("services.restrict.written", "services.restrict.found", "services.restrict.told")

KEY_PURPOSE = "restriction"


@transaction.atomic
def restrict(person_id: PersonId, *, until: date, by: Actor, at: Moment) -> RestrictionId:
    """Keep a person from gambling until a day, from this commit on; operators are answered by it at once.

    What is asked for is signed, written into the state's register, and confirmed by a letter. It ends by itself. While
    one holds, another can only lengthen it; asked for again until the same day, it is the same one.

    Raises:
        OwnRequestError, TooYoungError, PeriodNotAllowedError, RestrictionNotLongerError: in this order; nothing is
        written.
    """
    _check_own(person_id, by=by)
    # The shared lock first, as everywhere: a new key waits for whoever is about to enter somebody.
    hold_keys()
    lock_person(person_id)
    purpose = "desk_visit" if by.kind is ActorKind.STAFF else "own"
    person = access_person(person_id, by=by, purpose=purpose, data=("name", "birthday", "number"), at=at)
    standing = find_standing(person_id, on=at.city_day)
    if standing is not None and standing.until_on == until:
        return RestrictionId(standing.id)
    _check(person, until=until, standing=standing, at=at)

    # Nothing is refused below this line.
    assert person.number is not None
    made = _write(person, until=until, standing=standing, by=by, at=at)
    reach("services.restrict.written")
    enter_number(person_id, person.number, own_until=until, at=at)
    reach("services.restrict.found")
    _tell_register(person.number, made, by=by, at=at)
    _issue_letter(person, made, by=by, at=at)
    append_lines([_line(made, by=by)], at=at)
    reach("services.restrict.told")
    return RestrictionId(made.id)


def find_standing(person_id: PersonId, *, on: date) -> Restriction | None:
    """Return the act that holds on a day: the one with the latest end."""
    rows = Restriction.objects.filter(person_id=person_id, until_on__gt=on)
    return rows.order_by("-until_on").first()


def _check_own(person_id: PersonId, *, by: Actor) -> None:
    is_own = by.kind is ActorKind.RESIDENT and by.person_id == person_id and by.subject_id == person_id
    # At a desk the person is there in body, and the visit was opened by what they showed.
    is_served = by.kind is ActorKind.STAFF and by.for_person_id == person_id
    if not (is_own or is_served):
        raise OwnRequestError


def _check(person: PersonView, *, until: date, standing: Restriction | None, at: Moment) -> None:
    rules, day = get_rules(), at.city_day
    if person.number is None:
        raise OwnRequestError
    if person.born_on is None or age_on(person.born_on, day) < rules.age_from:
        raise TooYoungError(age=rules.age_from)
    if not add_months(day, rules.months_least) <= until <= add_months(day, rules.months_most):
        raise PeriodNotAllowedError(least=rules.months_least, most=rules.months_most)
    if standing is not None and until < standing.until_on:
        raise RestrictionNotLongerError(until=standing.until_on)


def _write(person: PersonView, *, until: date, standing: Restriction | None, by: Actor, at: Moment) -> Restriction:
    made_id = uuid4()
    # A longer one is the same restriction to the register: its first day stays.
    from_on = standing.from_on if standing else at.city_day
    statement = json.dumps(
        {
            "id": str(made_id),
            "person": str(person.person_id),
            "from": from_on.isoformat(),
            "until": until.isoformat(),
            "text": get_rules().statement_version,
            "language": get_choices(person.person_id).language,
            "asked_at": at.city_at.isoformat(),
        },
        sort_keys=True,
    )
    signature = sign(KEY_PURPOSE, statement.encode())
    return Restriction.objects.create(
        id=made_id,
        person_id=person.person_id,
        from_on=from_on,
        until_on=until,
        lengthens=standing,
        statement=statement,
        signature=signature.signature,
        key_id=signature.key_id,
        actor=actor_facts(by),
        city_at=at.city_at,
        wall_at=at.wall_at,
    )


def _tell_register(number: str, made: Restriction, *, by: Actor, at: Moment) -> None:
    columns = get_rules().register
    if columns is None:
        return
    row = {
        **columns.fixed,
        columns.number: number,
        columns.limited_from: made.from_on.isoformat(),
        columns.limited_until: made.until_on.isoformat(),
    }
    receive_row(get_register(columns.register), row, source_id=f"restriction.{made.id}", by=by, at=at)


def _issue_letter(person: PersonView, made: Restriction, *, by: Actor, at: Moment) -> None:
    letter = get_rules().letter
    if letter:
        issue_document(
            letter,
            subject_id=person.person_id,
            facts={
                "name": person.name,
                "from_on": made.from_on,
                "until_on": made.until_on,
                "asked_at": made.city_at,
            },
            language=get_choices(person.person_id).language,
            case_id=None,
            by=by,
            at=at,
            request_id=made.id,
        )


def _line(made: Restriction, *, by: Actor) -> NewLine:
    body = {"restriction_id": made.id, "until": made.until_on, "is_longer": made.lengthens_id is not None}
    return NewLine(
        kind=LineKind.EVENT,
        action="services.restriction.entered",
        actor=by,
        subject_id=made.person_id,
        body=body,
    )
