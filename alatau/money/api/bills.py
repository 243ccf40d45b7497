"""Bills and statements over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from django.http import StreamingHttpResponse
from ninja import Router, Schema
from pydantic import Field, StrictInt

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.money.api.shapes import (
    AmountOut,
    CurrencyCode,
    Cursor,
    Key,
    Limit,
    PageOut,
    Strict,
    amount_from,
    show_amount,
)
from alatau.money.bills.values import WORDS_MOST, BillId, Late
from alatau.money.programs.bearer import bearer, program_of
from alatau.money.programs.bills import (
    cancel_for_program,
    find_for_program,
    give_back_for_program,
    issue_for_program,
    list_issued_for_program,
    list_owed_for_program,
    pay_for_program,
    see_bill,
    state_for_program,
)
from alatau.money.programs.values import Right
from alatau.money.statements.camt import stream_camt
from alatau.money.values import AMOUNT_MOST, AccountId, TransferId

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.money.bills.values import BillView
    from alatau.money.statements.values import Section

router = Router()

Owed = Annotated[StrictInt, Field(gt=0, le=AMOUNT_MOST, description="Smallest units of the currency.")]
LATE = {each.name.lower(): each for each in Late}
ISSUE: dict[str, object] = {
    "requestBody": {
        "content": {
            "application/json": {
                "examples": {
                    "open": {
                        "summary": "2,500.00, from whoever brings the number",
                        "value": {"amount": 250000, "purpose": "service_fee", "words": "Bread for March"},
                    }
                }
            }
        }
    }
}


class BillIn(Strict):
    """A bill to issue."""

    amount: Owed
    currency: CurrencyCode = ""
    purpose: Key
    words: Annotated[str, Field(min_length=1, max_length=WORDS_MOST)] = Field(description="What it is for.")
    debtor_account_id: UUID | None = Field(None, description="Any account of whom it is for; left out, anybody's.")
    due_on: date | None = Field(None, description="The last day to pay, which counts whole.")
    late: Literal["payable", "lapses"] = "payable"
    follows_id: UUID | None = Field(None, description="The late bill that this one adds to.")


class BillPayIn(Strict):
    """A payment of a bill."""

    id: UUID
    source_id: UUID
    amount: Owed | None = Field(None, description="Left out, the whole bill.")
    currency: CurrencyCode = ""


class BackIn(Strict):
    """What goes back of a bill that was paid."""

    id: UUID
    amount: Owed
    currency: CurrencyCode = ""


class NumberIn(Strict):
    """Which bill, as people type its number."""

    number: Annotated[str, Field(min_length=5, max_length=60)]


class BillOut(Schema):
    """A bill, and where it stands today."""

    id: UUID
    number: str
    account_id: UUID
    amount: AmountOut
    paid: AmountOut
    rest: AmountOut
    status: str
    purpose: str
    words: str
    due_on: date | None
    late: str
    is_request: bool
    follows_id: UUID | None
    issued_at: datetime


class BillPageOut(PageOut):
    """A page of bills, newest first."""

    bills: list[BillOut]


class SectionOut(Schema):
    """One account of a statement: free money, or the pot of a mark."""

    account_id: UUID
    mark_id: UUID | None
    name: str
    opening: AmountOut
    closing: AmountOut
    came: AmountOut
    went: AmountOut
    entries: int


class StatementOut(Schema):
    """A holder's accounts over days of the city."""

    owner: str
    first_day: date
    last_day: date
    made_at: datetime
    sections: list[SectionOut]


@router.put(
    "/bills/{uuid:bill_id}", response=BillOut, url_name="money_bill_issue", auth=bearer(Right.PAY), openapi_extra=ISSUE
)
@open_to(Who.MACHINE)
def issue(request: HttpRequest, bill_id: UUID, body: BillIn) -> object:
    """Issue a bill under an id of the caller's, and tell whom it is for; the same request again is one bill."""
    bill = issue_for_program(
        BillId(bill_id),
        amount=amount_from(body.amount, body.currency),
        purpose=body.purpose,
        words=body.words,
        debtor_account_id=AccountId(body.debtor_account_id) if body.debtor_account_id else None,
        due_on=body.due_on,
        late=LATE[body.late],
        follows_id=BillId(body.follows_id) if body.follows_id else None,
        by=program_of(request),
        at=read_clocks(),
    )
    return _show(bill)


@router.get("/bills", response=BillPageOut, url_name="money_bills", auth=bearer(Right.READ))
@open_to(Who.MACHINE)
def list_own(request: HttpRequest, *, cursor: Cursor = "", limit: Limit = 100) -> object:
    """Return the bills that the holder has issued, newest first, a page at a time."""
    page, following = list_issued_for_program(by=program_of(request), cursor=cursor, limit=limit, at=read_clocks())
    return {"bills": [_show(bill) for bill in page], "next_cursor": following}


