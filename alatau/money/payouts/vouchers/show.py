"""A voucher's number in the wallet of the person it is for, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.text import Text
from alatau.money.models import Voucher
from alatau.money.payouts.values import OwnVoucher, PayeeId, VoucherId, VoucherStatus
from alatau.money.payouts.vouchers.errors import VoucherShownError
from alatau.money.payouts.vouchers.make import last_day, number_of, view_of
from alatau.money.payouts.vouchers.tell import show_in_groups
from alatau.money.payouts.vouchers.use import refuse_ended, refuse_inactive

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("money.voucher_number.shown")

#: Wall time in which a number that was shown may be shown again: an answer that was lost on its way costs nobody money.
SHOWN_FOR = timedelta(minutes=15)
#: Vouchers that a wallet shows.
OWN_MOST = 50


@transaction.atomic
def show_number(voucher_id: VoucherId, *, payee_id: PayeeId, by: Actor, at: Moment) -> str:
    """Return the secret number of a person's voucher, once: a quarter of an hour later nobody reads it here again.

    Raises:
        NotFoundError: it is not theirs.
        VoucherCancelledError, VoucherUsedError, VoucherExpiredError, VoucherNotActiveError, VoucherShownError: in this
            order; nothing is written.
    """
    rows = Voucher.objects.select_related("group__programme").select_for_update(of=("self",))
    row = rows.filter(id=voucher_id, payee_id=payee_id).first()
    if row is None:
        raise NotFoundError
    refuse_ended(row, at=at)
    refuse_inactive(row)
    if row.shown_at is not None and row.shown_at + SHOWN_FOR <= at.wall_at:
        raise VoucherShownError

    # Nothing is refused below this line.
    if row.shown_at is None:
        row.shown_at = at.wall_at
        row.save(update_fields=["shown_at"])
        line = NewLine(
            kind=LineKind.AUDIT, action="money.voucher.shown", actor=by, subject_id=payee_id,
            body={"voucher_id": row.id},
        )  # fmt: skip
        append_lines([line], at=at)
        reach("money.voucher_number.shown")
    return show_in_groups(number_of(VoucherId(row.id)))


def list_own(payee_id: PayeeId, *, at: Moment) -> list[OwnVoucher]:
    """Return a person's vouchers that can be used now, the first to end first."""
    rows = Voucher.objects.select_related("group__programme")
    active = rows.filter(payee_id=payee_id, status=VoucherStatus.ACTIVATED.value, expires_at__gt=at.city_at)
    return [
        OwnVoucher(
            voucher=view_of(row, at=at),
            name=Text(**row.group.name).say(),
            trades=tuple(row.group.trades),
            last_day=last_day(row.expires_at),
            words=row.words,
            is_shown=row.shown_at is not None and row.shown_at + SHOWN_FOR <= at.wall_at,
            told_at=row.told_at,
        )
        for row in active.order_by("expires_at", "id")[:OWN_MOST]
    ]
