"""Make a statement: opening and closing balances by city time, and which entries lie between them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alatau.money.currencies import amount_of
from alatau.money.days import begin_of, end_of
from alatau.money.mark import find_mark
from alatau.money.present.words import name_mark
from alatau.money.read import balance_at, count_entries, list_accounts
from alatau.money.statements.entries import sum_entries
from alatau.money.statements.errors import PeriodError
from alatau.money.statements.values import Section, Statement
from alatau.money.values import AccountKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from alatau.core.values import Moment
    from alatau.money.values import AccountView, HolderId

#: Days that one statement covers.
DAYS_MOST = 366
_KINDS = (AccountKind.WALLET, AccountKind.POT)


def make_statement(holder_id: HolderId, *, first_day: date, last_day: date, at: Moment) -> Statement:
    """Return a holder's statement over days of the city. Entries are read later, as they are wanted.

    A day begins and ends at the city's midnight. An account without entries up to the last day is left out, but the
    free money always stands first.

    Raises:
        PeriodError: the days are the wrong way round, to come, or too many.
    """
    if not (first_day <= last_day <= at.city_day and (last_day - first_day).days < DAYS_MOST):
        raise PeriodError
    accounts = [account for account in list_accounts(holder_id) if account.kind in _KINDS]
    sections = [_section(account, first_day, last_day) for account in accounts]
    return Statement(
        holder_id=holder_id,
        first_day=first_day,
        last_day=last_day,
        made_at=at.city_at,
        sections=tuple(
            sorted(
                (each for each in sections if each.mark_id is None or each.last),
                key=lambda each: (each.mark_id is not None, each.name, str(each.account_id)),
            )
        ),
    )


def bounds_of(statement: Statement) -> tuple[datetime, datetime]:
    """Return the first and the last moment of a statement."""
    return begin_of(statement.first_day), end_of(statement.last_day)


def _section(account: AccountView, first_day: date, last_day: date) -> Section:
    opens, closes = end_of(first_day - timedelta(days=1)), end_of(last_day)
    after, last = count_entries(account.id, city_at=opens), count_entries(account.id, city_at=closes)
    came, went = sum_entries(account.id, after=after, last=last)
    mark = find_mark(account.mark_id) if account.mark_id else None
    return Section(
        account_id=account.id,
        mark_id=account.mark_id,
        name=name_mark(mark) if mark else "",
        opening=balance_at(account.id, city_at=opens),
        closing=balance_at(account.id, city_at=closes),
        came=amount_of(came, account.currency),
        went=amount_of(went, account.currency),
        after=after,
        last=last,
    )
