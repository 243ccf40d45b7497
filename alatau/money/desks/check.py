"""Check the whole books, keep what was found, and say how the last check ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.models import LedgerCheck
from alatau.money.verify import verify_ledger

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import Actor, Moment

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class CheckView:
    """One check of the books."""

    ended_at: datetime
    seconds: float
    accounts: int
    transfers: int
    postings: int
    broken: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing contradicted anything."""
        return not self.broken


def keep_check(*, by: Actor, at: Moment) -> CheckView:
    """Check the books as `verify_ledger` does and keep the result. Cost: reads all of the books."""
    report = verify_ledger()
    ended = max(read_clocks().wall_at, at.wall_at)
    with transaction.atomic():
        row = LedgerCheck.objects.create(
            began_at=at.wall_at,
            ended_at=ended,
            accounts=report.accounts,
            transfers=report.transfers,
            postings=report.postings,
            broken=list(report.broken),
            circulating=report.circulating,
        )
        body = {"check_id": row.id, "transfers": report.transfers, "broken": len(report.broken)}
        append_lines([NewLine(kind=LineKind.AUDIT, action="money.books.checked", actor=by, body=body)], at=at)
    if report.broken:
        log.error("money.books.broken", check=str(row.id), broken=len(report.broken))
    return _view(row)


def find_last_check() -> CheckView | None:
    """Return the newest check; None before the first."""
    row = LedgerCheck.objects.order_by("-ended_at").first()
    return _view(row) if row else None


def _view(row: LedgerCheck) -> CheckView:
    return CheckView(
        ended_at=row.ended_at,
        seconds=(row.ended_at - row.began_at).total_seconds(),
        accounts=row.accounts,
        transfers=row.transfers,
        postings=row.postings,
        broken=tuple(row.broken),
    )
