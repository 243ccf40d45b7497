"""Marks that a program's holder puts on money: set, narrowed, filled, ended, and where their money is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.money import Amount
from alatau.money.end_mark import end_mark
from alatau.money.mark import find_mark, give_evidence, set_mark
from alatau.money.models import Mark
from alatau.money.programs.accounts import own_pot_or_wallet
from alatau.money.programs.values import Whereabouts
from alatau.money.read import get_account
from alatau.money.values import AccountId, MarkId
from alatau.money.wallet.open import open_pot

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.money.programs.values import ProgramView
    from alatau.money.values import NewMark

# Of a mark's pots: what left them for somebody outside, less what came back, by account paid; people are one sum.
_SPENT = """
WITH pot AS (
    SELECT id, entries FROM money_account WHERE mark_id = %(mark)s
), moved AS (
    SELECT transfer.kind, entry.amount,
           CASE WHEN transfer.debit_id = entry.account_id THEN transfer.credit_id ELSE transfer.debit_id END AS other_id
      FROM pot CROSS JOIN LATERAL money_entries(pot.id, pot.entries, 1) AS entry
      JOIN money_transfer AS transfer ON transfer.id = entry.transfer_id
     WHERE transfer.kind = 7 OR (transfer.kind IN (1, 3, 6) AND entry.amount < 0)
        OR (transfer.kind = 5 AND entry.amount > 0)
)
SELECT CASE WHEN holder.kind = 1 THEN NULL ELSE moved.other_id END, moved.kind = 7, -sum(moved.amount)::bigint
  FROM moved JOIN money_account AS other ON other.id = moved.other_id
  JOIN money_holder AS holder ON holder.id = other.holder_id
 WHERE moved.other_id NOT IN (SELECT id FROM pot)
 GROUP BY 1, 2 ORDER BY 3 DESC
"""
_HELD = "SELECT coalesce(sum(balance), 0)::bigint, count(*) FROM money_account WHERE mark_id = %s"


@transaction.atomic
def set_for_program(new: NewMark, *, by: ProgramView, at: Moment) -> NewMark:
    """Set a mark, or narrow one, for the program's holder; the same again sets one mark.

    Raises:
        NotFoundError: it is somebody else's, or returns to an account that is.
        MarkIdReusedError, MarkNotValidError, MarkWidensError: in this order; nothing is written.
    """
    known = find_mark(new.id)
    if new.owner_id != by.holder_id or (known is not None and known.owner_id != by.holder_id):
        raise NotFoundError
    own_pot_or_wallet(new.return_account_id, by=by)
    set_mark(new, by=by.actor, at=at)
    return new


def get_for_program(mark_id: MarkId, *, by: ProgramView) -> NewMark:
    """Return a mark with its conditions to its owner. Raises: NotFoundError: absent, or somebody else's."""
    mark = find_mark(mark_id)
    if mark is None or mark.owner_id != by.holder_id:
        raise NotFoundError
    return mark


def list_marks_for_program(*, by: ProgramView, limit: int) -> list[NewMark]:
    """Return the marks that the holder has set, the newest first."""
    ids = Mark.objects.filter(owner_id=by.holder_id).order_by("-opened_at", "id").values_list("id", flat=True)
    return [get_for_program(MarkId(each), by=by) for each in ids[:limit]]


@transaction.atomic
def end_for_program(mark_id: MarkId, *, by: ProgramView, at: Moment) -> NewMark:
    """End a mark and every narrower one; what is left goes back within a minute. Safe to repeat.

    Raises:
        NotFoundError: absent, or somebody else's.
    """
    end_mark(mark_id, owner_id=by.holder_id, by=by.actor, at=at)
    return get_for_program(mark_id, by=by)


@transaction.atomic
def evidence_for_program(mark_id: MarkId, reference: str, *, document: str, by: ProgramView, at: Moment) -> None:
    """Say that a document was seen for payments with this reference. Safe to repeat.

    Raises:
        NotFoundError: the mark is absent, or somebody else's.
    """
    get_for_program(mark_id, by=by)
    give_evidence(mark_id, reference, document=document, by=by.actor, at=at)


@transaction.atomic
def open_pot_for_program(mark_id: MarkId, account_id: AccountId, *, by: ProgramView, at: Moment) -> AccountId:
    """Return the pot under the owner's mark of whoever has the account, opening it when there is none.

    Raises:
        NotFoundError: the mark is absent or somebody else's, or there is no such account.
    """
    get_for_program(mark_id, by=by)
    account = get_account(account_id)
    return open_pot(account.holder_id, account.holder_kind, mark_id, by=by.actor, at=at)


def find_money(mark_id: MarkId, *, by: ProgramView) -> Whereabouts:
    """Return where the money under a mark is: held still, spent with whom, returned.

    Cost: reads the entries of the mark's pots.

    Raises:
        NotFoundError: the mark is absent, or somebody else's.
    """
    get_for_program(mark_id, by=by)
    currency = content().currency
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [mark_id])
        held, pots = cursor.fetchone()
        cursor.execute(_SPENT, {"mark": mark_id})
        rows = cursor.fetchall()
    return Whereabouts(
        held=Amount(held, currency),
        pots=pots,
        spent={AccountId(other): Amount(units, currency) for other, back, units in rows if other and not back},
        spent_with_people=Amount(sum(units for other, back, units in rows if not other and not back), currency),
        returned=Amount(sum(units for _, back, units in rows if back), currency),
    )
