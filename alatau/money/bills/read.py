"""Questions about bills: what is owed, what was issued, one by its number. Answers are values."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alatau.access.throttle import Limit, spend
from alatau.core.errors import NotFoundError
from alatau.money.bills.numbers import find_number
from alatau.money.bills.paid import list_parts, status_of, sum_paid
from alatau.money.bills.values import BillId, BillPart, BillView, Late
from alatau.money.currencies import amount_of
from alatau.money.models import Bill
from alatau.money.values import AccountId, HolderId, HolderKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from alatau.core.values import Moment

#: The most bills of one debtor that a home page looks through; older ones are found by their number.
OWED_MOST = 300
#: Numbers that one payer may try.
SEARCHES = Limit(kind="money.bill", most=30, window=timedelta(hours=1))


def get_bill(bill_id: BillId, *, on: date) -> BillView:
    """Return a bill as it stands on a day. Raises: NotFoundError: there is none."""
    bill = Bill.objects.filter(id=bill_id).first()
    if bill is None:
        raise NotFoundError
    return _views([bill], on=on)[0]


def find_bill(text: str, *, payer_id: HolderId, at: Moment) -> BillView | None:
    """Return the bill of a number as somebody types it; nothing where the text is no number, or of no bill.

    Each search counts against the payer's share: numbers are not to be tried out.

    Raises:
        TooManyTriesError.
    """
    number = find_number(text)
    if not number:
        return None
    spend(SEARCHES, str(payer_id), at=at)
    return find_bill_by_number(number, on=at.city_day)


def find_bill_by_number(number: str, *, on: date) -> BillView | None:
    """Return the bill of a number that was checked."""
    found = list(Bill.objects.filter(number=number))
    return _views(found, on=on)[0] if found else None


def list_owed(debtor_id: HolderId, *, on: date) -> list[BillView]:
    """Return what a holder can still pay, the nearest last day first."""
    bills = Bill.objects.filter(debtor_id=debtor_id, ending=None).order_by("-issued_at", "id")[:OWED_MOST]
    owed = [view for view in _views(bills, on=on) if view.status.is_payable]
    return sorted(owed, key=lambda view: (view.due_on is None, view.due_on or on, view.issued_at))


def list_issued(
    issuer_id: HolderId, *, on: date, older_than: tuple[datetime, BillId] | None = None, limit: int = 50
) -> list[BillView]:
    """Return a page of the bills of an issuer, newest first; the next one begins after the last of this one."""
    bills = Bill.objects.filter(issuer_id=issuer_id)
    if older_than is not None:
        moment, bill_id = older_than
        bills = bills.filter(issued_at__lte=moment).exclude(issued_at=moment, id__lte=bill_id)
    return _views(bills.order_by("-issued_at", "id")[:limit], on=on)


def list_payments_of(bill_id: BillId) -> list[BillPart]:
    """Return the payments of a bill, the oldest first."""
    return list_parts([bill_id]).get(bill_id, [])


def find_follower(bill_id: BillId, *, on: date) -> BillView | None:
    """Return the latest bill that adds to this one."""
    found = Bill.objects.filter(follows_id=bill_id).order_by("-issued_at")[:1]
    return next(iter(_views(found, on=on)), None)


def _views(bills: Iterable[Bill], *, on: date) -> list[BillView]:
    rows = list(bills)
    paid = sum_paid([bill.id for bill in rows])
    return [_view(bill, paid=paid.get(bill.id, 0), on=on) for bill in rows]


def _view(bill: Bill, *, paid: int, on: date) -> BillView:
    return BillView(
        id=BillId(bill.id),
        number=bill.number,
        issuer_id=HolderId(bill.issuer_id),
        account_id=AccountId(bill.account_id),
        debtor_id=HolderId(bill.debtor_id) if bill.debtor_id else None,
        debtor_kind=HolderKind(bill.debtor_kind),
        amount=amount_of(bill.amount, bill.currency),
        paid=amount_of(paid, bill.currency),
        rest=amount_of(max(bill.amount - paid, 0), bill.currency),
        status=status_of(bill, paid=paid, on=on),
        purpose=bill.purpose,
        words=bill.words,
        due_on=bill.due_on,
        late=Late(bill.late),
        is_request=bill.is_request,
        follows_id=BillId(bill.follows_id) if bill.follows_id else None,
        source=bill.source,
        source_id=bill.source_id,
        issued_at=bill.issued_city_at,
        issued_wall_at=bill.issued_at,
    )
