"""The sample city's bills: what families there owe for their home, the kindergarten and a state service."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.access.errors import SampleOnlyError
from alatau.access.read import find_organisation_by_number, find_person_by_number
from alatau.access.sample import number_of
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.read import is_sample_city
from alatau.core.values import system_actor
from alatau.money.bills.issue import issue_bill
from alatau.money.bills.values import BillId, Late, NewBill
from alatau.money.bodies.read import body_id, list_bodies
from alatau.money.models import Bill
from alatau.money.values import HolderId
from alatau.papers.locks import lock_name

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.money.wallet.kinds import SampleBill

BY = system_actor("money.load_sample_bills")
_SAMPLE = UUID("6e2f9a40-51f8-4a6b-8f1d-3c0b7d5e9a12")


@transaction.atomic
def load_sample_bills() -> None:
    """Issue the content's sample bills; a repeat issues only what is missing, also on a later day.

    People, firms and their wallets must be there: `load_sample_wallets` comes first.

    Raises:
        SampleOnlyError: the database was made for a real city, or the mode is production.
    """
    if not is_sample_city():
        raise SampleOnlyError
    if content().sample_wallets is None:
        return
    lock_name("money.sample_bills", _SAMPLE)
    at = read_clocks()
    for bill in content().sample_wallets.bills:
        _issue(bill, at=at)


def _issue(bill: SampleBill, *, at: Moment) -> None:
    bill_id = BillId(uuid5(_SAMPLE, bill.key))
    if Bill.objects.filter(id=bill_id).exists():
        return
    debtor = next(person for person in content().sample_city.residents if person.key == bill.debtor)
    debtor_id = find_person_by_number(number_of(debtor), on=at.city_day)
    assert debtor_id is not None, "the sample's people are loaded first"
    new = NewBill(
        id=bill_id,
        issuer_id=_issuer_of(bill, at=at),
        amount=content().currency.whole(bill.money),
        purpose=bill.purpose,
        words=bill.words,
        debtor_id=HolderId(debtor_id),
        due_on=at.city_day + timedelta(days=bill.days),
        late=Late.LAPSES if bill.lapses else Late.PAYABLE,
    )
    issue_bill(new, by=BY, at=at)


def _issuer_of(bill: SampleBill, *, at: Moment) -> HolderId:
    body = next((each for each in list_bodies() if each.key == bill.issuer), None)
    if body is not None:
        return body_id(body)
    firm = next(each for each in content().sample_city.organisations if each.key == bill.issuer)
    firm_id = find_organisation_by_number(content().organisation_numbers.synthesise(firm.serial), on=at.city_day)
    assert firm_id is not None, "the sample's firms are loaded first"
    return HolderId(firm_id)