@router.get("/bills/owed", response=list[BillOut], url_name="money_bills_owed", auth=bearer(Right.READ))
@open_to(Who.MACHINE)
def read_owed(request: HttpRequest) -> object:
    """Return what the holder can still pay, the nearest last day first."""
    return [_show(bill) for bill in list_owed_for_program(by=program_of(request), at=read_clocks())]


@router.post("/bills/find", response=BillOut, url_name="money_bill_find", auth=bearer(Right.PAY))
@open_to(Who.MACHINE)
def find(request: HttpRequest, body: NumberIn) -> object:
    """Return the bill of a number as somebody wrote it down. Thirty searches an hour, found or not."""
    return _show(find_for_program(body.number, by=program_of(request), at=read_clocks()))


@router.get("/bills/{uuid:bill_id}", response=BillOut, url_name="money_bill_read", auth=bearer(Right.READ))
@open_to(Who.MACHINE)
def read_one(request: HttpRequest, bill_id: UUID) -> object:
    """Return a bill to its issuer, or to whom it is for."""
    return _show(see_bill(BillId(bill_id), by=program_of(request), at=read_clocks()))


@router.post("/bills/{uuid:bill_id}/pay", response=BillOut, url_name="money_bill_pay", auth=bearer(Right.PAY))
@open_to(Who.MACHINE)
def pay(request: HttpRequest, bill_id: UUID, body: BillPayIn) -> object:
    """Pay a bill from an account of one's own, whole or in part, exactly once for the payment's id."""
    program = program_of(request)
    bill = pay_for_program(
        BillId(bill_id),
        amount=amount_from(body.amount, body.currency) if body.amount else None,
        source_id=AccountId(body.source_id),
        transfer_id=TransferId(body.id),
        by=program,
        at=read_clocks(),
    )
    return _show(bill)


@router.post("/bills/{uuid:bill_id}/cancel", response=BillOut, url_name="money_bill_cancel", auth=bearer(Right.PAY))
@open_to(Who.MACHINE)
def cancel(request: HttpRequest, bill_id: UUID) -> object:
    """Take a bill back: nothing is owed on it any more. Safe to repeat."""
    return _show(cancel_for_program(BillId(bill_id), by=program_of(request), at=read_clocks()))


@router.post("/bills/{uuid:bill_id}/give-back", response=BillOut, url_name="money_bill_back", auth=bearer(Right.PAY))
@open_to(Who.MACHINE)
def return_paid(request: HttpRequest, bill_id: UUID, body: BackIn) -> object:
    """Give back what was paid of a bill, or a part, once for the request's id: the latest payments first."""
    bill = give_back_for_program(
        BillId(bill_id),
        amount=amount_from(body.amount, body.currency),
        request_id=body.id,
        by=program_of(request),
        at=read_clocks(),
    )
    return _show(bill)


@router.get("/statement", response=StatementOut, url_name="money_statement", auth=bearer(Right.READ))
@open_to(Who.MACHINE)
def read_statement(request: HttpRequest, first_day: date, last_day: date) -> object:
    """Return opening and closing balances and sums of the holder's accounts over days, both counted whole."""
    statement, owner = state_for_program(first_day, last_day, by=program_of(request), at=read_clocks())
    return {
        "owner": owner,
        "first_day": statement.first_day,
        "last_day": statement.last_day,
        "made_at": statement.made_at,
        "sections": [_show_section(section) for section in statement.sections],
    }


@router.get("/statement/camt053", url_name="money_statement_camt", auth=bearer(Right.READ))
@open_to(Who.MACHINE)
def read_camt(request: HttpRequest, first_day: date, last_day: date) -> StreamingHttpResponse:
    """Return the statement with every entry as one camt.053 message of ISO 20022, in a stream."""
    statement, owner = state_for_program(first_day, last_day, by=program_of(request), at=read_clocks())
    return StreamingHttpResponse(
        stream_camt(statement, owner=owner, made_at=statement.made_at), content_type="application/xml"
    )


def _show(bill: BillView) -> dict[str, object]:
    return {
        "id": bill.id,
        "number": bill.number,
        "account_id": bill.account_id,
        "amount": show_amount(bill.amount),
        "paid": show_amount(bill.paid),
        "rest": show_amount(bill.rest),
        "status": bill.status.value,
        "purpose": bill.purpose,
        "words": bill.words,
        "due_on": bill.due_on,
        "late": bill.late.name.lower(),
        "is_request": bill.is_request,
        "follows_id": bill.follows_id,
        "issued_at": bill.issued_at,
    }


def _show_section(section: Section) -> dict[str, object]:
    return {
        "account_id": section.account_id,
        "mark_id": section.mark_id,
        "name": section.name,
        "opening": show_amount(section.opening),
        "closing": show_amount(section.closing),
        "came": show_amount(section.came),
        "went": show_amount(section.went),
        "entries": section.count,
    }
