"""Find the shop that a voucher is redeemed at, as other standards name it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from alatau.access.read import find_organisation_by_number
from alatau.core.errors import NotFoundError, NumberNotValidError
from alatau.money.read import get_account
from alatau.money.values import AccountId, AccountKind, HolderId
from alatau.money.wallet.ids import wallet_id_of

if TYPE_CHECKING:
    from alatau.core.values import Moment


def find_shop(named: str, *, at: Moment) -> AccountId | None:
    """Return the wallet of a shop by its organisation's number, or by the id of the wallet itself; None for none."""
    try:
        firm_id = find_organisation_by_number(named, on=at.city_day)
        account_id = wallet_id_of(HolderId(firm_id)) if firm_id else None
    except NumberNotValidError:
        account_id = _read_id(named)
    if account_id is None:
        return None
    try:
        account = get_account(account_id)
    except NotFoundError:
        return None
    return account.id if account.kind is AccountKind.WALLET else None


def _read_id(text: str) -> AccountId | None:
    try:
        return AccountId(UUID(text))
    except ValueError:
        return None
