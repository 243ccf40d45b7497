"""Turn what happened on accounts into events of their holders, for those who asked to hear of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import system_actor
from alatau.messages.webhooks.oversee import list_heard_subjects
from alatau.money.models import Account, Told
from alatau.money.programs.entries import newer_entries
from alatau.money.programs.events import RECEIVED, SENT
from alatau.money.values import AccountId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.core.values import Moment
    from alatau.money.values import EntryView

BY = system_actor("money.webhooks")

declare_points("money.tell.told")


def tell_holders(*, at: Moment) -> int:
    """Write an event for each new entry on accounts whose holder hears of payments; return how many.

    In the caller's transaction, in the order of each account. Each entry is told once: the account's own count says
    from where.
    """
    subjects = list_heard_subjects((RECEIVED, SENT))
    if not subjects:
        return 0
    told = dict(Told.objects.filter(holder_id__in=subjects).values_list("account_id", "entries"))
    accounts = Account.objects.filter(holder_id__in=subjects).order_by("id")
    behind = [each for each in accounts if each.entries > told.get(each.id, 0)]
    lines = [line for each in behind for line in _lines_of(each, than=told.get(each.id, 0))]
    append_lines(lines, at=at)
    for account in behind:
        Told.objects.update_or_create(
            account_id=account.id, defaults={"holder_id": account.holder_id, "entries": account.entries}
        )
    reach("money.tell.told")
    return len(lines)


def _lines_of(account: Account, *, than: int) -> Iterator[NewLine]:
    # The account may have gone on since it was read: what is newer is told the next time.
    new = [step for step in newer_entries(AccountId(account.id), than=than) if step.number <= account.entries]
    for step in reversed(new):
        yield NewLine(
            kind=LineKind.EVENT,
            action=RECEIVED if step.amount.units > 0 else SENT,
            actor=BY,
            subject_id=account.holder_id,
            body=_body_of(step, account),
        )


def _body_of(step: EntryView, account: Account) -> dict[str, object]:
    return {
        "account_id": account.id,
        "transfer_id": step.transfer_id,
        "entry": step.number,
        "amount": step.amount.units,
        "balance": step.balance.units,
        "currency": account.currency,
        "kind": step.kind.name.lower(),
        "purpose": step.purpose,
        "reference": step.reference,
        "mark_id": account.mark_id,
    }
