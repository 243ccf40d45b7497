"""The generation with callbacks: enrolment, look-up, batches, their details, validation and funds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.money.compat.door import Given, answer, read_amount, read_institution, read_object, say_amount
from alatau.money.compat.enrol import EnrolError, look_up
from alatau.money.compat.errors import BodyNotReadableError
from alatau.money.compat.govstack.first import enrol_all
from alatau.money.compat.govstack.shapes import (
    CALLBACKS,
    CORRELATIONS,
    REQUEST_ID,
    door,
    header,
    read_line,
    read_list,
    say_received,
    seal_facts,
)
from alatau.money.compat.lines import REASONS, AskedLine, batch_id_of, choose_programme, find_unpayable, hand_over
from alatau.money.compat.requests import take_request
from alatau.money.payouts.programmes import get_programme
from alatau.money.payouts.read import find_batch_by_reference, get_batch, list_lines
from alatau.money.payouts.values import BatchId, LineOutcome, RouteKind
from alatau.money.read import get_balance

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from alatau.core.values import Moment
    from alatau.money.payouts.institutions import InstitutionView
    from alatau.money.payouts.values import BatchView, LineView, Route

NAMES = ("responseCode", "responseDescription", "requestID")
MODALITIES = {RouteKind.BANK: "00", RouteKind.VOUCHER: "02", RouteKind.WALLET: "03", RouteKind.PERSON: "04"}
#: Keys under which peers name whom a line credits.
BY_IDENTITY = frozenset({"payeeidentity", "payeefunctionalid", "functionalid", "nationalid", "personalid", "id"})
BY_PHONE = frozenset({"msisdn", "phone", "phonenumber", "mobile"})
PAGE, PAGE_MOST = 100, 500
#: States of a line in the words of the reference implementation.
STATES = {LineOutcome.PAID: "COMPLETED", LineOutcome.SENT: "IN_PROGRESS"}


@open_to(Who.MACHINE)
@require_http_methods(["POST", "PUT"])
@door(names=NAMES)
def beneficiaries(request: HttpRequest) -> HttpResponse:
    """Enrol beneficiaries, or change how they are paid; the callback names those that could not be."""
    institution, given, at = read_institution(request), read_object(request), read_clocks()
    request_id = given.needed("RequestID", most=99)
    items = given.items("Beneficiaries")
    take_request(
        "govstack.enrol" if request.method == "POST" else "govstack.change",
        request_id,
        request.body,
        institution=institution,
        callback=header(request, CALLBACKS),
        at=at,
        act=lambda _id: seal_facts({"failed": enrol_all(items, institution=institution, at=at), "count": len(items)}),
    )
    return answer(say_received(request_id, names=NAMES))


@open_to(Who.MACHINE)
@require_http_methods(["GET", "HEAD", "PUT"])
@door(names=NAMES)
def beneficiary(request: HttpRequest) -> HttpResponse:
    """Tell how beneficiaries are paid; a person among them sees who asked."""
    institution, at = read_institution(request), read_clocks()
    if request.method == "PUT":
        given = read_object(request)
        request_id, asked = given.text("requestId"), given.words("payeePartyIds", "payeeIdentities")
    else:
        request_id, asked = request.GET.get("requestId", ""), [request.GET.get("payeeIdentity", "")]
    if not any(asked):
        raise BodyNotReadableError(field="payeeIdentity")
    told = [_modality(each, institution, at=at) for each in asked[:PAGE_MOST]]
    return answer({"requestId": request_id[:REQUEST_ID], "paymentModalityList": [each for each in told if each]})


@open_to(Who.MACHINE)
@require_POST
@door(names=NAMES)
def batch(request: HttpRequest) -> HttpResponse:
    """Take a batch of credits; the callback tells how it ended, and details are asked for page by page."""
    institution, at = read_institution(request), read_clocks()
    correlation = header(request, CORRELATIONS, most=50)
    if not correlation:
        raise BodyNotReadableError(field="X-CorrelationID")
    asked = [_credit(each) for each in read_list(request.body)]
    programme = choose_programme(header(request, ("X-Program-Id",)), institution)

    def act(_id: UUID) -> dict[str, str]:
        found = hand_over(correlation, asked, programme=programme, institution=institution, at=at)
        return {"batch_id": str(found)}

    row = take_request(
        "govstack.batch",
        correlation,
        request.body,
        institution=institution,
        callback=header(request, CALLBACKS),
        at=at,
        act=act,
        batch_id=batch_id_of(correlation, institution),
        tells_now=False,
    )
    return answer({"batchId": row.facts["batch_id"]}, status=202)


@open_to(Who.MACHINE)
@require_GET
@door(names=NAMES)
def details(request: HttpRequest) -> HttpResponse:
    """List the lines of a batch with their states, a page at a time."""
    institution = read_institution(request)
    found = get_batch(_batch_id(request.GET.get("batchId", ""), institution), institution=institution.id)
    page, size = _number(request.GET.get("pageNo", ""), 0), _number(request.GET.get("pageSize", ""), PAGE)
    size = min(max(size, 1), PAGE_MOST)
    lines = list_lines(found.id, after=page * size, limit=size)
    wanted = request.GET.get("status", "").upper()
    told = [_detail(found, line) for line in lines if line.number <= (page + 1) * size]
    return answer([each for each in told if not wanted or each["status"] == wanted])


@open_to(Who.MACHINE)
@require_POST
@door(names=NAMES)
def validate(request: HttpRequest) -> HttpResponse:
    """Judge accounts before payment; the callback names those that cannot be paid."""
    institution, given, at = read_institution(request), read_object(request), read_clocks()
    correlation = header(request, CORRELATIONS, most=50) or given.needed("batchId")
    asked = [
        read_line(each, identity=each.text("financialAddress", "payeeIdentity", most=40))
        for each in given.items("creditInstructions")
    ]

    def act(_id: UUID) -> dict[str, str]:
        failed = [
            {"instructionID": reference[:16], "failureReason": reason}
            for reference, reason in find_unpayable(asked, institution=institution, at=at)
        ]
        return seal_facts({"batch": given.text("batchId", most=50), "failed": failed})

    take_request(
        "govstack.accounts",
        correlation,
        request.body,
        institution=institution,
        callback=header(request, CALLBACKS),
        at=at,
        act=act,
    )
    return answer({}, status=202)


@open_to(Who.MACHINE)
@require_POST
@door(names=NAMES)
def authorize(request: HttpRequest, batch_id: str) -> HttpResponse:
    """Say whether the programme's account holds what a batch needs; the callback says yes or no."""
    institution, given, at = read_institution(request), read_object(request), read_clocks()
    asked = read_amount(given.needed("amount"), given.needed("currency", most=3))
    if asked is None:
        raise BodyNotReadableError(field="amount")
    programme = get_programme(choose_programme(header(request, ("X-Program-Id",)), institution))
    free = get_balance(programme.account_id).available
    has = free is not None and free.currency == asked.currency and free >= asked
    take_request(
        "govstack.funds",
        header(request, CORRELATIONS, most=50) or batch_id,
        request.body,
        institution=institution,
        callback=header(request, CALLBACKS),
        at=at,
        act=lambda _id: {"has": has},
    )
    return answer({"message": "Authorization is in process."}, status=202)


