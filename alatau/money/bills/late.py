"""Say that a bill's last day has passed: never silently, once, to whom it concerns and to the rooms that listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.money import format_amount
from alatau.messages.choices import get_choices
from alatau.messages.send import send_message
from alatau.money.bills.issue import person_of
from alatau.money.bills.paid import status_of, sum_paid
from alatau.money.bills.values import BillStatus
from alatau.money.currencies import amount_of
from alatau.money.models import Bill
from alatau.money.values import AccountId
from alatau.money.wallet.find import get_payee

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("money.bill.late_found")

#: Bills that one transaction tells of.
BATCH = 500


def tell_late_bills(*, by: Actor, at: Moment, most: int = BATCH) -> int:
    """Tell of bills whose last day is over, in the caller's transaction, and return how many were looked at. Each once.

    A bill that is paid by then is only ticked off. Nothing is added to what is owed.
    """
    over = Bill.objects.filter(ending=None, told_late_at=None, due_on__lt=at.city_day)
    bills = list(over.order_by("due_on", "id").select_for_update(skip_locked=True)[:most])
    paid = sum_paid([bill.id for bill in bills])
    reach("money.bill.late_found")
    for bill in bills:
        status = status_of(bill, paid=paid.get(bill.id, 0), on=at.city_day)
        if status in {BillStatus.LATE, BillStatus.LAPSED}:
            _tell(bill, status, paid=paid.get(bill.id, 0), by=by, at=at)
    Bill.objects.filter(id__in=[bill.id for bill in bills]).update(told_late_at=at.wall_at)
    return len(bills)


def _tell(bill: Bill, status: BillStatus, *, paid: int, by: Actor, at: Moment) -> None:
    person_id, rest = person_of(bill), amount_of(bill.amount - paid, bill.currency)
    body = {"bill_id": bill.id, "rest": rest.units, "currency": bill.currency, "source_id": bill.source_id}
    line = NewLine(kind=LineKind.EVENT, action=f"money.bill.{status.value}", actor=by, subject_id=person_id, body=body)
    append_lines([line], at=at)
    if person_id is None:
        return
    issuer = get_payee(AccountId(bill.account_id)).name
    facts = {"issuer": issuer, "amount": format_amount(rest, get_choices(person_id).language)}
    template = "money.bill_lapsed" if status is BillStatus.LAPSED else "money.bill_late"
    send_message(template, to=person_id, facts=facts, by=by, at=at, key=f"{template}:{bill.id}")
