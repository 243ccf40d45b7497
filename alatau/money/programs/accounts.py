"""Accounts of a program's holder: open, list, freeze, close."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.money.change import change_account_status
from alatau.money.models import Account
from alatau.money.open import open_account
from alatau.money.programs.errors import CursorNotValidError, RightMissingError
from alatau.money.programs.sight import read_cursor, see_account, write_cursor
from alatau.money.programs.values import Right
from alatau.money.read import get_account, get_accounts
from alatau.money.values import AccountId, AccountKind, AccountStatus

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.money.programs.values import NewAccount, ProgramView, StatusChange
    from alatau.money.values import AccountView

#: How far a firm's or body's holder is known until somebody says otherwise, when the content names no better.
_USUAL_TIER = 1


@transaction.atomic
def open_for_program(new: NewAccount, *, by: ProgramView, at: Moment) -> AccountView:
    """Open an account for the program's holder, or as an operator for somebody else; asked for twice, it is one.

    Raises:
        RightMissingError: it is for somebody else, or says how far they are known, and the program is no operator's.
        CurrencyUnknownError, TierUnknownError, AccountIdReusedError: in this order; nothing is written.
    """
    holder_id, holder_kind = new.holder_id or by.holder_id, new.holder_kind or by.holder_kind
    is_own = holder_id == by.holder_id and holder_kind is by.holder_kind and new.tier is None
    if not is_own and not by.may(Right.OPERATE):
        raise RightMissingError(right=Right.OPERATE.value)
    open_account(
        new.id,
        holder_id=holder_id,
        holder_kind=holder_kind,
        tier=_USUAL_TIER if new.tier is None else new.tier,
        currency=new.currency or content().currency.code,
        purpose=new.purpose,
        category=new.trade,
        by=by.actor,
        at=at,
    )
    return get_account(new.id)


def list_for_program(*, by: ProgramView, cursor: str = "", limit: int) -> tuple[list[AccountView], str]:
    """Return a page of the holder's accounts and the cursor of the next; empty at the end.

    Raises:
        CursorNotValidError: the cursor was not given by an earlier page.
    """
    rows = Account.objects.filter(holder_id=by.holder_id).order_by("id")
    if cursor:
        rows = rows.filter(id__gt=_id_of(cursor))
    found = [AccountId(each) for each in rows.values_list("id", flat=True)[: limit + 1]]
    known = get_accounts(found[:limit])
    page = [known[each] for each in found[:limit]]
    return page, write_cursor(page[-1].id) if len(found) > limit else ""


@transaction.atomic
def change_for_program(change: StatusChange, *, by: ProgramView, at: Moment) -> None:
    """Freeze or release an account as an operator; close one's own. The same again changes nothing.

    Raises:
        NotFoundError: absent, or not the program's to change.
        RightMissingError: freezing and releasing is the operator's.
        AccountClosedError, AccountNotEmptyError: in this order; nothing is written.
    """
    if by.may(Right.OPERATE):
        # A court's order or a death freezes also what the operator may not read.
        get_account(change.account_id)
    else:
        see_account(change.account_id, by=by)
        if change.status is not AccountStatus.CLOSED:
            raise RightMissingError(right=Right.OPERATE.value)
    change_account_status(change.account_id, change.status, reason=change.reason, by=by.actor, at=at)


def own_pot_or_wallet(account_id: AccountId, *, by: ProgramView) -> AccountView:
    """Return an account that the holder pays from. Raises: NotFoundError: absent, or somebody else's."""
    account = get_account(account_id)
    if account.holder_id != by.holder_id or account.kind not in (AccountKind.WALLET, AccountKind.POT):
        raise NotFoundError
    return account


def _id_of(cursor: str) -> UUID:
    try:
        return UUID(read_cursor(cursor))
    except ValueError as error:
        raise CursorNotValidError from error
