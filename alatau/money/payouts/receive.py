"""Take a batch of payouts: find whom each line names, write the lines, and have them checked."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import connection, transaction

from alatau.access.numbers import link_numbers
from alatau.access.seal import seal_many
from alatau.core.content import content
from alatau.core.errors import NumberNotValidError
from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.money.models import PayoutBatch
from alatau.money.payouts.errors import PayoutEmptyError, PayoutReusedError, PayoutTooLongError
from alatau.money.payouts.programmes import get_programme
from alatau.money.payouts.steps import note_batch
from alatau.money.payouts.tally import recount
from alatau.money.payouts.values import CHUNK, LINES_MOST, BatchId, BatchStatus, LineOutcome
from alatau.money.values import AMOUNT_MOST, AccountId, new_transfer_id
from alatau.papers.locks import lock_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from alatau.core.values import Actor, Moment
    from alatau.money.payouts.values import NewBatch, NewLine, ProgrammeView

declare_points("money.payout.lines_written", "money.payout.received")

#: A batch's account has an id made of the batch's.
_ACCOUNTS = UUID("6a7c0f0e-9a2e-4c7e-8b2e-1f6d9d0c4a55")

_COPY = """
COPY money_payoutline (id, batch_id, number, payee_id, sealed, amount, reference, words, decision_id, outcome)
FROM STDIN
"""
# Of lines with one reference the first is paid.
_REPEATED = """
UPDATE money_payoutline SET outcome = %(repeated)s WHERE id IN (
    SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY reference ORDER BY number) AS time
                      FROM money_payoutline WHERE batch_id = %(batch)s AND reference <> '') AS each
     WHERE time > 1) AND outcome = %(waiting)s
"""


@transaction.atomic
def receive_batch(
    new: NewBatch, lines: Iterable[NewLine], *, institution: UUID | None = None, by: Actor, at: Moment
) -> BatchId:
    """Take a batch in the caller's transaction and have its lines checked; nothing is paid before its approval.

    The same batch twice is one batch. Lines come as a stream and are kept nowhere in memory. A line that cannot be read
    stays in the batch with that outcome; the payer sees each by its number and reference.

    Raises:
        ProgrammeUnknownError, PayoutReusedError, PayoutTooLongError, PayoutEmptyError: in this order; nothing is
            written.
    """
    programme = get_programme(new.programme)
    # The same batch handed over twice at once: the second waits, then finds the first.
    lock_name("money.payout", new.id)
    known = PayoutBatch.objects.filter(id=new.id).first()
    if known is not None:
        _refuse_another(known, new, lines)
        return new.id
    batch = PayoutBatch.objects.create(
        id=new.id,
        programme_id=programme.key,
        reference=new.reference,
        words=new.words,
        digest=b"",
        lines=0,
        total=0,
        account_id=account_of(new.id),
        status=BatchStatus.RECEIVED.value,
        received_at=at.wall_at,
        received_city_at=at.city_at,
        received_by=by.user_id,
        institution_id=institution,
    )
    _write_lines(batch, new, lines, programme=programme, at=at)
    if not batch.lines:
        raise PayoutEmptyError
    reach("money.payout.lines_written")
    # Nothing is refused below this line.
    recount(batch)
    batch.save(update_fields=["digest", "lines", "total", "counts"])
    note_batch("received", batch, {"lines": batch.lines, "total": batch.total}, by=by, at=at)
    defer("money.check_payouts", lock=f"money.payout:{batch.id}", batch_id=batch.id)
    reach("money.payout.received")
    return new.id


def account_of(batch_id: BatchId) -> AccountId:
    """Return the id of the account that holds a batch's money while it is paid."""
    return AccountId(uuid5(_ACCOUNTS, str(batch_id)))


def _refuse_another(known: PayoutBatch, new: NewBatch, lines: Iterable[NewLine]) -> None:
    digest = _begin(new)
    for line in lines:
        digest.update(_say(line))
    if bytes(known.digest) != digest.digest():
        raise PayoutReusedError


def _write_lines(
    batch: PayoutBatch, new: NewBatch, lines: Iterable[NewLine], *, programme: ProgrammeView, at: Moment
) -> None:
    digest, coming = _begin(new), iter(lines)
    while chunk := list(islice(coming, CHUNK)):
        for line in chunk:
            digest.update(_say(line))
        if batch.lines + len(chunk) > LINES_MOST:
            raise PayoutTooLongError(most=LINES_MOST)
        rows = list(_rows(chunk, batch=batch, programme=programme, on=at.city_day))
        _copy(rows)
        batch.lines += len(rows)
        batch.total += sum(row[5] for row in rows)
    batch.digest = digest.digest()
    with connection.cursor() as cursor:
        facts: dict[str, Any] = {
            "batch": batch.id,
            "repeated": LineOutcome.REPEATED.value,
            "waiting": LineOutcome.WAITING.value,
        }
        cursor.execute(_REPEATED, facts)


def _rows(
    chunk: Sequence[NewLine], *, batch: PayoutBatch, programme: ProgrammeView, on: date
) -> Iterator[tuple[UUID, UUID, int, UUID | None, bytes | None, int, str, str, UUID | None, int]]:
    numbers = [_normal(line, on=on) for line in chunk]
    people = iter(link_numbers([number for number in numbers if number], on=on))
    held = [next(people) if number else None for number in numbers]
    lost = [place for place, number in enumerate(numbers) if number and held[place] is None]
    sealed = dict(zip(lost, seal_many([numbers[place] or "" for place in lost]), strict=True))
    for place, line in enumerate(chunk):
        units = _units(line, programme)
        is_named = line.payee_id is not None or bool(numbers[place])
        yield (
            new_transfer_id(),
            batch.id,
            batch.lines + place + 1,
            line.payee_id or held[place],
            sealed.get(place),
            units,
            line.reference,
            line.words,
            line.decision_id,
            (LineOutcome.WAITING if units and is_named else LineOutcome.UNREADABLE).value,
        )


def _units(line: NewLine, programme: ProgrammeView) -> int:
    """Return what a line pays; nothing where the ledger could not move it."""
    if line.amount is None or line.amount.currency.code != programme.currency:
        return 0
    return line.amount.units if 0 < line.amount.units <= AMOUNT_MOST else 0


def _normal(line: NewLine, *, on: date) -> str | None:
    if line.payee_id is not None or not line.number:
        return None
    try:
        return content().person_numbers.check(line.number, on=on)
    except NumberNotValidError:
        return None


def _copy(rows: Iterable[Sequence[object]]) -> None:
    with connection.cursor() as cursor, cursor.cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(row)


def _begin(new: NewBatch) -> hashlib._Hash:
    return hashlib.sha256("\x1f".join((new.programme, new.reference, new.words)).encode())


def _say(line: NewLine) -> bytes:
    amount = f"{line.amount.units} {line.amount.currency.code}" if line.amount else ""
    said = (line.number, str(line.payee_id or ""), amount, line.reference, line.words, str(line.decision_id or ""))
    return ("\x1e" + "\x1f".join(said)).encode()
