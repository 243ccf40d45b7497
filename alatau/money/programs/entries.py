"""What happened on an account, page by page, as far as its holder's program may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.money.programs.errors import CursorNotValidError
from alatau.money.programs.sight import hide_people, read_cursor, see_account, write_cursor
from alatau.money.read import explain_balance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.core.money import Amount
    from alatau.money.programs.values import ProgramView
    from alatau.money.values import AccountId, EntryView


@dataclass(frozen=True, kw_only=True)
class SeenEntry:
    """An entry with the account on its other side; None where that is a person who paid."""

    entry: EntryView
    other_account_id: AccountId | None


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """Entries newest first: `balance` is after the newest of the page, `before` the one under its oldest."""

    entries: tuple[SeenEntry, ...]
    balance: Amount
    before: Amount
    next_cursor: str


def read_entries(account_id: AccountId, *, by: ProgramView, cursor: str = "", limit: int) -> EntryPage:
    """Return a page of an account's entries, the newest first.

    A cursor stands for a place in the account's own count, so pages neither repeat nor skip while it goes on paying.

    Raises:
        NotFoundError: absent, or not the program's to read.
        CursorNotValidError: the cursor was not given by an earlier page.
    """
    see_account(account_id, by=by)
    told = explain_balance(account_id, older_than=_number_of(cursor), limit=limit)
    hidden = hide_people([step.other_account_id for step in told.steps if step.amount.units > 0], by=by)
    entries = tuple(
        SeenEntry(entry=step, other_account_id=None if _is_hidden(step, hidden) else step.other_account_id)
        for step in told.steps
    )
    following = write_cursor(told.older_than) if told.older_than is not None else ""
    return EntryPage(entries=entries, balance=told.balance, before=told.before, next_cursor=following)


def newer_entries(account_id: AccountId, *, than: int, page: int = 1000) -> Iterator[EntryView]:
    """Yield an account's entries above a number, the newest first."""
    older_than: int | None = None
    while True:
        told = explain_balance(account_id, older_than=older_than, limit=page)
        for step in told.steps:
            if step.number <= than:
                return
            yield step
        if told.older_than is None:
            return
        older_than = told.older_than


def _is_hidden(step: EntryView, hidden: set[AccountId]) -> bool:
    return step.amount.units > 0 and step.other_account_id in hidden


def _number_of(cursor: str) -> int | None:
    if not cursor:
        return None
    place = read_cursor(cursor)
    if not place.isdecimal() or len(place) > 18 or int(place) < 1:
        raise CursorNotValidError
    return int(place)
