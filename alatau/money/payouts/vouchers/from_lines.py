"""Vouchers for the lines of a batch whose payees chose them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from alatau.money.currencies import amount_of
from alatau.money.models import Voucher, VoucherGroup
from alatau.money.payouts.routes import find_people_behind
from alatau.money.payouts.values import PayeeId, VoucherId, VoucherStatus
from alatau.money.payouts.vouchers.make import keep_voucher, make_ready
from alatau.money.values import AccountId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.values import Actor, Moment
    from alatau.money.models import PayoutBatch, PayoutLine
    from alatau.money.payouts.vouchers.make import ReadyGroup

_OF_LINES = UUID("c4f1d7a0-5a54-4d8b-9b7a-3c2e6f9d1a10")


def make_for_lines(batch: PayoutBatch, lines: Sequence[PayoutLine], *, by: Actor, at: Moment) -> dict[UUID, AccountId]:
    """Return for each line the empty pot of its voucher, active at once; the caller's posting fills it.

    Nothing where the programme has no vouchers. A line tried again has its voucher already.
    """
    group = VoucherGroup.objects.select_related("programme").filter(programme=batch.programme).order_by("key").first()
    if group is None or not lines:
        return {}
    known = dict(
        Voucher.objects.filter(id__in=[voucher_id_of(line.id) for line in lines]).values_list("id", "account_id")
    )
    pots = {}
    behind = find_people_behind([PayeeId(line.payee_id) for line in lines if line.payee_id], at=at)
    ready: ReadyGroup | None = None
    for line in lines:
        payee_id = PayeeId(line.payee_id) if line.payee_id else None
        voucher_id = voucher_id_of(line.id)
        if voucher_id not in known:
            said = {
                "payee_id": payee_id and behind.get(payee_id, payee_id), "reference": line.reference,
                "batch": batch.reference, "words": line.words or batch.words, "institution_id": batch.institution_id,
            }  # fmt: skip
            amount = amount_of(line.amount, batch.programme.currency)
            ready = ready or make_ready(group, by=by, at=at)
            row = keep_voucher(voucher_id, ready, amount, said=said, status=VoucherStatus.ACTIVATED, by=by, at=at)
            known[voucher_id] = row.account_id
        pots[line.id] = AccountId(known[voucher_id])
    return pots


def voucher_id_of(line_id: UUID) -> VoucherId:
    """Return the id of the voucher that a line is paid by."""
    return VoucherId(uuid5(_OF_LINES, str(line_id)))
