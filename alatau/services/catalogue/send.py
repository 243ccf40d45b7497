"""Send a request: what the law leaves to a machine ends at once, all else goes to an official with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction

from alatau.core.content import content
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId
from alatau.desk.deadlines import first_deadline
from alatau.desk.open import open_case
from alatau.services.catalogue.case_kinds import deadline_of, kind_of_case
from alatau.services.catalogue.errors import ConditionNotMetError, RequestIncompleteError
from alatau.services.catalogue.evidence import fetch_evidence
from alatau.services.catalogue.fees import find_fee, issue_fee
from alatau.services.catalogue.fulfil import Fulfilment, fulfil
from alatau.services.catalogue.known import Known
from alatau.services.catalogue.people import load_people
from alatau.services.catalogue.read import get_request
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.services import get_service
from alatau.services.catalogue.store import (
    draw_number,
    lock_request,
    read_answers,
    read_evidence,
    record_step,
    require_visible,
    whose_of,
    write_evidence,
)
from alatau.services.catalogue.values import FeeTime, FieldType, Judge, Otherwise
from alatau.services.catalogue.whose import actor_for
from alatau.services.models import RequestFile, ServiceRequest

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment
    from alatau.services.catalogue.known import People
    from alatau.services.catalogue.request_values import RequestId, RequestView
    from alatau.services.catalogue.values import Service

declare_points("services.send.numbered", "services.send.billed", "services.send.handed_over", "services.send.fulfilled")

#: Route of the page on which officials see what was asked, answered and read.
PAGE = "services:request_of_case"
#: Why an official looks, beside the conditions of the service, as codes in the case.
CONTESTED, JUDGEMENT = "contested", "judgement"
#: What a grant writes into a row.
_GIVEN = ("status", "document_id", "decision_id", "ticket_id", "bill_id", "fee", "currency", "decided_city_at")


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One request on its way, with everything that is known about it."""

    row: ServiceRequest
    known: Known
    by: Actor
    at: Moment


def send_request(request_id: RequestId, *, by: Actor, at: Moment) -> RequestView:
    """Send a request, once: sent again, it is returned as it stands. What registers say is read anew.

    Raises:
        NotFoundError: absent, or not yours.
        RequestIncompleteError: a question is open. ConditionNotMetError: what the person said forbids it. Nothing is
            written then.
    """
    row = ServiceRequest.objects.filter(id=request_id).first()
    if row is None:
        raise NotFoundError
    require_visible(row, by=by)
    if row.status != RequestStatus.DRAFT:
        return get_request(request_id, by=by)
    service, whose = get_service(row.service), whose_of(row)
    # Before the transaction: rows are read only after the look is committed.
    evidence = fetch_evidence(service, whose, asker_id=PersonId(row.asker_id), by=by, at=at)
    people = load_people(row, by=by, at=at)
    with transaction.atomic():
        row = lock_request(request_id)
        if row.status == RequestStatus.DRAFT:
            write_evidence(row, evidence)
            _send(row, service, people, by=actor_for(whose, by=by), at=at)
    return get_request(request_id, by=by)


def _send(row: ServiceRequest, service: Service, people: People, *, by: Actor, at: Moment) -> None:
    known = known_of(row, service, people=people, at=at)
    _refuse_open_questions(row, known)
    for condition in known.list_unmet():
        if condition.otherwise is Otherwise.STOP:
            raise ConditionNotMetError(reason=condition.says.say())

    # Nothing is refused below this line.
    row.number, row.version = draw_number(at.city_day.year), service.version
    row.sent_city_at, row.due_city_at = at.city_at, due_of(service, at=at)
    reach("services.send.numbered")
    sending = Sending(row=row, known=known_of(row, service, people=people, at=at), by=by, at=at)
    fee = find_fee(known)
    if fee is not None and service.fee is not None and service.fee.when is FeeTime.BEFORE:
        _ask_for_fee(sending, fee)
    else:
        go_on(sending)
    row.save()


