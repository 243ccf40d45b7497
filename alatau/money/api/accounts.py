"""Accounts over HTTP: open, list, balances now and then, entries page by page, pending transfers, status."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.money.api.account_shapes import (
    OPEN,
    AccountIn,
    AccountOut,
    AccountPageOut,
    BalanceOut,
    EntryPageOut,
    HoldOut,
    PastBalanceOut,
    StatusIn,
    new_account,
    show_account,
    show_balance,
    show_entry,
    show_hold,
)
from alatau.money.api.shapes import STATUSES, Cursor, Limit, show_amount
from alatau.money.programs.accounts import change_for_program, list_for_program, open_for_program
from alatau.money.programs.bearer import bearer, program_of
from alatau.money.programs.entries import read_entries
from alatau.money.programs.errors import MomentsDifferError
from alatau.money.programs.sight import hide_people, see_account
from alatau.money.programs.values import Right, StatusChange
from alatau.money.read import balance_at, get_balance, get_balances, list_holds
from alatau.money.values import AccountId

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router()


@router.put(
    "/accounts/{uuid:account_id}",
    response=AccountOut,
    url_name="money_account_open",
    auth=bearer(Right.PAY),
    openapi_extra=OPEN,
)
@open_to(Who.MACHINE)
def open_account(request: HttpRequest, account_id: UUID, body: AccountIn) -> object:
    """Open an account under an id of the caller's; the same request again is the same account.

    It belongs to the program's holder. The platform's operator may name another holder, and how far they are known.
    """
    program = program_of(request)
    account = open_for_program(new_account(account_id, body), by=program, at=read_clocks())
    return show_account(account, get_balance(account.id))


@router.get("/accounts", response=AccountPageOut, url_name="money_accounts", auth=bearer(Right.READ))
@open_to(Who.MACHINE)
def list_accounts(request: HttpRequest, cursor: Cursor = "", limit: Limit = 100) -> object:
    """Return the holder's accounts with their balances, a page at a time."""
    accounts, following = list_for_program(by=program_of(request), cursor=cursor, limit=limit)
    balances = get_balances([account.id for account in accounts])
    shown = [show_account(account, balances[account.id]) for account in accounts]
    return {"accounts": shown, "next_cursor": following}


@router.get("/accounts/{uuid:account_id}", response=AccountOut, url_name="money_account", auth=bearer(Right.READ))
@open_to(Who.MACHINE)
def read_account(request: HttpRequest, account_id: UUID) -> object:
    """Return an account with what it holds now, holds included, in one read."""
    account = see_account(AccountId(account_id), by=program_of(request))
    return show_account(account, get_balance(account.id))


@router.get(
    "/accounts/{uuid:account_id}/balance",
    response=BalanceOut,
    url_name="money_balance",
    auth=bearer(Right.READ),
)
@open_to(Who.MACHINE)
def read_balance(request: HttpRequest, account_id: UUID) -> object:
    """Return what an account holds now: posted, on its way out and in, and what may leave."""
    account = see_account(AccountId(account_id), by=program_of(request))
    return show_balance(get_balance(account.id))


@router.get(
    "/accounts/{uuid:account_id}/balance/past",
    response=PastBalanceOut,
    url_name="money_past_balance",
    auth=bearer(Right.READ),
)
@open_to(Who.MACHINE)
def read_past_balance(
    request: HttpRequest, account_id: UUID, *, city_at: datetime | None = None, wall_at: datetime | None = None
) -> object:
    """Return what an account held at a past moment: by the city's clock, or by the one on the wall, never by both."""
    account = see_account(AccountId(account_id), by=program_of(request))
    moments = [moment for moment in (city_at, wall_at) if moment is not None]
    if len(moments) != 1 or moments[0].tzinfo is None:
        raise MomentsDifferError
    return {"account_id": account.id, "posted": show_amount(balance_at(account.id, city_at=city_at, wall_at=wall_at))}


@router.get(
    "/accounts/{uuid:account_id}/entries", response=EntryPageOut, url_name="money_entries", auth=bearer(Right.READ)
)
@open_to(Who.MACHINE)
def list_entries(request: HttpRequest, account_id: UUID, *, cursor: Cursor = "", limit: Limit = 100) -> object:
    """Return an account's entries, newest first, each with the balance after it.

    `before` and the amounts of a page add up to `balance`. Pages neither repeat nor skip while the account goes on.
    """
    page = read_entries(AccountId(account_id), by=program_of(request), cursor=cursor, limit=limit)
    return {
        "entries": [show_entry(each) for each in page.entries],
        "balance": show_amount(page.balance),
        "before": show_amount(page.before),
        "next_cursor": page.next_cursor,
    }


@router.get(
    "/accounts/{uuid:account_id}/holds", response=list[HoldOut], url_name="money_holds", auth=bearer(Right.READ)
)
@open_to(Who.MACHINE)
def read_holds(request: HttpRequest, account_id: UUID) -> object:
    """Return the pending transfers that wait to leave an account or to reach it, the earliest to expire first."""
    program = program_of(request)
    account = see_account(AccountId(account_id), by=program)
    holds = list_holds(account.id)
    hidden = hide_people([hold.debit_id for hold in holds], by=program)
    return [show_hold(hold, is_payer_hidden=hold.debit_id in hidden) for hold in holds]


@router.post(
    "/accounts/{uuid:account_id}/status", response={204: None}, url_name="money_status", auth=bearer(Right.PAY)
)
@open_to(Who.MACHINE)
def change_status(request: HttpRequest, account_id: UUID, body: StatusIn) -> None:
    """Freeze or release an account as the platform's operator, or close one's own when it is empty. Safe to repeat."""
    change = StatusChange(account_id=AccountId(account_id), status=STATUSES[body.status], reason=body.reason)
    change_for_program(change, by=program_of(request), at=read_clocks())
