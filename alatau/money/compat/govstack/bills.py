"""Bills for banks whose customers pay them: what one is, and the word of a bank that it was paid there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_GET, require_POST

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.money.compat.bills import inquire, pay_by_word
from alatau.money.compat.door import answer, read_object, read_payer
from alatau.money.compat.errors import BodyNotReadableError
from alatau.money.compat.govstack.results_bills import say_bill, say_paid
from alatau.money.compat.govstack.shapes import CALLBACKS, CORRELATIONS, REFUSED_NAMES, door, header, say_received
from alatau.money.compat.requests import take_request

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

INQUIRED_NAMES = ("responseCode", "reason", "requestId")
NAMES = ("responseCode", "reason", "requestID")


@open_to(Who.MACHINE)
@require_GET
@door(names=INQUIRED_NAMES)
def bill(request: HttpRequest, number: str) -> HttpResponse:
    """Tell who is owed how much until when; of who owes it, nothing.

    What was told goes to the callback. To who names none, the answer itself tells it.
    """
    institution, given, at = read_payer(request), read_object(request), read_clocks()
    request_id = given.text("requestId", most=99) or request.GET.get("requestId", "") or header(request, CORRELATIONS)
    if not request_id:
        raise BodyNotReadableError(field="requestId")
    row = take_request(
        "govstack.inquiry",
        request_id,
        b"\n".join((number.encode(), request.body)),
        institution=institution,
        callback=header(request, CALLBACKS),
        at=at,
        act=lambda _id: inquire(number, institution=institution, at=at),
    )
    told = say_received(request_id, names=INQUIRED_NAMES)
    return answer(told if row.callback else {**say_bill(row), **told}, status=202)


@open_to(Who.MACHINE)
@require_POST
@door(names=REFUSED_NAMES)
def paid(request: HttpRequest) -> HttpResponse:
    """Take a bank's word that its customer paid a bill: its own account with us pays now, or the word is refused.

    How much, the inquiry says that the word names. The same payment under another request id is paid once.
    """
    institution, given, at = read_payer(request), read_object(request), read_clocks()
    request_id = given.needed("requestId", most=99)
    inquiry_id = given.needed("billInquiryRequestId", most=99)
    number, reference = given.needed("billId", most=30), given.needed("paymentReferenceID", most=35)
    row = take_request(
        "govstack.paid",
        request_id,
        request.body,
        institution=institution,
        callback=header(request, CALLBACKS),
        at=at,
        act=lambda _id: pay_by_word(number, inquiry_id, reference, institution=institution, at=at),
    )
    told = say_received(request_id, names=NAMES)
    return answer(told if row.callback else {**say_paid(row), **told}, status=202)
