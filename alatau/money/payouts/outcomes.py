"""Write what became of many lines in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from alatau.money.models import PayoutLine
    from alatau.money.payouts.values import LineOutcome, RouteKind

_WRITE = """
UPDATE money_payoutline AS line
   SET payee_id = said.payee_id, outcome = said.outcome, refusal = said.refusal, kind = said.kind,
       account_id = said.account_id,
       paid_at = CASE WHEN said.outcome IN (2, 3) THEN %(paid_at)s::timestamptz ELSE NULL END,
       sealed = CASE WHEN said.payee_id IS NULL THEN line.sealed ELSE NULL END
  FROM unnest(%(ids)s::uuid[], %(payees)s::uuid[], %(outcomes)s::smallint[], %(refusals)s::smallint[],
              %(kinds)s::smallint[], %(accounts)s::uuid[])
       AS said(id, payee_id, outcome, refusal, kind, account_id)
 WHERE line.id = said.id
       -- By the batch's own index: by the ids alone the whole table would be read for a chunk of it.
   AND line.batch_id = %(batch)s AND line.number BETWEEN %(first)s AND %(last)s
"""


class Judged(NamedTuple):
    """What became of one line."""

    line_id: UUID
    payee_id: UUID | None
    outcome: LineOutcome
    refusal: int | None = None
    kind: RouteKind | None = None
    account_id: UUID | None = None


def write_outcomes(judged: Sequence[Judged], lines: Sequence[PayoutLine], *, paid_at: datetime | None = None) -> None:
    """Write what became of lines of one batch, which come in their order, in the caller's transaction.

    A number that is known now needs no sealed copy any more.

    Cost: one statement, which reads the batch between the first line and the last.
    """
    assert connection.in_atomic_block, "outcomes commit with what caused them"
    if not judged:
        return
    facts: dict[str, Any] = {
        "batch": lines[0].batch_id,
        "first": lines[0].number,
        "last": lines[-1].number,
        "paid_at": paid_at,
        "ids": [each.line_id for each in judged],
        "payees": [each.payee_id for each in judged],
        "outcomes": [each.outcome.value for each in judged],
        "refusals": [each.refusal for each in judged],
        "kinds": [each.kind.value if each.kind is not None else None for each in judged],
        "accounts": [each.account_id for each in judged],
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, facts)
