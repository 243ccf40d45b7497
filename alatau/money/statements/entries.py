"""Entries of an account in the order they happened, a page at a time: a year of a shop never lies in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.access.read import find_organisation_name, name_people
from alatau.core.values import OrganisationId, PersonId
from alatau.money.models import Account
from alatau.money.read import explain_balance, get_account
from alatau.money.statements.values import Line
from alatau.money.values import AccountId, HolderKind
from alatau.money.wallet.holder import name_holder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from alatau.money.statements.values import Section
    from alatau.money.values import AccountView, EntryView

#: Entries that one read brings.
PAGE = 2000

_SUMS = """
SELECT coalesce(sum(amount) FILTER (WHERE amount > 0), 0), coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)
  FROM money_entries(%(account)s, %(last)s, %(after)s::bigint + 1)
"""


def stream_lines(section: Section) -> Iterator[Line]:
    """Yield the entries of a section, the oldest first.

    Cost: two reads for each 2,000 entries, and two for the names of their other sides.
    """
    account, after = get_account(section.account_id), section.after
    names: dict[UUID, str] = {}
    while after < section.last:
        page = _read(section, after=after, limit=PAGE)
        assert page, "an account's entries are numbered without gaps"
        names = _name_others(page, account, known=names)
        yield from (_line(step, names) for step in page)
        after = page[-1].number


def list_page(section: Section, *, after: int, limit: int) -> list[Line]:
    """Return some entries of a section, those after a number."""
    account = get_account(section.account_id)
    page = _read(section, after=max(after, section.after), limit=limit)
    names = _name_others(page, account, known={})
    return [_line(step, names) for step in page]


def sum_entries(account_id: UUID, *, after: int, last: int) -> tuple[int, int]:
    """Return what came and what went by the entries of an account after a number and up to another."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, {"account": account_id, "after": after, "last": last})
        came, went = cursor.fetchone()
    return int(came), int(went)


def _read(section: Section, *, after: int, limit: int) -> Sequence[EntryView]:
    """Return so many entries after a number, the oldest first."""
    last = min(section.last, after + limit)
    if last <= after:
        return ()
    return explain_balance(section.account_id, older_than=last + 1, limit=last - after).steps[::-1]


def _name_others(page: Sequence[EntryView], mine: AccountView, *, known: dict[UUID, str]) -> dict[UUID, str]:
    """Return the name of each other account of a page; a firm does not learn which person paid it."""
    ids: set[UUID] = {step.other_account_id for step in page}
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


def _line(step: EntryView, names: dict[UUID, str]) -> Line:
    return Line(
        number=step.number,
        amount=step.amount,
        balance=step.balance,
        transfer_id=step.transfer_id,
        kind=step.kind,
        purpose=step.purpose,
        reference=step.reference,
        other=names[step.other_account_id],
        at=step.city_at,
        wall_at=step.wall_at,
    )
