"""Make a voucher: a pot of its own under its group's mark, filled at once, and a secret number that opens it."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from alatau.access.seal import keyed_hash
from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.currencies import amount_of
from alatau.money.mark import find_mark, set_mark
from alatau.money.models import Account, Voucher, VoucherGroup
from alatau.money.open import open_account
from alatau.money.payouts.values import PayeeId, VoucherId, VoucherStatus, VoucherView
from alatau.money.payouts.vouchers.errors import VoucherGroupExhaustedError, VoucherGroupUnknownError
from alatau.money.post import post_transfer
from alatau.money.values import (
    AccountId,
    AccountKind,
    HolderId,
    HolderKind,
    MarkId,
    NewMark,
    NewTransfer,
    TransferId,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment

declare_points("money.voucher.kept", "money.voucher.filled")

#: Ids made of ids: a group's mark of a day, a voucher's pot, the transfers that fill and empty it.
_IDS = UUID("77a1c6c2-7c1d-4c36-9d9e-5b8b8c0f5d3e")
SERIAL_DIGITS, NUMBER_DIGITS = 10, 16
#: Vouchers that still hold money.
UNDER_WAY = (VoucherStatus.PREACTIVATED.value, VoucherStatus.ACTIVATED.value)


class ReadyGroup(NamedTuple):
    """A kind of vouchers with the mark of those made today, and the account that pays them."""

    group: VoucherGroup
    mark: NewMark
    payer: Account


@transaction.atomic
def open_group(
    key: str,
    *,
    programme: str,
    name: Mapping[str, str],
    trades: Iterable[str],
    days: int,
    most: int | None = None,
    by: Actor,
    at: Moment,
) -> None:
    """Let vouchers of a kind be made: where they may be spent, for how many days, how many at once. Safe to repeat."""
    said = {"name": dict(name), "trades": sorted(trades), "days": days, "most": most}
    _, is_new = VoucherGroup.objects.update_or_create(key=key, defaults={"programme_id": programme, **said})
    body = {"group": key, "programme": programme, "is_new": is_new}
    append_lines([NewLine(kind=LineKind.AUDIT, action="money.voucher.group_set", actor=by, body=body)], at=at)


@transaction.atomic
def make_voucher(
    voucher_id: VoucherId,
    *,
    group: str,
    amount: Amount,
    reference: str = "",
    batch: str = "",
    words: str = "",
    payee_id: PayeeId | None = None,
    institution: UUID | None = None,
    by: Actor,
    at: Moment,
) -> VoucherView:
    """Make a voucher and put the programme's money into it; it cannot be used before `activate_voucher`.

    A payee finds it in their wallet. The same id twice is one voucher. Its secret number is `number_of`.

    Raises:
        VoucherGroupUnknownError, VoucherGroupExhaustedError, TransferRefusedError: in this order; nothing is written.
    """
    known = Voucher.objects.filter(id=voucher_id).first()
    if known is not None:
        return view_of(known, at=at)
    kind = _lock_group(group)
    row = keep_voucher(
        voucher_id,
        make_ready(kind, by=by, at=at),
        amount,
        said={
            "reference": reference,
            "batch": batch,
            "words": words,
            "payee_id": payee_id,
            "institution_id": institution,
        },
        by=by,
        at=at,
    )
    reach("money.voucher.kept")
    transfer = NewTransfer(
        id=TransferId(uuid5(_IDS, f"fill:{voucher_id}")),
        debit_id=AccountId(kind.programme.account_id),
        credit_id=AccountId(row.account_id),
        amount=amount,
        purpose=kind.programme.purpose,
        reference=words,
    )
    post_transfer(transfer, by=by, at=at)
    reach("money.voucher.filled")
    return view_of(row, at=at)


def make_ready(group: VoucherGroup, *, by: Actor, at: Moment) -> ReadyGroup:
    """Return what vouchers of a kind need that are made today; their mark is set when there is none."""
    payer = Account.objects.get(id=group.programme.account_id)
    return ReadyGroup(group, _mark(group, payer, by=by, at=at), payer)


def keep_voucher(
    voucher_id: VoucherId,
    ready: ReadyGroup,
    amount: Amount,
    *,
    said: Mapping[str, object],
    status: VoucherStatus = VoucherStatus.PREACTIVATED,
    by: Actor,
    at: Moment,
) -> Voucher:
    """Write a voucher and open its empty pot; whoever calls fills it in the same transaction."""
    assert connection.in_atomic_block, "a voucher and its money are one commit"
    assert amount.units > 0, "doors refuse zero and negative amounts"
    group, mark, payer = ready
    account_id = AccountId(uuid5(_IDS, f"pot:{voucher_id}"))
    open_account(
        account_id,
        holder_id=HolderId(payer.holder_id),
        holder_kind=HolderKind.PUBLIC,
        tier=payer.tier,
        currency=amount.currency.code,
        purpose="voucher",
        kind=AccountKind.POT,
        mark_id=mark.id,
        by=by,
        at=at,
    )
    row = Voucher.objects.create(
        id=voucher_id,
        serial=_draw_serial(),
        secret=secret_of(number_of(voucher_id)),
        group=group,
        amount=amount.units,
        account_id=account_id,
        status=status.value,
        expires_at=mark.valid_until,
        made_at=at.wall_at,
        activated_at=at.wall_at if status is VoucherStatus.ACTIVATED else None,
        **said,
    )
    body = {"voucher_id": voucher_id, "group": group.key, "amount": amount.units}
    append_lines([NewLine(kind=LineKind.EVENT, action="money.voucher.made", actor=by, body=body)], at=at)
    return row


def number_of(voucher_id: VoucherId) -> str:
    """Return a voucher's secret number. It follows from the id by the city's key, and is stored nowhere."""
    return f"{int(keyed_hash('voucher.number', str(voucher_id)), 16) % 10**NUMBER_DIGITS:0{NUMBER_DIGITS}}"


def secret_of(number: str) -> str:
    """Return what a secret number is found by."""
    return keyed_hash("voucher.secret", number)


def last_day(expires_at: datetime) -> date:
    """Return the last day of the city on which a voucher is good: it ends with the midnight after it."""
    return (expires_at.astimezone(ZoneInfo(content().time_zone)) - timedelta(microseconds=1)).date()


def view_of(row: Voucher, *, at: Moment) -> VoucherView:
    """Return a voucher as a value."""
    status = VoucherStatus(row.status)
    return VoucherView(
        id=VoucherId(row.id),
        serial=row.serial,
        status=status,
        amount=amount_of(row.amount, row.group.programme.currency),
        group=row.group_id,
        expires_at=row.expires_at,
        redeemed_at=row.ended_at if status is VoucherStatus.REDEEMED else None,
        is_expired=status.value in UNDER_WAY and row.expires_at <= at.city_at,
    )


def _lock_group(key: str) -> VoucherGroup:
    group = VoucherGroup.objects.select_for_update(of=("self",)).select_related("programme").filter(key=key).first()
    if group is None:
        raise VoucherGroupUnknownError
    if group.most is not None and Voucher.objects.filter(group=group, status__in=UNDER_WAY).count() >= group.most:
        raise VoucherGroupExhaustedError
    return group


def _mark(group: VoucherGroup, payer: Account, *, by: Actor, at: Moment) -> NewMark:
    """Return the mark of the group's vouchers made today: they end together, and the ledger returns what is left."""
    programme = group.programme
    mark_id = MarkId(uuid5(_IDS, f"mark:{group.key}:{at.city_day}:{group.days}:{','.join(group.trades)}"))
    known = find_mark(mark_id)
    if known is not None:
        return known
    begins = datetime.combine(at.city_day, time(), ZoneInfo(content().time_zone))
    new = NewMark(
        id=mark_id,
        owner_id=HolderId(payer.holder_id),
        name=group.name,
        purpose=programme.purpose,
        return_account_id=AccountId(programme.account_id),
        valid_from=begins,
        valid_until=begins + timedelta(days=group.days + 1),
        categories=frozenset(group.trades),
    )
    set_mark(new, by=by, at=at)
    return new


def _draw_serial() -> str:
    # The constraint keeps serials apart; of ten thousand million, two vouchers seldom draw the same.
    least = 10 ** (SERIAL_DIGITS - 1)
    while Voucher.objects.filter(serial=(serial := str(least + secrets.randbelow(9 * least)))).exists():
        pass
    return serial
