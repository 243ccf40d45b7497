"""What a program may see and touch: its holder's own. Absent and not its own read alike."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64Error
from typing import TYPE_CHECKING

from alatau.core.errors import NotFoundError
from alatau.money.models import Account
from alatau.money.programs.errors import CursorNotValidError
from alatau.money.programs.values import Right
from alatau.money.read import get_account
from alatau.money.values import AccountId, HolderId, HolderKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.money.programs.values import ProgramView
    from alatau.money.values import AccountView

#: Accounts whose holder a process remembers; an account never changes hands.
REMEMBERED_MOST = 100_000

_holders: dict[AccountId, tuple[HolderId, HolderKind]] = {}


def find_holders(account_ids: Iterable[AccountId]) -> dict[AccountId, tuple[HolderId, HolderKind]]:
    """Return whose the accounts are, of those that exist.

    Cost: a query about those that this process has not met yet.
    """
    wanted = set(account_ids)
    unknown = [each for each in wanted if each not in _holders]
    if unknown:
        if len(_holders) > REMEMBERED_MOST:
            _holders.clear()
        rows = Account.objects.filter(id__in=unknown).values_list("id", "holder_id", "holder__kind")
        _holders.update({AccountId(row[0]): (HolderId(row[1]), HolderKind(row[2])) for row in rows})
    return {each: _holders[each] for each in wanted if each in _holders}


def list_own(account_ids: Iterable[AccountId], *, by: ProgramView) -> set[AccountId]:
    """Return those of the accounts that belong to the program's holder."""
    return {each for each, (holder_id, _) in find_holders(account_ids).items() if holder_id == by.holder_id}


def see_account(account_id: AccountId, *, by: ProgramView) -> AccountView:
    """Return an account that the program may read: its holder's, and for an operator all but people's.

    Raises:
        NotFoundError: absent, or not its own.
    """
    account = get_account(account_id)
    is_open = by.may(Right.OPERATE) and account.holder_kind is not HolderKind.PERSON
    if account.holder_id != by.holder_id and not is_open:
        raise NotFoundError
    return account


def hide_people(account_ids: Iterable[AccountId], *, by: ProgramView) -> set[AccountId]:
    """Return those of the accounts that are people's: a payee needs to know that it was paid, and not by whom."""
    found = find_holders(account_ids).items()
    return {each for each, (holder_id, kind) in found if kind is HolderKind.PERSON and holder_id != by.holder_id}


def write_cursor(place: object) -> str:
    """Return the mark by which the next page is asked for."""
    return urlsafe_b64encode(str(place).encode()).rstrip(b"=").decode()


def read_cursor(cursor: str) -> str:
    """Return the place that a cursor stands for. Raises: CursorNotValidError: we did not give it."""
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (NotBase64Error, ValueError) as error:
        raise CursorNotValidError from error
