"""A biller's request to pay: a bill that its payer may decline, asked of a person here or of the payer's bank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.core.errors import NotFoundError
from alatau.core.jobs import defer
from alatau.money.bills.ask import REQUEST
from alatau.money.bills.end import decline_unnamed
from alatau.money.bills.issue import issue_bill
from alatau.money.bills.values import WORDS_MOST, BillId, NewBill
from alatau.money.compat.bills import TO_PAYER
from alatau.money.compat.enrol import find_by_address
from alatau.money.compat.requests import ask_institution, find_request_by_caller
from alatau.money.models import HandedRequest
from alatau.money.payouts.institutions import find_payer_bank
from alatau.money.payouts.values import printable
from alatau.money.values import HolderId
from alatau.money.wallet.errors import PayeeUnknownError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.core.money import Amount
    from alatau.core.values import Moment
    from alatau.money.payouts.institutions import InstitutionView

#: The kind of a biller's request, which is also what its bill names as its source.
RTP = "govstack.rtp"
#: Letters of an id that both sides keep of a request.
TXN = 12


@dataclass(frozen=True, kw_only=True)
class NewPayRequest:
    """What a biller asks for. The number is its own, and so is the bill's."""

    rtp_id: int
    bill: str
    amount: Amount
    biller: str
    #: A telephone or state number of the payer, or their address at the bank.
    payer: str
    #: The bank to ask; empty where the payer is asked here.
    bank_code: str


def ask_payer(row_id: UUID, new: NewPayRequest, *, institution: InstitutionView, at: Moment) -> dict[str, object]:
    """Issue the bill that asks a payer, in the caller's transaction, and return what is kept of the request.

    A payer whom the city knows reads it in their wallet and may decline. Where the biller names an admitted bank, that
    bank is asked, and whoever brings the bill's number may pay it.

    Raises:
        PayeeUnknownError: neither a person nor an admitted bank is meant.
        and what `issue_bill` says; nothing is written.
    """
    assert institution.bills_for is not None, "only billers come here"
    bank = find_payer_bank(new.bank_code) if new.bank_code else None
    person_id = None if bank else find_by_address(new.payer, at=at)
    if bank is None and person_id is None:
        raise PayeeUnknownError
    words = printable(f"{new.biller or institution.name}: {new.bill}", most=WORDS_MOST)
    bill = NewBill(
        id=BillId(row_id),
        issuer_id=institution.bills_for,
        amount=new.amount,
        purpose=REQUEST,
        words=words,
        debtor_id=HolderId(person_id) if person_id else None,
        is_request=True,
        source=RTP,
        source_id=row_id,
    )
    issue_bill(bill, by=institution.actor, at=at)
    facts: dict[str, object] = {"bill_id": str(row_id), "bill": new.bill, "rtp_id": new.rtp_id}
    if bank is not None:
        ask_institution(TO_PAYER, row_id.hex[:TXN], facts, institution=bank, address="rtpRequest", at=at)
    return facts


def decline_for_payer(asked: str, *, institution: InstitutionView, at: Moment) -> None:
    """Let a bank decline for its customer what we asked it for, in the caller's transaction.

    Raises:
        NotFoundError: we asked this bank for no such thing.
        BillPartPaidError: a part is paid.
    """
    row = find_request_by_caller(TO_PAYER, asked, institution=institution.id)
    if row is None:
        raise NotFoundError
    decline_unnamed(BillId(UUID(row.facts["bill_id"])), by=institution.actor, at=at)


def find_pay_request(named: str, *, institution: InstitutionView) -> HandedRequest:
    """Return a biller's request by its own id of it, its number, or ours. Raises: NotFoundError."""
    rows = HandedRequest.objects.filter(institution_id=institution.id, kind=RTP)
    found = rows.filter(caller_id=named).first()
    if found is None and named.isascii() and named.isdigit():
        found = rows.filter(facts__rtp_id=int(named)).order_by("-asked_at").first()
    if found is None and (row_id := _read_id(named)) is not None:
        found = rows.filter(id=row_id).first()
    if found is None:
        raise NotFoundError
    return found


def tell_billers(bill_ids: Iterable[UUID]) -> None:
    """Have the end of requests to pay told to the billers who asked to be told, in the caller's transaction."""
    waiting = HandedRequest.objects.filter(id__in=[*bill_ids], kind=RTP, told_at=None).exclude(callback="")
    for request_id in waiting.values_list("id", flat=True):
        defer("money.tell_institution", lock=f"money.tell:{request_id}", request_id=request_id)


def _read_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
