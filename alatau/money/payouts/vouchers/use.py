"""Activate a voucher, redeem it at a shop, cancel it; and what anybody may ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import connection, transaction

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.currencies import amount_of
from alatau.money.errors.refused import TransferRefusedError
from alatau.money.models import Voucher
from alatau.money.payouts.values import VoucherStatus, VoucherView
from alatau.money.payouts.vouchers.errors import (
    VoucherCancelledError,
    VoucherExpiredError,
    VoucherNotActiveError,
    VoucherShopError,
    VoucherUnknownError,
    VoucherUsedError,
)
from alatau.money.payouts.vouchers.make import SERIAL_DIGITS, last_day, secret_of, view_of
from alatau.money.payouts.vouchers.tell import tell_number
from alatau.money.post import post_transfer
from alatau.money.values import AccountId, NewTransfer, TransferId, TransferKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from alatau.core.values import Actor, Moment

declare_points("money.voucher.activated", "money.voucher.redeemed", "money.voucher.cancelled")

#: The transfers that empty a voucher have ids made of its own: it is redeemed once, and given back once.
_EMPTIED = UUID("91f0c5a7-8f3e-4d4c-ae22-1f7b3c9d4402")


@transaction.atomic
def activate_voucher(serial: str, *, institution: UUID | None = None, by: Actor, at: Moment) -> VoucherView:
    """Let a voucher be used from now on, and send its number to the person it is for; a repeat changes nothing.

    Raises:
        VoucherUnknownError, VoucherCancelledError, VoucherUsedError, VoucherExpiredError: in this order.
    """
    row = _lock(serial=_serial(serial), institution=institution)
    refuse_ended(row, at=at)
    if row.status == VoucherStatus.PREACTIVATED:
        row.status, row.activated_at = VoucherStatus.ACTIVATED.value, at.wall_at
        row.save(update_fields=["status", "activated_at"])
        _tell("activated", row, by=by, at=at)
        tell_number(row, by=by, at=at)
        reach("money.voucher.activated")
    return view_of(row, at=at)


@transaction.atomic
def redeem_voucher(number: str, *, shop_account_id: AccountId, serial: str = "", by: Actor, at: Moment) -> VoucherView:
    """Pay a voucher's whole money to a shop, once: the same shop asking again learns that it was paid.

    Raises:
        VoucherUnknownError, VoucherCancelledError, VoucherUsedError, VoucherExpiredError, VoucherNotActiveError,
            VoucherShopError: in this order; nothing is written.
    """
    # People write it in groups, with spaces or hyphens, and in the digits of their own script.
    row = _lock(secret=secret_of("".join(str(int(sign)) for sign in number if sign.isdecimal())))
    if serial and row.serial != _serial(serial):
        raise VoucherUnknownError
    if row.status == VoucherStatus.REDEEMED and row.shop_account_id == shop_account_id:
        return view_of(row, at=at)
    refuse_ended(row, at=at)
    refuse_inactive(row)
    row.status, row.ended_at, row.shop_account_id = VoucherStatus.REDEEMED.value, at.wall_at, shop_account_id
    row.save(update_fields=["status", "ended_at", "shop_account_id"])
    _tell("redeemed", row, by=by, at=at)
    reach("money.voucher.redeemed")
    try:
        post_transfer(_emptying(row, "redeem", credit_id=shop_account_id, kind=TransferKind.MOVE), by=by, at=at)
    except TransferRefusedError as error:
        raise VoucherShopError from error
    return view_of(row, at=at)


@transaction.atomic
def cancel_voucher(serial: str, *, institution: UUID | None = None, by: Actor, at: Moment) -> VoucherView:
    """Take a voucher back: its money returns to the programme at once.

    Raises:
        VoucherUnknownError, VoucherCancelledError, VoucherUsedError, VoucherExpiredError: in this order.
    """
    row = _lock(serial=_serial(serial), institution=institution)
    refuse_ended(row, at=at)
    row.status, row.ended_at = VoucherStatus.CANCELLED.value, at.wall_at
    row.save(update_fields=["status", "ended_at"])
    _tell("cancelled", row, by=by, at=at)
    reach("money.voucher.cancelled")
    payer = AccountId(row.group.programme.account_id)
    post_transfer(_emptying(row, "cancel", credit_id=payer, kind=TransferKind.RETURN), by=by, at=at)
    return view_of(row, at=at)


def get_voucher(serial: str, *, institution: UUID | None = None, at: Moment) -> VoucherView:
    """Return a voucher by its serial number. Raises: VoucherUnknownError."""
    row = _rows(serial=_serial(serial), institution=institution).first()
    if row is None:
        raise VoucherUnknownError
    return view_of(row, at=at)


def _serial(given: str) -> str:
    """Return the serial as it is kept: peers pad it with zeros, or lose them again as a number."""
    digits = "".join(given.split()).lstrip("0")
    return digits.zfill(SERIAL_DIGITS)


def _rows(institution: UUID | None = None, **by: str) -> QuerySet[Voucher]:
    rows = Voucher.objects.select_related("group__programme").filter(**by)
    return rows if institution is None else rows.filter(institution_id=institution)


def _lock(institution: UUID | None = None, **by: str) -> Voucher:
    assert connection.in_atomic_block, "a voucher and its money change in one commit"
    row = _rows(institution, **by).select_for_update(of=("self",)).first()
    if row is None:
        raise VoucherUnknownError
    return row


def refuse_inactive(row: Voucher) -> None:
    """Refuse a voucher that is made and not handed out. Raises: VoucherNotActiveError."""
    if row.status != VoucherStatus.ACTIVATED:
        raise VoucherNotActiveError


def refuse_ended(row: Voucher, *, at: Moment) -> None:
    """Refuse a voucher that pays nothing more. Raises: VoucherCancelledError, VoucherUsedError, VoucherExpiredError."""
    if row.status == VoucherStatus.CANCELLED:
        raise VoucherCancelledError
    if row.status == VoucherStatus.REDEEMED:
        raise VoucherUsedError
    if row.expires_at <= at.city_at:
        raise VoucherExpiredError(day=last_day(row.expires_at))


def _emptying(row: Voucher, how: str, *, credit_id: AccountId, kind: TransferKind) -> NewTransfer:
    return NewTransfer(
        id=TransferId(uuid5(_EMPTIED, f"{how}:{row.id}")),
        debit_id=AccountId(row.account_id),
        credit_id=credit_id,
        amount=amount_of(row.amount, row.group.programme.currency),
        purpose=row.group.programme.purpose,
        reference=row.words,
        kind=kind,
    )


def _tell(what: str, row: Voucher, *, by: Actor, at: Moment) -> None:
    body = {"voucher_id": row.id, "group": row.group_id, "amount": row.amount}
    append_lines([NewLine(kind=LineKind.EVENT, action=f"money.voucher.{what}", actor=by, body=body)], at=at)
