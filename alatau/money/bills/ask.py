"""Ask a person for money by their phone number: a bill that they may decline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.money.bills.issue import issue_bill
from alatau.money.bills.values import BillId, Late, NewBill
from alatau.money.values import HolderKind
from alatau.money.wallet.find import find_by_phone
from alatau.money.wallet.holder import holder_of

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment

#: What the ledger calls payments of bills that people and firms write by hand.
REQUEST, INVOICE = "request", "invoice"


@dataclass(frozen=True, kw_only=True)
class NewRequest:
    """Money to ask for. The id is the asker's: sent twice, it is one request."""

    id: UUID
    phone: str
    amount: Amount
    words: str
    due_on: date | None = None
    #: A firm may say that it takes nothing after the last day.
    lapses: bool = False


def request_money(new: NewRequest, *, by: Actor, at: Moment) -> BillId:
    """Ask whom a phone number belongs to for money, once. People ask; a firm issues a bill.

    A person's request can always be declined. What a firm is owed cannot: it is paid, or taken back by the firm.

    Raises:
        NotFoundError, TooManyTriesError, PayeeUnknownError: in this order, then what `issue_bill` says.
    """
    issuer_id, kind = holder_of(by)
    debtor = find_by_phone(new.phone, payer_id=issuer_id, by=by, at=at)
    is_firm = kind is HolderKind.ORGANISATION
    bill = NewBill(
        id=BillId(new.id),
        issuer_id=issuer_id,
        amount=new.amount,
        purpose=INVOICE if is_firm else REQUEST,
        words=new.words,
        debtor_id=debtor.holder_id,
        due_on=new.due_on,
        late=Late.LAPSES if new.lapses else Late.PAYABLE,
        is_request=not is_firm,
    )
    return issue_bill(bill, by=by, at=at)
