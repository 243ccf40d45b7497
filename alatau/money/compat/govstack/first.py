"""The synchronous generation (1.0): register and update beneficiaries, validate before payment, pay in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_POST

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.money.compat.door import answer, read_institution, read_object
from alatau.money.compat.enrol import EnrolError, enrol
from alatau.money.compat.govstack.shapes import (
    BAD,
    CALLBACKS,
    GOOD,
    IDENTITY,
    RECEIVED,
    door,
    header,
    read_line,
    say_received,
    seal_facts,
    unseal_facts,
)
from alatau.money.compat.lines import batch_id_of, choose_programme, find_unpayable, hand_over
from alatau.money.compat.requests import find_request_by_caller, take_request

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from alatau.core.values import Moment
    from alatau.money.compat.door import Given
    from alatau.money.payouts.institutions import InstitutionView

NAMES = ("ResponseCode", "ResponseDescription", "RequestID")


@open_to(Who.MACHINE)
@require_POST
@door(names=NAMES)
def register(request: HttpRequest) -> HttpResponse:
    """Enrol beneficiaries; the answer says how many could not be."""
    return _enrol(request, "govstack.register")


@open_to(Who.MACHINE)
@require_POST
@door(names=NAMES)
def update(request: HttpRequest) -> HttpResponse:
    """Change how beneficiaries are paid; the answer says how many could not be changed."""
    return _enrol(request, "govstack.update")


@open_to(Who.MACHINE)
@require_POST
@door(names=NAMES)
def validate(request: HttpRequest) -> HttpResponse:
    """Judge credit instructions without paying; which failed, the second call or the callback tells."""
    institution, given, at = read_institution(request), read_object(request), read_clocks()
    request_id = given.needed("RequestID", most=99)
    asked = [read_line(each) for each in given.items("CreditInstructions")]

    def act(_id: UUID) -> dict[str, str]:
        failed = [
            {"InstructionID": reference, "FailureReason": reason}
            for reference, reason in find_unpayable(asked, institution=institution, at=at)
        ]
        return seal_facts({"batch": given.text("BatchID"), "failed": failed})

    take_request(
        "govstack.validate",
        request_id,
        request.body,
        institution=institution,
        callback=header(request, CALLBACKS),
        at=at,
        act=act,
    )
    return answer(say_received(request_id, names=NAMES))


@open_to(Who.MACHINE)
@require_POST
@door(names=NAMES)
def validation(request: HttpRequest) -> HttpResponse:
    """Tell what an earlier validation found."""
    institution, given = read_institution(request), read_object(request)
    request_id = given.needed("RequestID", most=99)
    found = find_request_by_caller("govstack.validate", request_id, institution=institution.id)
    if found is None:
        return answer(say_received(request_id, names=NAMES, code=BAD, words="No such validation"), status=400)
    facts = unseal_facts(found.facts)
    code, words = (BAD, f"{len(facts['failed'])} instructions cannot be paid") if facts["failed"] else (GOOD, RECEIVED)
    told = say_received(request_id, names=NAMES, code=code, words=words)
    return answer({**told, "BatchID": facts["batch"], "FailedInstructions": facts["failed"]})


@open_to(Who.MACHINE)
@require_POST
@door(names=NAMES)
def pay(request: HttpRequest) -> HttpResponse:
    """Hand a batch of credits over; the same BatchID twice is one batch."""
    institution, given, at = read_institution(request), read_object(request), read_clocks()
    request_id = given.needed("RequestID", most=99)
    programme = choose_programme(header(request, ("X-Program-Id",)), institution)
    asked = [read_line(each) for each in given.items("CreditInstructions")]
    reference = given.text("BatchID", most=50) or request_id

    def act(_id: UUID) -> dict[str, str]:
        batch_id = hand_over(reference, asked, programme=programme, institution=institution, at=at)
        return {"batch_id": str(batch_id)}

    take_request(
        "govstack.pay",
        request_id,
        request.body,
        institution=institution,
        callback=header(request, CALLBACKS),
        at=at,
        act=act,
        batch_id=batch_id_of(reference, institution),
        tells_now=False,
    )
    return answer(say_received(request_id, names=NAMES))


def enrol_all(items: list[Given], *, institution: InstitutionView, at: Moment) -> list[dict[str, str]]:
    """Enrol beneficiaries as either generation writes them, and return those that could not be."""
    failed = []
    for each in items:
        identity, modality = each.text(*IDENTITY, most=40), each.text("PaymentModality", most=2) or "03"
        bank_code, address = each.text("bankingInstitutionCode", most=11), each.text("FinancialAddress", most=60)
        try:
            enrol(identity, modality=modality, address=address, bank_code=bank_code, institution=institution, at=at)
        except EnrolError as error:
            failed.append(
                {
                    "identity": identity,
                    "modality": modality,
                    "bank_code": bank_code,
                    "reason": error.reason.value,
                }
            )
    return failed


def _enrol(request: HttpRequest, kind: str) -> HttpResponse:
    institution, given, at = read_institution(request), read_object(request), read_clocks()
    request_id = given.needed("RequestID", most=99)
    items = given.items("Beneficiaries")
    row = take_request(
        kind,
        request_id,
        request.body,
        institution=institution,
        callback=header(request, CALLBACKS),
        at=at,
        act=lambda _id: seal_facts({"failed": enrol_all(items, institution=institution, at=at), "count": len(items)}),
    )
    facts = unseal_facts(row.facts)
    if not facts["failed"]:
        return answer(say_received(request_id, names=NAMES))
    words = f"{len(facts['failed'])} of {facts['count']} failed: {facts['failed'][0]['reason']}"
    status = 400 if len(facts["failed"]) == facts["count"] else 200
    return answer(say_received(request_id, names=NAMES, code=BAD, words=words), status=status)
