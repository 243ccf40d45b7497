"""A voucher's number by message to the person it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.core.faults import declare_points, reach
from alatau.core.money import format_amount
from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.messages.errors import NoWayToReachError
from alatau.messages.send import send_message
from alatau.money.models import PayoutLine, Voucher
from alatau.money.payouts.values import BatchId, LineOutcome, RouteKind, VoucherId
from alatau.money.payouts.vouchers.from_lines import voucher_id_of
from alatau.money.payouts.vouchers.make import UNDER_WAY, last_day, number_of, view_of

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("money.voucher_number.told")

TEMPLATE = "money.voucher"
#: People told in one commit, and signs of a number that people read out together.
MANY, GROUP = 200, 4


def tell_of_vouchers(batch_id: BatchId, *, by: Actor, at: Moment) -> int:
    """Send each person whose line became a voucher its number, once, and return to how many."""
    lines = PayoutLine.objects.filter(
        batch_id=batch_id, kind=RouteKind.VOUCHER.value, outcome=LineOutcome.PAID.value
    ).order_by("number")
    after, told = 0, 0
    while chunk := list(lines.filter(number__gt=after).values_list("number", "id")[:MANY]):
        after = chunk[-1][0]
        ids = [voucher_id_of(line_id) for _number, line_id in chunk]
        with transaction.atomic():
            waiting = Voucher.objects.select_related("group__programme").filter(id__in=ids, told_at=None)
            told += sum(tell_number(row, by=by, at=at) for row in waiting.exclude(payee_id=None).order_by("id"))
    return told


def tell_number(row: Voucher, *, by: Actor, at: Moment) -> bool:
    """Send a person the number of their voucher, once, and tell whether anything reaches them.

    The number is sealed in the message until it has arrived, and erased then.
    """
    assert connection.in_atomic_block, "a message and the note of it are one commit"
    if row.payee_id is None or row.told_at is not None or row.status not in UNDER_WAY:
        return False
    person_id = PersonId(row.payee_id)
    amount = format_amount(view_of(row, at=at).amount, get_choices(person_id).language)
    facts = {
        "number": show_in_groups(number_of(VoucherId(row.id))),
        "amount": amount,
        "last_day": last_day(row.expires_at),
    }
    try:
        with transaction.atomic():
            send_message(TEMPLATE, to=person_id, facts=facts, key=f"voucher:{row.id}", by=by, at=at)
    except NoWayToReachError:
        # A programme's own id is nobody we could write to; who has no telephone reads it in the wallet or at a desk.
        return False
    row.told_at = at.wall_at
    row.save(update_fields=["told_at"])
    reach("money.voucher_number.told")
    return True


def show_in_groups(number: str) -> str:
    """Return a number in the groups in which people read it out.

    Hyphens part them: groups parted by spaces would change their order in a line of Arabic.
    """
    return "-".join(number[place : place + GROUP] for place in range(0, len(number), GROUP))
