"""Check lines before anything is paid: whether somebody is there, has an account, and may be paid so much."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction

from alatau.access.read import find_person_by_number
from alatau.access.seal import unseal
from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.money.models import Account, PayoutBatch, PayoutLine
from alatau.money.payouts.outcomes import Judged, write_outcomes
from alatau.money.payouts.routes import find_routes
from alatau.money.payouts.steps import note_batch
from alatau.money.payouts.tally import move
from alatau.money.payouts.values import CHUNK, BatchStatus, LineOutcome, PayeeId, RouteKind
from alatau.money.tiers import limits_on
from alatau.money.values import AccountKind, AccountStatus, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.money.payouts.values import BatchId, Route

declare_points("money.check.chunk_judged", "money.check.ended")

# What each holder has over all wallets, as posting sums it up for the limit of the balance.
_HELD = """
SELECT group_id, sum(balance + held_in) FROM money_account
 WHERE group_id = ANY(%(holders)s) AND currency = %(currency)s GROUP BY group_id
"""


class Standings(NamedTuple):
    """What the ledger knows of the accounts of a chunk."""

    accounts: dict[UUID, Account]
    held: dict[UUID, int]


@transaction.atomic
def check_chunk(batch_id: BatchId, *, by: Actor, at: Moment) -> bool:
    """Judge the next lines of a batch, and tell whether any are left. Safe to repeat; the last step ends the checks.

    What is judged payable may be refused by the ledger a day later: the ledger decides, the check spares surprises.
    """
    batch = PayoutBatch.objects.select_for_update().get(id=batch_id)
    if batch.status not in (BatchStatus.RECEIVED, BatchStatus.APPROVED):
        return False
    # Tried again, a batch has mostly lines that are paid: they are passed over where they lie.
    waiting = PayoutLine.objects.filter(
        batch=batch, number__gt=batch.checked_through, outcome=LineOutcome.WAITING.value
    )
    lines = list(waiting.order_by("number")[:CHUNK])
    if not lines:
        _end(batch, by=by, at=at)
        return False
    judged = judge_lines(lines, currency=batch.programme.currency, at=at)
    write_outcomes(judged, lines)
    move(batch, [(line.outcome, each.outcome.value, line.amount) for line, each in zip(lines, judged, strict=True)])
    reach("money.check.chunk_judged")
    batch.checked_through = lines[-1].number
    batch.save(update_fields=["checked_through", "counts"])
    return True


def judge_lines(lines: Sequence[PayoutLine], *, currency: str, at: Moment) -> list[Judged]:
    """Return for each line whether and how it can be paid now.

    Cost: four reads for any number of lines, and one for each line whose number nobody held.
    """
    for line in lines:
        if line.payee_id is None and line.sealed:
            line.payee_id = find_person_by_number(unseal(line.sealed), on=at.city_day)
    routes = find_routes([PayeeId(line.payee_id) for line in lines if line.payee_id], at=at)
    known = _read_standings(routes.values(), currency=currency)
    return [_judge(line, routes, known, currency=currency, at=at) for line in lines]


def _judge(line: PayoutLine, routes: dict[PayeeId, Route], known: Standings, *, currency: str, at: Moment) -> Judged:
    route = routes.get(PayeeId(line.payee_id)) if line.payee_id else None
    account_id = route.account_id if route else None
    if line.payee_id is None:
        outcome = LineOutcome.UNKNOWN_PERSON
    elif route is None:
        outcome = LineOutcome.NO_ACCOUNT
    elif route.kind is RouteKind.WALLET:
        account = known.accounts.get(account_id) if account_id else None
        outcome = _judge_wallet(line, account, known.held, currency=currency, at=at)
    else:
        outcome = LineOutcome.PAYABLE
    kind = route.kind if route else None
    return Judged(line.id, line.payee_id, outcome, None, kind, account_id)


def _judge_wallet(
    line: PayoutLine, account: Account | None, held: dict[UUID, int], *, currency: str, at: Moment
) -> LineOutcome:
    if account is None or account.currency != currency or account.kind != AccountKind.WALLET:
        return LineOutcome.NO_ACCOUNT
    if account.status != AccountStatus.OPEN:
        return LineOutcome.ACCOUNT_CLOSED
    if account.standing == Standing.STOPPED:
        return LineOutcome.PAYEE_STOPPED
    most = limits_on(at.city_day).balance[account.tier] if currency == content().currency.code else None
    if most is not None and held.get(account.group_id, 0) + line.amount > most:
        return LineOutcome.OVER_LIMIT
    # A second line for the same person finds the first one's money there.
    held[account.group_id] = held.get(account.group_id, 0) + line.amount
    return LineOutcome.PAYABLE


def _read_standings(routes: Iterable[Route], *, currency: str) -> Standings:
    wallets = [route.account_id for route in routes if route.kind is RouteKind.WALLET and route.account_id]
    accounts = {account.id: account for account in Account.objects.filter(id__in=wallets)}
    with connection.cursor() as cursor:
        holders = list({account.group_id for account in accounts.values()})
        cursor.execute(_HELD, {"holders": holders, "currency": currency})
        return Standings(accounts, {holder: int(units) for holder, units in cursor.fetchall()})


def _end(batch: PayoutBatch, *, by: Actor, at: Moment) -> None:
    if batch.status == BatchStatus.RECEIVED:
        batch.status = BatchStatus.CHECKED.value
        batch.save(update_fields=["status"])
        note_batch("checked", batch, by=by, at=at)
    reach("money.check.ended")