def _modality(identity: str, institution: InstitutionView, *, at: Moment) -> dict[str, str] | None:
    try:
        route = look_up(identity, institution=institution, at=at)
    except EnrolError:
        return None
    return _say_route(identity, route) if route else None


def _say_route(identity: str, route: Route) -> dict[str, str]:
    # Of an account its end is enough to see that it is the right one.
    return {
        "payeeIdentity": identity,
        "paymentModality": MODALITIES[route.kind],
        "financialAddress": f"*{route.shown}" if route.shown else "",
        "bankingInstitutionCode": route.bank_code,
    }


def _credit(given: Given) -> AskedLine:
    party = {each.text("key").replace("_", "").casefold(): each.text("value") for each in given.items("creditParty")}
    identity = next((value for key, value in party.items() if key in BY_IDENTITY), "")
    phone = next((value for key, value in party.items() if key in BY_PHONE), "")
    return read_line(given, identity=identity or ("" if phone else "?"), phone=phone)


def _batch_id(text: str, institution: InstitutionView) -> BatchId:
    """Return the batch that a caller names by our id or by its own."""
    try:
        return BatchId(UUID(text))
    except ValueError:
        found = find_batch_by_reference(text, institution=institution.id)
    if found is None:
        raise BodyNotReadableError(field="batchId")
    return found


def _detail(found: BatchView, line: LineView) -> dict[str, object]:
    is_tried = found.approved_at is not None
    state = STATES.get(line.outcome) or ("FAILED" if line.outcome in REASONS else "RECEIVED")
    started = found.approved_at if is_tried else found.received_at
    told: dict[str, object] = {
        "workflowInstanceKey": "",
        "transactionId": str(line.id),
        "startedAt": started.isoformat() if started else "",
        "status": state,
        "statusDetail": REASONS.get(line.outcome, ""),
        "payeeDfspId": "",
        "payeePartyId": line.reference,
        "payeePartyIdType": "reference",
        "payeeFee": 0.0,
        "payeeFeeCurrency": found.currency,
        "payerDfspId": "",
        "payerPartyId": found.programme,
        "payerPartyIdType": "programme",
        "payerFee": 0.0,
        "payerFeeCurrency": found.currency,
        "amount": say_amount(line.amount),
        "currency": found.currency,
        "direction": "OUTGOING",
        "errorInformation": line.refusal.name if line.refusal else "",
        "batchId": str(found.id),
    }
    return told | ({"completedAt": line.paid_at.isoformat()} if line.paid_at else {})


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else usual