def known_of(row: ServiceRequest, service: Service, *, people: People, at: Moment) -> Known:
    """Return everything known about a request, as its row holds it."""
    return Known(
        service=service,
        answers=read_answers(row),
        evidence=read_evidence(row),
        on=at.city_day,
        people=people,
        number=row.number,
    )


def due_of(service: Service, *, at: Moment) -> datetime:
    """Return by when the law wants an answer to what is sent now, as the desk counts it."""
    return first_deadline(at.city_at, deadline_of(service), content().calendar)


def go_on(it: Sending) -> None:
    """Give what was asked for, or let an official decide; the caller saves the row."""
    reasons = list_reasons(it.known)
    if reasons:
        hand_over(it, reasons=reasons)
        return
    refusal = try_to_grant(it)
    if refusal is not None:
        hand_over(it, reasons=[refusal.code])


def try_to_grant(it: Sending) -> AlatauError | None:
    """Give the outcome, and return nothing; or leave everything as it was, and return why a neighbour refused it."""
    before = {name: getattr(it.row, name) for name in _GIVEN}
    try:
        # What a neighbour refuses must leave the request standing: no machine refuses a person.
        with transaction.atomic():
            grant_request(it)
    except AlatauError as refusal:
        for name, value in before.items():
            setattr(it.row, name, value)
        return refusal
    return None


def list_reasons(known: Known) -> list[str]:
    """Return why an official has to look, as codes: places of conditions, what is contested, the law's judgement."""
    conditions = known.service.conditions
    reasons = [f"condition.{number}" for number, each in enumerate(conditions) if not each.when.holds(known)]
    reasons += [CONTESTED] if known.is_contested else []
    return reasons + ([JUDGEMENT] if known.service.outcome.by is Judge.OFFICIAL else [])


def grant_request(it: Sending) -> None:
    """Give the outcome, and the bill where the fee comes after it; the caller saves the row."""
    row, fee = it.row, it.known.service.fee
    fulfil(Fulfilment(row=row, known=it.known, by=it.by, at=it.at))
    amount = find_fee(it.known) if fee is not None and fee.when is FeeTime.AFTER else None
    if amount is not None:
        _issue(it, amount)
    row.decided_city_at = it.at.city_at
    record_step(row, RequestStatus.GRANTED, by=it.by, at=it.at, facts={"document": row.document_id})
    reach("services.send.fulfilled")


def hand_over(it: Sending, *, reasons: list[str], again: str = "") -> None:
    """Open the desk's case of a request, with why a machine does not decide; the caller saves the row."""
    row, people = it.row, it.known.people
    about = people.person or people.asker
    row.case_id = open_case(
        kind_of_case(it.known.service),
        subject_id=PersonId(row.person_id or row.asker_id),
        region=(about.region if about else None) or "",
        facts={"service": row.service, "request": row.id, "reasons": reasons, "page": PAGE},
        request_id=uuid5(row.id, f"case{again}"),
        by=it.by,
        at=it.at,
    )
    record_step(row, RequestStatus.WITH_STAFF, by=it.by, at=it.at, facts={"reasons": reasons})
    reach("services.send.handed_over")


def _ask_for_fee(it: Sending, fee: Amount) -> None:
    _issue(it, fee)
    record_step(it.row, RequestStatus.FEE_DUE, by=it.by, at=it.at, facts={"bill": it.row.bill_id})


def _issue(it: Sending, fee: Amount) -> None:
    it.row.fee, it.row.currency = fee.units, fee.currency.code
    it.row.bill_id = issue_fee(it.row, it.known.service, fee, by=it.by, at=it.at)
    reach("services.send.billed")


def _refuse_open_questions(row: ServiceRequest, known: Known) -> None:
    with_files = set(RequestFile.objects.filter(request=row).values_list("field", flat=True))
    for page in known.list_pages():
        for field in known.list_fields(page):
            is_open = (
                field.key not in with_files if field.type is FieldType.FILES else _is_empty(known.answer_of(field))
            )
            if field.is_required and is_open:
                raise RequestIncompleteError(question=field.label, page=page.key)


def _is_empty(answer: object) -> bool:
    return answer is None or answer in ("", [])
