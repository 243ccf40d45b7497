"""Where the money under a mark is. Who of the people spent it is not the owner's business; firms of a chain are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.money import Amount
from alatau.money.mark import find_mark
from alatau.money.models import Account, Mark, MarkEvidence
from alatau.money.read import get_account
from alatau.money.values import AccountId, HolderId, HolderKind, MarkId
from alatau.money.wallet.holder import name_holder

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.money.values import NewMark

# What each pot of the mark did with accounts that are no pots of it: given, spent, refunded, returned.
_STEPS = """
WITH pot AS (SELECT id, holder_id, entries FROM money_account WHERE mark_id = %(mark)s),
     step AS (SELECT CASE WHEN transfer.kind = 7 THEN 'returned'
                          WHEN entry.amount > 0 AND transfer.kind <> 5 THEN 'given' ELSE 'spent' END AS what,
                     CASE WHEN entry.amount < 0 THEN transfer.credit_id ELSE transfer.debit_id END AS other_id,
                     entry.amount, pot.holder_id
                FROM pot
               CROSS JOIN LATERAL money_entries(pot.id, pot.entries, 1) AS entry
                JOIN money_transfer AS transfer ON transfer.id = entry.transfer_id)
SELECT CASE WHEN what = 'spent' AND other.holder_id = step.holder_id THEN 'taken' ELSE what END AS what,
       CASE WHEN what = 'spent' THEN step.other_id END AS other_id, sum(step.amount)::bigint
  FROM step JOIN money_account AS other ON other.id = step.other_id
 WHERE step.other_id NOT IN (SELECT id FROM pot)
 GROUP BY 1, 2 HAVING sum(step.amount) <> 0 ORDER BY 1, 3, 2
"""
#: Payees that an owner sees by name; the rest is summed.
NAMED = 50


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that the owner said to have seen."""

    reference: str
    document: str
    seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class MarkStory:
    """Where the money under a mark is."""

    mark: NewMark
    given: Amount
    held: Amount
    returned: Amount
    #: Made free money by whoever ends a chain.
    taken: Amount
    pots: int
    #: Firms that hold some of it now.
    holders: tuple[tuple[str, Amount], ...]
    spent: tuple[tuple[str, Amount], ...]
    documents: tuple[Document, ...]


def list_stories(*owner_ids: HolderId, limit: int = 50) -> list[MarkStory]:
    """Return the marks that these holders have set, the newest first, each with where its money is."""
    marks = Mark.objects.filter(owner_id__in=owner_ids).order_by("-opened_at", "id")
    return [get_story(MarkId(mark_id), *owner_ids) for mark_id in marks.values_list("id", flat=True)[:limit]]


def get_story(mark_id: MarkId, *owner_ids: HolderId) -> MarkStory:
    """Return where the money under a mark of one of these is. Raises: NotFoundError: absent, or none of theirs."""
    mark = find_mark(mark_id)
    if mark is None or mark.owner_id not in owner_ids:
        raise NotFoundError
    pots = list(Account.objects.filter(mark_id=mark_id).select_related("holder").order_by("-balance", "id"))
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, {"mark": mark_id})
        rows = [(what, other_id, int(units)) for what, other_id, units in cursor.fetchall()]
    firms = [pot for pot in pots if pot.balance and pot.holder.kind == HolderKind.ORGANISATION]
    return MarkStory(
        mark=mark,
        given=_sum(rows, "given"),
        held=_amount(sum(pot.balance for pot in pots)),
        returned=-_sum(rows, "returned"),
        taken=-_sum(rows, "taken"),
        pots=len(pots),
        holders=tuple((name_holder(get_account(AccountId(pot.id))), _amount(pot.balance)) for pot in firms[:NAMED]),
        spent=_spent(rows),
        documents=tuple(
            Document(reference=each.reference, document=each.document, seen_at=each.seen_at)
            for each in MarkEvidence.objects.filter(mark_id=mark_id).order_by("-seen_at", "reference")
        ),
    )


def _spent(rows: list[tuple[str, object, int]]) -> tuple[tuple[str, Amount], ...]:
    by_name: dict[str, int] = {}
    spent = [(other_id, -units) for what, other_id, units in rows if what == "spent"]
    for other_id, units in spent[:NAMED]:
        name = name_holder(get_account(AccountId(other_id)))  # type: ignore[arg-type]  # the query gives ids
        by_name[name] = by_name.get(name, 0) + units
    if rest := sum(units for _other, units in spent[NAMED:]):
        by_name["…"] = rest
    return tuple((name, _amount(units)) for name, units in by_name.items())


def _sum(rows: list[tuple[str, object, int]], wanted: str) -> Amount:
    return _amount(sum(units for what, _other, units in rows if what == wanted))


def _amount(units: int) -> Amount:
    return Amount(units, content().currency)
