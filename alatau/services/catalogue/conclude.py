"""What follows when a fee is paid, an official has decided, or a case is opened again. Each is safe to repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId, system_actor
from alatau.messages.choices import get_choices
from alatau.messages.send import send_message
from alatau.services.catalogue.people import load_people
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.send import Sending, go_on, hand_over, known_of, try_to_grant
from alatau.services.catalogue.services import get_service
from alatau.services.catalogue.store import record_step
from alatau.services.models import ServiceRequest

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Moment

declare_points("services.request.paid", "services.request.concluded")

REQUESTS = system_actor("services.requests")
GRANTED_OUTCOME, REFUSED_OUTCOME = "granted", "refused"
#: Tells the person that what they asked for is there, where they are not looking at it.
READY = "services.request_ready"


@transaction.atomic
def take_fee(bill_id: UUID, *, at: Moment) -> None:
    """Go on with a request whose fee is paid whole. A bill of something else changes nothing."""
    row = ServiceRequest.objects.select_for_update().filter(bill_id=bill_id).first()
    if row is None or row.status != RequestStatus.FEE_DUE:
        return
    it = _sending(row, at=at)
    reach("services.request.paid")
    go_on(it)
    row.save()
    if row.status == RequestStatus.GRANTED:
        _tell(row, at=at)


@transaction.atomic
def conclude_request(case_id: UUID, *, outcome: str, at: Moment) -> None:
    """Do what officials decided about a request. What a neighbour refuses comes back to them as a new case."""
    row = ServiceRequest.objects.select_for_update().filter(case_id=case_id).first()
    if row is None or row.status != RequestStatus.WITH_STAFF:
        return
    if outcome == REFUSED_OUTCOME:
        row.decided_city_at = at.city_at
        record_step(row, RequestStatus.REFUSED, by=REQUESTS, at=at)
    elif outcome == GRANTED_OUTCOME:
        _grant(_sending(row, at=at))
    row.save()
    reach("services.request.concluded")


@transaction.atomic
def reopen_request(case_id: UUID, *, at: Moment) -> None:
    """Let a request wait again: the decision about it is being looked into anew."""
    row = ServiceRequest.objects.select_for_update().filter(case_id=case_id).first()
    if row is None or row.status not in {RequestStatus.GRANTED, RequestStatus.REFUSED}:
        return
    row.decided_city_at = None
    record_step(row, RequestStatus.WITH_STAFF, by=REQUESTS, at=at, facts={"reasons": ["reopened"]})
    row.save()


def _grant(it: Sending) -> None:
    refusal = try_to_grant(it)
    if refusal is not None:
        hand_over(it, reasons=[refusal.code], again=f":{it.row.case_id}")


def _sending(row: ServiceRequest, *, at: Moment) -> Sending:
    service, people = get_service(row.service), load_people(row, by=REQUESTS, at=at)
    return Sending(row=row, known=known_of(row, service, people=people, at=at), by=REQUESTS, at=at)


def _tell(row: ServiceRequest, *, at: Moment) -> None:
    asker_id = PersonId(row.asker_id)
    service = get_service(row.service).name.say(get_choices(asker_id).language)
    send_message(
        READY,
        to=asker_id,
        facts={"service": service, "number": row.number},
        by=REQUESTS,
        at=at,
        case_id=row.case_id,
        key=f"{READY}:{row.id}",
    )
