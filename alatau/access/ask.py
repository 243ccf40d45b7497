"""Ask to act for somebody, or let somebody act for oneself, by their number; the other side has to say yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from alatau.access.errors import RepresentationDatesError
from alatau.access.models import Person, Representation
from alatau.access.read import find_person_by_number
from alatau.access.represent import end_representation, grant_representation
from alatau.access.throttle import ASK_PER_PERSON, spend
from alatau.access.values import NewRepresentation, RepresentationId, RepresentationSource
from alatau.messages.errors import NoWayToReachError
from alatau.messages.send import send_message

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.values import Actor, Moment, PersonId

#: Ground of what two people agreed on a page; a page shows it in the reader's language.
AGREED = gettext_noop("Agreed between you in the city")


def ask_representation(
    *, lets: bool, kind: str, number: str, purposes: frozenset[str], until: date | None, by: Actor, at: Moment
) -> None:
    """Enter a request that waits for the other person's yes, and tell them. ``lets``: the other acts for the asker.

    Nobody's number and somebody's answer alike.

    Raises:
        TooManyTriesError, RepresentationDatesError, NumberNotValidError, KindUnknownError, RepresentationSelfError,
        RepresentationOpenError: in this order.
    """
    assert by.person_id is not None
    spend(ASK_PER_PERSON, str(by.person_id), at=at)
    # Judged before anybody is looked for: a refusal that only a known number gets would tell that it is known.
    if until is not None and until <= at.city_day:
        raise RepresentationDatesError
    other = find_person_by_number(number, on=at.city_day)
    if other is None:
        return
    representative, represented = (other, by.person_id) if lets else (by.person_id, other)
    new = NewRepresentation(
        kind=kind,
        representative_id=representative,
        represented_id=represented,
        source=RepresentationSource.GRANTED,
        ground=AGREED,
        purposes=purposes,
        valid_from=at.city_day,
        valid_until=until,
        asked_by=by.person_id,
    )
    with transaction.atomic():
        representation_id = grant_representation(new, by=by, at=at)
        _tell(other, by.person_id, key=f"representation:{representation_id}", lets=lets, by=by, at=at)


@transaction.atomic
def withdraw_requests(*, by: Actor, at: Moment) -> None:
    """End every request of the actor that still waits for a yes; whether there were any is not told."""
    waiting = Representation.objects.filter(asked_by_id=by.person_id, accepted_at=None, ended_at=None)
    for request_id in waiting.order_by("id").values_list("id", flat=True):
        end_representation(RepresentationId(request_id), by=by, at=at)


def _tell(to: PersonId, asker: PersonId, *, key: str, lets: bool, by: Actor, at: Moment) -> None:
    template = "access.representation_offered" if lets else "access.representation_requested"
    name = Person.objects.values_list("name", flat=True).get(id=asker)
    try:
        with transaction.atomic():
            send_message(template, to=to, facts={"name": name}, by=by, at=at, key=key)
    except NoWayToReachError:
        # They find the request on their own page, or hear of it at a desk.
        return
