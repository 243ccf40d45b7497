"""Bills between people of the sample city."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.money.bills.issue import issue_bill
from alatau.money.bills.pay import pay_bill
from alatau.money.bills.read import get_bill
from alatau.money.bills.values import NewBill
from alatau.money.values import HolderId, new_transfer_id
from tests.money.wallet.purses import firm, purse, tenge
from tests.people import resident

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.money.bills.values import BillView

BY = system_actor("money.test")


def issue(issuer: str = "sary_arka_nan", debtor: str = "aigerim", whole: int = 5_000, **chosen: object) -> UUID:
    """Let a firm bill a resident, and return the bill's id."""
    new = NewBill(
        **{
            "id": uuid4(),
            "issuer_id": firm(issuer),
            "amount": tenge(whole),
            "purpose": "invoice",
            "words": "Той наны",
            "debtor_id": HolderId(resident(debtor).person_id) if debtor else None,
            **chosen,
        }
    )
    return issue_bill(new, by=BY, at=chosen.get("at") or read_clocks())


def pay(
    bill_id: UUID,
    whole: int,
    *,
    payer: str = "aigerim",
    source: UUID | None = None,
    transfer_id: UUID | None = None,
    days: int = 0,
) -> UUID:
    """Let a resident pay a part of a bill, some days later, and return the transfer's id."""
    transfer_id = transfer_id or new_transfer_id()
    pay_bill(
        bill_id,
        amount=tenge(whole),
        source_id=source or purse(payer),
        transfer_id=transfer_id,
        by=resident(payer).actor,
        at=later(days),
    )
    return transfer_id


def bill(bill_id: UUID, *, days: int = 0) -> BillView:
    """Return a bill as it stands some days later."""
    return get_bill(bill_id, on=later(days).city_day)


def later(days: int) -> Moment:
    at = read_clocks()
    return replace(at, city_at=at.city_at + timedelta(days=days))
