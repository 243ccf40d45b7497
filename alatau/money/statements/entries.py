"""Entries of an account in the order they happened, a page at a time: a year of a shop never lies in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from alatau.access.read import find_organisation_name, name_people
from alatau.core.values import OrganisationId, PersonId
from alatau.money.currencies import amount_of
from alatau.money.models import Account
from alatau.money.read import get_account
from alatau.money.statements.values import Line
from alatau.money.values import AccountId, HolderKind, TransferId, TransferKind
from alatau.money.wallet.holder import name_holder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from alatau.money.statements.values import Section
    from alatau.money.values import AccountView

#: Entries that one read brings.
PAGE = 2000

_ENTRIES = """
SELECT entry.number, entry.amount, entry.balance, entry.transfer_id, entry.city_at, entry.wall_at,
       transfer.kind, transfer.purpose, transfer.reference, transfer.debit_id, transfer.credit_id
  FROM money_entries(%(account)s, least(%(last)s, %(after)s::bigint + %(limit)s), %(after)s::bigint + 1) AS entry
  JOIN money_transfer AS transfer ON transfer.id = entry.transfer_id
 ORDER BY entry.number
"""
_SUMS = """
SELECT coalesce(sum(amount) FILTER (WHERE amount > 0), 0), coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)
  FROM money_entries(%(account)s, %(last)s, %(after)s::bigint + 1)
"""


def stream_lines(section: Section) -> Iterator[Line]:
    """Yield the entries of a section, the oldest first.

    Cost: a read for each 2,000 entries, and two for the names of their other sides.
    """
    account, after = get_account(section.account_id), section.after
    names: dict[UUID, str] = {}
    while after < section.last:
        page = _read(section, after=after, limit=PAGE)
        assert page, "an account's entries are numbered without gaps"
        names = _name_others(page, account, known=names)
        yield from (_line(row, account, names) for row in page)
        after = page[-1][0]


def list_page(section: Section, *, after: int, limit: int) -> list[Line]:
    """Return some entries of a section, those after a number."""
    account = get_account(section.account_id)
    rows = _read(section, after=max(after, section.after), limit=limit)
    names = _name_others(rows, account, known={})
    return [_line(row, account, names) for row in rows]


def sum_entries(account_id: UUID, *, after: int, last: int) -> tuple[int, int]:
    """Return what came and what went by the entries of an account after a number and up to another."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, {"account": account_id, "after": after, "last": last})
        came, went = cursor.fetchone()
    return int(came), int(went)


def _read(section: Section, *, after: int, limit: int) -> list[Sequence[Any]]:
    facts: dict[str, Any] = {"account": section.account_id, "after": after, "last": section.last, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, facts)
        return list(cursor.fetchall())


def _name_others(rows: Sequence[Sequence[Any]], mine: AccountView, *, known: dict[UUID, str]) -> dict[UUID, str]:
    """Return the name of each other account of a page; a firm does not learn which person paid it."""
    ids = {_other(row, mine) for row in rows}
    names = {each: known[each] for each in ids & known.keys()}
    accounts = Account.objects.filter(id__in=ids - known.keys()).values_list("id", "holder_id", "holder__kind")
    is_person = mine.holder_kind is HolderKind.PERSON
    people = [PersonId(holder) for _id, holder, kind in accounts if kind == HolderKind.PERSON] if is_person else []
    shown = name_people(people)
    firms: dict[UUID, str] = {}
    for account_id, holder_id, kind in accounts:
        if kind == HolderKind.PERSON:
            names[account_id] = shown.get(PersonId(holder_id), "")
        elif kind == HolderKind.ORGANISATION:
            if holder_id not in firms:
                firms[holder_id] = find_organisation_name(OrganisationId(holder_id))
            names[account_id] = firms[holder_id]
        else:
            names[account_id] = name_holder(get_account(AccountId(account_id)))
    return names


def _other(row: Sequence[Any], mine: AccountView) -> UUID:
    debit_id, credit_id = row[9], row[10]
    return credit_id if debit_id == mine.id else debit_id  # type: ignore[no-any-return]  # a row of the database


def _line(row: Sequence[Any], mine: AccountView, names: dict[UUID, str]) -> Line:
    number, units, balance, transfer_id, city_at, wall_at, kind, purpose, reference, _debit_id, _credit_id = row
    return Line(
        number=number,
        amount=amount_of(units, mine.currency),
        balance=amount_of(balance, mine.currency),
        transfer_id=TransferId(transfer_id),
        kind=TransferKind(kind),
        purpose=purpose,
        reference=reference,
        other=names[_other(row, mine)],
        at=city_at,
        wall_at=wall_at,
    )
