"""What a service costs today, and the bill for it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from alatau.core.content import content
from alatau.core.money import Amount
from alatau.core.parameters import parameter
from alatau.core.roundings import ceil_to_whole
from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.money.bills.end import cancel_bill
from alatau.money.bills.issue import issue_bill
from alatau.money.bills.values import WORDS_MOST, BillId, NewBill
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_id, get_body
from alatau.money.values import HolderId, HolderKind

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.values import Actor, Moment
    from alatau.services.catalogue.known import Known
    from alatau.services.catalogue.values import Fee, Service
    from alatau.services.models import ServiceRequest

#: The index of which fees are multiples, as the content's parameters call it.
INDEX = "mci"
PURPOSE, SOURCE = "service_fee", "services.request"


def fee_on(fee: Fee, day: date) -> Amount:
    """Return a fee as the law has it on a day, rounded up to a whole unit of the currency."""
    currency = content().currency
    if fee.units is not None:
        return Amount(fee.units, currency)
    assert fee.mci is not None, "a fee is a sum or a multiple"
    return currency.whole(1).times(parameter(INDEX, on=day) * fee.mci, ceil_to_whole)


def find_fee(known: Known) -> Amount | None:
    """Return what this person pays for the service; nothing where it is free, for all or for them."""
    fee = known.service.fee
    if fee is None or (fee.free is not None and fee.free.holds(known)):
        return None
    return fee_on(fee, known.on)


def issue_fee(row: ServiceRequest, service: Service, amount: Amount, *, by: Actor, at: Moment) -> BillId:
    """Issue the bill of a request, once, to the asker or their firm; the state's revenue gets what is paid."""
    language = get_choices(PersonId(row.asker_id)).language
    words = f"{service.name.say(language)} · {row.number}"
    new = NewBill(
        id=BillId(_bill_id(row)),
        issuer_id=body_id(get_body(BodyRole.REVENUE)),
        amount=amount,
        purpose=PURPOSE,
        words=words if len(words) <= WORDS_MOST else row.number,
        debtor_id=HolderId(row.organisation_id or row.asker_id),
        debtor_kind=HolderKind.ORGANISATION if row.organisation_id else HolderKind.PERSON,
        source=SOURCE,
        source_id=row.id,
    )
    return issue_bill(new, by=by, at=at)


def cancel_fee(row: ServiceRequest, *, by: Actor, at: Moment) -> None:
    """Let a fee be owed no more. Raises: BillPartPaidError: a part of it is paid."""
    if row.bill_id is not None:
        cancel_bill(BillId(row.bill_id), issuer_id=body_id(get_body(BodyRole.REVENUE)), by=by, at=at)


def _bill_id(row: ServiceRequest) -> UUID:
    return uuid5(row.id, "fee")
