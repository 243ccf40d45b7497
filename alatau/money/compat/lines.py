"""Lines to pay as other standards write them, and the batches made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.money.compat.enrol import EnrolError, find_by_address, identify, strip_prefix
from alatau.money.models import PayoutLine
from alatau.money.payouts.check import judge_lines
from alatau.money.payouts.errors import ProgrammeUnknownError
from alatau.money.payouts.programmes import get_programme
from alatau.money.payouts.receive import receive_batch
from alatau.money.payouts.values import (
    REFERENCE_MOST,
    WORDS_MOST,
    BatchId,
    LineOutcome,
    NewBatch,
    NewLine,
    PayeeId,
    printable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.money import Amount
    from alatau.core.values import Moment
    from alatau.money.payouts.institutions import InstitutionView

_BATCHES = UUID("3f5c2f6c-1b1a-4a83-9d07-8e5f3a0b7d61")
#: What an institution reads of a line that cannot be paid.
REASONS = {
    LineOutcome.UNREADABLE: "The payee, amount or currency cannot be read",
    LineOutcome.REPEATED: "An earlier line has the same reference",
    LineOutcome.UNKNOWN_PERSON: "Nobody holds this number",
    LineOutcome.NO_ACCOUNT: "The payee has no account",
    LineOutcome.ACCOUNT_CLOSED: "The payee's account is closed or frozen",
    LineOutcome.PAYEE_STOPPED: "The payee may not be paid now",
    LineOutcome.OVER_LIMIT: "The payee's wallet would hold more than it may",
    LineOutcome.REFUSED: "Refused by the ledger",
    LineOutcome.BANK_REFUSED: "Refused by the bank",
    LineOutcome.RETURNED: "Not paid; the money went back",
}


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """One credit as it was asked for."""

    reference: str
    #: A person's number, or the institution's own id.
    identity: str = ""
    #: A telephone that leads to a person.
    phone: str = ""
    amount: Amount | None
    words: str = ""


def choose_programme(named: str, institution: InstitutionView) -> str:
    """Return the programme a request names, or the institution's first.

    Raises:
        ProgrammeUnknownError: it is not the institution's.
    """
    if not named:
        return institution.programme
    if named not in institution.programmes:
        raise ProgrammeUnknownError
    return named


def batch_id_of(reference: str, institution: InstitutionView) -> BatchId:
    """Return the id of the batch that an institution names so: the same name is the same batch."""
    return BatchId(uuid5(_BATCHES, f"{institution.id}:{reference}"))


@transaction.atomic
def hand_over(
    reference: str,
    asked: Sequence[AskedLine],
    *,
    programme: str,
    institution: InstitutionView,
    at: Moment,
) -> BatchId:
    """Hand a batch of an institution over; the same one twice is one batch.

    Its words are those of the first line that has any.

    Raises:
        as `receive_batch`.
    """
    words = next((line.words for line in asked if line.words), "")
    new = NewBatch(
        id=batch_id_of(reference, institution),
        programme=programme,
        reference=reference[:REFERENCE_MOST],
        words=printable(words, most=WORDS_MOST) or programme,
    )
    lines = [new_line(each, institution=institution, at=at) for each in asked]
    return receive_batch(new, lines, institution=institution.id, by=institution.actor, at=at)


def find_unpayable(asked: Sequence[AskedLine], *, institution: InstitutionView, at: Moment) -> list[tuple[str, str]]:
    """Return the references of lines that could not be paid now from the institution's first programme, and why not."""
    currency = get_programme(institution.programme).currency
    outcomes = _judge(asked, currency=currency, institution=institution, at=at)
    return [
        (line.reference, REASONS[outcome])
        for line, outcome in zip(asked, outcomes, strict=True)
        if outcome is not LineOutcome.PAYABLE
    ]


def _judge(asked: Sequence[AskedLine], *, currency: str, institution: InstitutionView, at: Moment) -> list[LineOutcome]:
    lines = [new_line(each, institution=institution, at=at) for each in asked]
    rows = [PayoutLine(payee_id=line.payee_id, amount=line.amount.units if line.amount else 0) for line in lines]
    judged = judge_lines(rows, currency=currency, at=at)
    outcomes = []
    for line, one in zip(lines, judged, strict=True):
        is_readable = line.amount is not None and line.amount.currency.code == currency
        outcomes.append(one.outcome if is_readable else LineOutcome.UNREADABLE)
    return outcomes


def new_line(asked: AskedLine, *, institution: InstitutionView, at: Moment) -> NewLine:
    """Return a line with its payee found; a payee that cannot be found stays as a number that nobody holds."""
    payee_id, number = _find(asked, institution=institution, at=at)
    return NewLine(
        payee_id=payee_id,
        number=number,
        amount=asked.amount,
        reference=printable(asked.reference, most=REFERENCE_MOST),
        words=printable(asked.words, most=WORDS_MOST),
    )


def _find(asked: AskedLine, *, institution: InstitutionView, at: Moment) -> tuple[PayeeId | None, str]:
    phone = asked.phone or (asked.identity if strip_prefix(asked.identity).startswith("+") else "")
    if phone:
        person_id = find_by_address(phone, at=at)
        return (PayeeId(person_id), "") if person_id else (None, "")
    try:
        return identify(asked.identity, institution=institution, at=at), ""
    except EnrolError:
        return None, strip_prefix(asked.identity)
