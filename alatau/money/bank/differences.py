"""Keep where the bank's book and ours differ, and put what touches a person's money on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from alatau.access.load import access_person
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId, system_actor
from alatau.desk.open import open_case
from alatau.money.models import BankDifference, Holder
from alatau.money.values import HolderKind

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.bank.values import DifferenceKind
    from alatau.money.models import BankOrder, BankReceipt, BankStatement

declare_points("money.bank.difference_kept")

BY = system_actor("money.reconcile_bank")
CASE = "bank_difference"
#: The lawful reason to read where the person lives, for the queue of the right place.
PURPOSE = "case"
_CASES = UUID("b0c7d0f3-4f32-45f5-8f87-3f8d7a0b9b52")


def note_difference(
    kind: DifferenceKind,
    *,
    about: str,
    order: BankOrder | None = None,
    receipt: BankReceipt | None = None,
    statement: BankStatement | None = None,
    ours: int | None = None,
    theirs: int | None = None,
    at: Moment,
) -> None:
    """Keep a difference in the caller's transaction, once; one that touches a person's money opens a case."""
    row, is_new = BankDifference.objects.get_or_create(
        kind=kind.value,
        about=about[:80],
        defaults={
            "order": order, "receipt": receipt, "statement": statement, "ours": ours, "theirs": theirs,
            "found_at": at.wall_at,
        },
    )  # fmt: skip
    if not is_new:
        return
    reach("money.bank.difference_kept")
    person_id = _person_of(order, receipt)
    if person_id is not None:
        row.case_id = _open_case(row, person_id, at=at)
        row.save(update_fields=["case_id"])
    body = {"difference_id": row.id, "kind": kind.value, "ours": ours, "theirs": theirs, "case_id": row.case_id}
    line = NewLine(kind=LineKind.EVENT, action="money.bank.difference_found", actor=BY, body=body)
    append_lines([line], at=at)


def clear_difference(difference_id: UUID, *, note: str, by: Actor, at: Moment) -> None:
    """Let somebody of the city say how a difference was cleared up. A repeat changes nothing.

    Raises:
        NotFoundError: there is no such difference.
    """
    assert by.user_id is not None, "people clear differences"
    row = BankDifference.objects.select_for_update().filter(id=difference_id).first()
    if row is None:
        raise NotFoundError
    if row.cleared_at is not None:
        return
    row.cleared_at, row.cleared_by, row.note = at.wall_at, by.user_id, note.strip()[:500]
    row.save(update_fields=["cleared_at", "cleared_by", "note"])
    body = {"difference_id": row.id, "kind": row.kind}
    append_lines([NewLine(kind=LineKind.AUDIT, action="money.bank.difference_cleared", actor=by, body=body)], at=at)


def _person_of(order: BankOrder | None, receipt: BankReceipt | None) -> PersonId | None:
    if order is not None and order.person_id is not None:
        return PersonId(order.person_id)
    holder_id = receipt.holder_id if receipt is not None else None
    if holder_id is None or not Holder.objects.filter(id=holder_id, kind=HolderKind.PERSON.value).exists():
        return None
    return PersonId(holder_id)


def _open_case(row: BankDifference, person_id: PersonId, *, at: Moment) -> UUID:
    person = access_person(person_id, by=BY, purpose=PURPOSE, data=("region",), at=at)
    return open_case(
        CASE,
        subject_id=person_id,
        region=person.region or "",
        facts={"difference_id": row.id, "kind": row.kind, "order_id": row.order_id, "receipt_id": row.receipt_id},
        request_id=uuid5(_CASES, f"{row.kind} {row.about}"),
        by=BY,
        at=at,
    )
