"""Post transfers: the one way by which value moves."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid4

import psycopg
from django.db import IntegrityError, OperationalError, connection, transaction

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.batch import lay_out
from alatau.money.digest import digest_transfers, tell_transfers
from alatau.money.refusals import explain_refusal
from alatau.money.tiers import limits_on
from alatau.money.values import BATCH_MOST, Outcome, Refusal, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from alatau.core.values import Actor, Moment
    from alatau.money.batch import Columns
    from alatau.money.values import NewTransfer

    #: Makes lines of the journal from what became of the transfers of a batch.
    Tell: TypeAlias = Callable[[Sequence[Outcome]], Iterable[NewLine]]

declare_points("money.post.begun", "money.post.written", "money.post.told", "money.post.committed")

#: Batches up to this size ask at once which of their transfers are there already, and wait patiently for accounts that
#: many want. In larger ones most transfers are new, and few accounts change while they are looked up: they find out by
#: the index that keeps ids unique, or by an account that is gone from its place, and are careful when that stops them.
CAREFUL_MOST = 256
#: What may stop a batch and not stop it again: the same id elsewhere at this moment, accounts that changed meanwhile.
REPEATABLE = (psycopg.errors.UniqueViolation, psycopg.errors.SerializationFailure)
MOST_TRIES = 5

_POST = """
SELECT posting, places, codes, haves, mosts FROM money_post(
    %s, %s, %s, %s, %s, %s::uuid[], %s::uuid[], %s::integer[], %s::integer[], %s::bigint[], %s::smallint[],
    %s::smallint[], %s::boolean[], %s::text[], %s::text[], %s::text[], %s::integer[], %s::integer[], %s::integer[],
    %s::integer[], %s::smallint[], %s::uuid[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]
)
"""


class Answer(NamedTuple):
    """What the database says to a batch: its posting, if anything was accepted, and every transfer that was not."""

    posting: int | None
    places: Sequence[int] | None
    codes: Sequence[int] | None
    haves: Sequence[int] | None
    mosts: Sequence[int] | None


def post_transfers(batch: Sequence[NewTransfer], *, by: Actor, at: Moment) -> tuple[Outcome, ...]:
    """Post a batch in the caller's transaction and return what became of each transfer, in the same order.

    Transfers take effect one after another: each sees the balances that the ones before it left. A refused one changes
    nothing and stops no other, but those it is linked to. A transfer whose id was accepted before with the same body
    happened then and does nothing now; with another body it is refused. Refusals are found in the order of `Refusal`.
    One journal line vouches for what was accepted.

    Cost: one call of the database; the accounts stay locked until the caller commits, in an order that keeps two
    batches from waiting for each other. Post once in a transaction, as its last step.
    """
    return _post(batch, by=by, at=at, tell=_tell_nothing, is_whole=False)


def post_as_whole(batch: Sequence[NewTransfer], *, by: Actor, at: Moment, tell: Tell) -> tuple[Outcome, ...]:
    """Post a batch that is all its transaction does, as `post_transfers` would, and sooner.

    What stops a batch and does not stop it again, `is_passing` says: the caller then begins its transaction anew, so
    that a savepoint can be spared. `tell` makes further lines of the journal from the outcomes, written with the
    batch's own where anything was accepted.
    """
    return _post(batch, by=by, at=at, tell=tell, is_whole=True)


def is_passing(error: Exception) -> bool:
    """Tell whether what stopped a batch does not stop it again."""
    return isinstance(error.__cause__, REPEATABLE)


def post_transfer(new: NewTransfer, *, by: Actor, at: Moment) -> Outcome:
    """Post one transfer in the caller's transaction; a repeat returns as such.

    Raises:
        TransferRefusedError: one of its kinds, in the order of `Refusal`; nothing was changed.
    """
    (outcome,) = post_transfers([new], by=by, at=at)
    if outcome.status is Status.REFUSED:
        raise explain_refusal(new, outcome)
    return outcome


def post_linked(batch: Sequence[NewTransfer], *, by: Actor, at: Moment) -> tuple[Outcome, ...]:
    """Post transfers that take effect together or not at all: all but the last say `is_linked`.

    Raises:
        TransferRefusedError: what the first refused one says; nothing was changed.
    """
    assert all(new.is_linked for new in batch[:-1]), "every transfer but the last is linked to the next"
    outcomes = post_transfers(batch, by=by, at=at)
    for new, outcome in zip(batch, outcomes, strict=True):
        if outcome.status is Status.REFUSED and outcome.refusal is not Refusal.CHAIN_BROKEN:
            raise explain_refusal(new, outcome)
    return outcomes


def _post(batch: Sequence[NewTransfer], *, by: Actor, at: Moment, tell: Tell, is_whole: bool) -> tuple[Outcome, ...]:
    assert connection.in_atomic_block, "value moves in the transaction of what causes it"
    assert len(batch) <= BATCH_MOST, f"a batch holds up to {BATCH_MOST} transfers"
    if not batch:
        return ()
    reach("money.post.begun")
    # Whatever can be made before the accounts are locked is: others may wait for them.
    posting_id, columns, outcomes = uuid4(), lay_out(batch), [Outcome(new.id, Status.ACCEPTED) for new in batch]
    told = _tell(columns)
    answer = _write(columns, posting_id=posting_id, at=at, is_whole=is_whole)
    reach("money.post.written")
    accepted = _put_verdicts(outcomes, answer)
    if answer.posting is not None:
        digest = digest_transfers(compress(told, accepted))
        body = {"posting": answer.posting, "transfers": sum(accepted), "digest": digest}
        append_lines([_line(body, posting_id=posting_id, by=by), *tell(outcomes)], at=at)
        reach("money.post.told")
        transaction.on_commit(_announce)
    return tuple(outcomes)


def _tell_nothing(_outcomes: Sequence[Outcome]) -> Sequence[NewLine]:
    return ()


def _write(columns: Columns, *, posting_id: UUID, at: Moment, is_whole: bool) -> Answer:
    careful = len(columns.ids) <= CAREFUL_MOST
    if is_whole and careful:
        return _call(columns, posting_id=posting_id, at=at, careful=True)
    for _ in range(MOST_TRIES - 1):
        try:
            with transaction.atomic():
                return _call(columns, posting_id=posting_id, at=at, careful=careful)
        except (IntegrityError, OperationalError) as error:
            if not is_passing(error):
                raise
            careful = True
    return _call(columns, posting_id=posting_id, at=at, careful=True)


def _call(columns: Columns, *, posting_id: UUID, at: Moment, careful: bool) -> Answer:
    limits = limits_on(at.city_day)
    arguments = [
        *(posting_id, at.city_at, at.wall_at, at.city_day, careful),
        *columns.arguments(),
        *(list(each) for each in (limits.payment, limits.day, limits.month, limits.balance)),
    ]
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        # The driver's own cursor sends the columns beside the statement instead of writing them into it.
        row = cursor.execute(_POST, arguments).fetchone()
    assert row is not None
    return Answer(*row)


def _put_verdicts(outcomes: list[Outcome], answer: Answer) -> list[bool]:
    """Put what was not accepted in its place, and return of each transfer whether it was."""
    accepted = [True] * len(outcomes)
    if answer.places is not None:
        assert answer.codes is not None
        assert answer.haves is not None
        assert answer.mosts is not None
        for place, code, have, most in zip(answer.places, answer.codes, answer.haves, answer.mosts, strict=True):
            accepted[place - 1] = False
            transfer_id, is_repeat = outcomes[place - 1].id, code < 0
            outcomes[place - 1] = (
                Outcome(transfer_id, Status.REPEATED)
                if is_repeat
                else Outcome(transfer_id, Status.REFUSED, Refusal(code), have, most)
            )
    return accepted


def _line(body: dict[str, object], *, posting_id: UUID, by: Actor) -> NewLine:
    return NewLine(kind=LineKind.EVENT, action="money.transfers.posted", actor=by, id=posting_id, body=body)


def _tell(columns: Columns) -> list[str]:
    accounts, currencies, concerned = columns.accounts, columns.currency_codes, columns.concerned
    return tell_transfers(
        (
            columns.ids,
            [accounts[place - 1] for place in columns.debits],
            [accounts[place - 1] for place in columns.credits],
            map(str, columns.amounts),
            [currencies[place - 1] for place in columns.currencies],
            map(str, columns.kinds),
            columns.purposes,
            columns.references,
            columns.goods,
            [concerned[place - 1] if place else "" for place in columns.concerns],
        )
    )


def _announce() -> None:
    reach("money.post.committed")
