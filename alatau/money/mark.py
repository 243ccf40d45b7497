"""Put conditions on money: set a mark, narrow it, and say that a document it asks for has been seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.errors.accounts import MarkIdReusedError, MarkNotValidError, MarkWidensError
from alatau.money.models import Account, Mark, MarkEnd, MarkEvidence, MarkPayee
from alatau.money.values import AccountId, CapPeriod, CashOut, HolderId, MarkId, NewMark, OnSpend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.core.values import Actor, Moment

declare_points("money.mark.written")


def set_mark(new: NewMark, *, by: Actor, at: Moment) -> None:
    """Keep a mark in the caller's transaction; money comes under it when its owner pays into a pot of it.

    The same request twice sets one mark. It never changes: another condition is another mark. A narrower mark
    (``parent_id``) may only allow what the wider one allows, and spending asks both.

    Raises:
        MarkIdReusedError, NotFoundError, MarkNotValidError, MarkWidensError: in this order; nothing is written.
    """
    assert connection.in_atomic_block, "a mark belongs to the transaction of what sets it"
    known = find_mark(new.id)
    if known is not None:
        if _as_asked(known) != new:
            raise MarkIdReusedError(mark_id=new.id)
        return
    account = Account.objects.filter(id=new.return_account_id).first()
    parent = find_mark(new.parent_id) if new.parent_id else None
    if account is None or (new.parent_id and parent is None):
        raise NotFoundError
    wrong = next(_mistakes(new, account), None)
    if wrong is not None:
        raise MarkNotValidError(field=wrong)
    wider = next(_widenings(new, parent), None) if parent else None
    if wider is not None:
        raise MarkWidensError(field=wider)
    # Nothing is refused below this line.
    _write(new, at=at)
    reach("money.mark.written")
    body = {"mark_id": new.id, "parent_id": new.parent_id, "purpose": new.purpose}
    append_lines(
        [NewLine(kind=LineKind.EVENT, action="money.mark.set", actor=by, subject_id=new.owner_id, body=body)], at=at
    )


def give_evidence(mark_id: MarkId, reference: str, *, document: str, by: Actor, at: Moment) -> None:
    """Say that the document which a mark asks for has been seen for payments with this reference. Safe to repeat.

    Raises:
        NotFoundError: there is no such mark.
    """
    mark = Mark.objects.filter(id=mark_id).first()
    if mark is None:
        raise NotFoundError
    _, is_new = MarkEvidence.objects.get_or_create(
        mark=mark, reference=reference, defaults={"document": document, "seen_at": at.city_at}
    )
    if is_new:
        body = {"mark_id": mark_id, "document": document}
        line = NewLine(
            kind=LineKind.EVENT, action="money.evidence.given", actor=by, subject_id=mark.owner_id, body=body
        )
        append_lines([line], at=at)


def find_mark(mark_id: MarkId) -> NewMark | None:
    """Return a mark with all of its conditions; None when there is none."""
    mark = Mark.objects.filter(id=mark_id).first()
    if mark is None:
        return None
    payees = list(MarkPayee.objects.filter(mark=mark))
    return NewMark(
        id=MarkId(mark.id),
        owner_id=HolderId(mark.owner_id),
        name=mark.name,
        purpose=mark.purpose,
        return_account_id=AccountId(mark.return_account_id),
        valid_from=mark.valid_from,
        valid_until=mark.valid_until,
        parent_id=MarkId(mark.parent_id) if mark.parent_id else None,
        contract=mark.contract,
        payees=frozenset(HolderId(payee.holder_id) for payee in payees if payee.holder_id),
        final_payees=frozenset(HolderId(payee.holder_id) for payee in payees if payee.holder_id and payee.is_final),
        categories=frozenset(payee.category for payee in payees if payee.category),
        goods=frozenset(mark.goods),
        needs_evidence=mark.needs_evidence,
        on_spend=OnSpend(mark.on_spend),
        cash_out=CashOut(mark.cash_out),
        is_claimable=mark.claimable,
        payment_cap=mark.payment_cap,
        period_cap=mark.period_cap,
        cap_period=CapPeriod(mark.cap_period) if mark.cap_period else None,
    )


def _as_asked(known: NewMark) -> NewMark:
    """Return the mark with the days that it was asked for with, also after it was ended early."""
    end = MarkEnd.objects.filter(mark_id=known.id).first()
    return replace(known, valid_from=end.asked_from, valid_until=end.asked_until) if end else known


def _mistakes(new: NewMark, account: Account) -> Iterator[str]:
    """Name the fields that do not fit, in the order in which a form shows them."""
    if not new.name:
        yield "name"
    if new.valid_until <= new.valid_from:
        yield "valid_until"
    if not new.final_payees <= new.payees:
        yield "final_payees"
    if new.cash_out is CashOut.FINAL_PAYEE and not new.final_payees:
        yield "cash_out"
    if new.payment_cap is not None and new.payment_cap <= 0:
        yield "payment_cap"
    if (new.period_cap is None) != (new.cap_period is None) or (new.period_cap is not None and new.period_cap <= 0):
        yield "period_cap"
    # What is left goes to the owner's free money, or of a narrower mark to the owner's pot of the wider one.
    if account.holder_id != new.owner_id or account.mark_id != new.parent_id:
        yield "return_account_id"


def _widenings(new: NewMark, wider: NewMark) -> Iterator[str]:
    """Name the fields by which a narrower mark would allow more than the wider one."""
    if new.valid_from < wider.valid_from or new.valid_until > wider.valid_until:
        yield "valid_until"
    if (wider.payees or wider.categories) and not (
        (new.payees or new.categories) and new.payees <= wider.payees and new.categories <= wider.categories
    ):
        yield "payees"
    if wider.goods and not (new.goods and new.goods <= wider.goods):
        yield "goods"
    if new.on_spend < wider.on_spend:
        yield "on_spend"
    if new.cash_out > wider.cash_out or not new.final_payees <= (wider.final_payees or new.final_payees):
        yield "cash_out"
    if new.is_claimable > wider.is_claimable:
        yield "is_claimable"
    if wider.payment_cap is not None and (new.payment_cap is None or new.payment_cap > wider.payment_cap):
        yield "payment_cap"


def _write(new: NewMark, *, at: Moment) -> None:
    mark = Mark.objects.create(
        id=new.id,
        owner_id=new.owner_id,
        parent_id=new.parent_id,
        name=dict(new.name),
        purpose=new.purpose,
        contract=new.contract,
        return_account_id=new.return_account_id,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        any_payee=not (new.payees or new.categories),
        goods=sorted(new.goods),
        needs_evidence=new.needs_evidence,
        on_spend=new.on_spend.value,
        cash_out=new.cash_out.value,
        claimable=new.is_claimable,
        payment_cap=new.payment_cap,
        period_cap=new.period_cap,
        cap_period=new.cap_period and new.cap_period.value,
        opened_city_at=at.city_at,
        opened_at=at.wall_at,
    )
    holders = [MarkPayee(mark=mark, holder_id=each, is_final=each in new.final_payees) for each in new.payees]
    MarkPayee.objects.bulk_create([*holders, *(MarkPayee(mark=mark, category=each) for each in new.categories)])
