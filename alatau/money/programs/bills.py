"""Bills that a program's holder issues and owes, and statements of its accounts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.access.read import find_organisation_name
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.values import OrganisationId
from alatau.money.bills.end import cancel_bill, give_back
from alatau.money.bills.issue import issue_bill
from alatau.money.bills.pay import pay_bill
from alatau.money.bills.read import find_bill, get_bill, list_issued, list_owed
from alatau.money.bills.values import BillId, NewBill
from alatau.money.programs.accounts import own_pot_or_wallet
from alatau.money.programs.errors import CursorNotValidError
from alatau.money.programs.sight import find_holders, read_cursor, write_cursor
from alatau.money.statements.make import make_statement
from alatau.money.values import AccountId, HolderKind

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.money import Amount
    from alatau.core.values import Moment
    from alatau.money.bills.values import BillView, Late
    from alatau.money.programs.values import ProgramView
    from alatau.money.statements.values import Statement
    from alatau.money.values import HolderId, TransferId


def issue_for_program(
    bill_id: BillId,
    *,
    amount: Amount,
    purpose: str,
    words: str,
    debtor_account_id: AccountId | None,
    due_on: date | None,
    late: Late,
    follows_id: BillId | None,
    by: ProgramView,
    at: Moment,
) -> BillView:
    """Issue a bill of the program's holder, once per id, and tell whom it is for.

    Raises:
        NotFoundError: nobody has the account of whom it is for.
        AlatauError: as `issue_bill` says; nothing is written.
    """
    debtor_id, debtor_kind = _holder_of(debtor_account_id)
    new = NewBill(
        id=bill_id,
        issuer_id=by.holder_id,
        amount=amount,
        purpose=purpose,
        words=words,
        debtor_id=debtor_id,
        debtor_kind=debtor_kind,
        due_on=due_on,
        late=late,
        follows_id=follows_id,
    )
    return get_bill(issue_bill(new, by=by.actor, at=at), on=at.city_day)


def see_bill(bill_id: BillId, *, by: ProgramView, at: Moment) -> BillView:
    """Return a bill to its issuer, or to whom it is for. Raises: NotFoundError: absent, or neither's."""
    bill = get_bill(bill_id, on=at.city_day)
    if by.holder_id not in (bill.issuer_id, bill.debtor_id):
        raise NotFoundError
    return bill


def find_for_program(number: str, *, by: ProgramView, at: Moment) -> BillView:
    """Return the bill of a number; each search counts. Raises: TooManyTriesError, NotFoundError: in this order."""
    bill = find_bill(number, payer_id=by.holder_id, at=at)
    if bill is None:
        raise NotFoundError
    return bill


def list_issued_for_program(*, by: ProgramView, cursor: str, limit: int, at: Moment) -> tuple[list[BillView], str]:
    """Return a page of the bills that the holder has issued, newest first, and the cursor of the next.

    Raises:
        CursorNotValidError: the cursor was not given by an earlier page.
    """
    older_than = _place_of(cursor) if cursor else None
    found = list_issued(by.holder_id, on=at.city_day, older_than=older_than, limit=limit + 1)
    page = found[:limit]
    last = page[-1] if len(found) > limit else None
    return page, write_cursor(f"{last.issued_wall_at.isoformat()} {last.id}") if last else ""


def list_owed_for_program(*, by: ProgramView, at: Moment) -> list[BillView]:
    """Return what the holder can still pay, the nearest last day first."""
    return list_owed(by.holder_id, on=at.city_day)


def pay_for_program(
    bill_id: BillId,
    *,
    amount: Amount | None,
    source_id: AccountId,
    transfer_id: TransferId,
    by: ProgramView,
    at: Moment,
) -> BillView:
    """Pay a bill from an account of the holder, whole or in part, once per transfer id.

    Raises:
        NotFoundError: there is no such bill, or the account is not the holder's.
        AlatauError: as `pay_bill` says; nothing moves.
    """
    own_pot_or_wallet(source_id, by=by)
    wanted = amount or get_bill(bill_id, on=at.city_day).amount
    pay_bill(bill_id, amount=wanted, source_id=source_id, transfer_id=transfer_id, by=by.actor, at=at)
    return get_bill(bill_id, on=at.city_day)


def cancel_for_program(bill_id: BillId, *, by: ProgramView, at: Moment) -> BillView:
    """Take back a bill of the holder. Raises: NotFoundError, BillPartPaidError: in this order."""
    cancel_bill(bill_id, issuer_id=by.holder_id, by=by.actor, at=at)
    return get_bill(bill_id, on=at.city_day)


def give_back_for_program(
    bill_id: BillId, *, amount: Amount, request_id: UUID, by: ProgramView, at: Moment
) -> BillView:
    """Give back what was paid of a bill, or a part, once per request. Raises: as `give_back` says."""
    give_back(bill_id, amount=amount, request_id=request_id, issuer_id=by.holder_id, by=by.actor, at=at)
    return get_bill(bill_id, on=at.city_day)


def state_for_program(first_day: date, last_day: date, *, by: ProgramView, at: Moment) -> tuple[Statement, str]:
    """Return the statement of the holder's accounts over days of the city, and the holder's name.

    Raises:
        PeriodError: the days are the wrong way round, to come, or too many.
    """
    statement = make_statement(by.holder_id, first_day=first_day, last_day=last_day, at=at)
    is_firm = by.holder_kind is HolderKind.ORGANISATION
    name = find_organisation_name(OrganisationId(by.holder_id)) if is_firm else content().city_name.say()
    return statement, name


def _holder_of(account_id: AccountId | None) -> tuple[HolderId | None, HolderKind]:
    if account_id is None:
        return None, HolderKind.PERSON
    found = find_holders([account_id]).get(account_id)
    if found is None:
        raise NotFoundError
    return found


def _place_of(cursor: str) -> tuple[datetime, BillId]:
    moment, _, bill_id = read_cursor(cursor).partition(" ")
    try:
        return datetime.fromisoformat(moment), BillId(UUID(bill_id))
    except ValueError as error:
        raise CursorNotValidError from error
