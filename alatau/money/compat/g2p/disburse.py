"""Disbursements: lines of a programme handed over under the sender's transaction, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from alatau.core.errors import AlatauError
from alatau.money.compat.door import read_amount
from alatau.money.compat.enrol import EnrolError, Modality, identify, strip_prefix
from alatau.money.compat.g2p.mapper import modality_of
from alatau.money.compat.lines import REASONS, AskedLine, batch_id_of, choose_programme, hand_over
from alatau.money.models import PayoutLine
from alatau.money.payouts.programmes import get_programme
from alatau.money.payouts.read import iterate_lines
from alatau.money.payouts.values import BatchId, LineOutcome

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.money.compat.door import Given
    from alatau.money.compat.g2p.envelope import Envelope
    from alatau.money.models import HandedRequest
    from alatau.money.payouts.values import LineView, ProgrammeView

FOUND_MOST = 100
#: Statuses of a line in the standard's words; all others are rejected.
STATUSES = {
    LineOutcome.WAITING: "rcvd",
    LineOutcome.PAYABLE: "pdng",
    LineOutcome.SENT: "pdng",
    LineOutcome.PAID: "succ",
}
PAYEE, AMOUNT = "rjct.payee_fa.invalid", "rjct.amount.invalid"


def take_disbursements(envelope: Envelope) -> dict[str, Any]:
    """Hand over the lines of a message that can be read, in the caller's transaction; the facts keep the others.

    Raises:
        BodyNotReadableError, and as `hand_over`.
    """
    # The published file requires the second spelling and describes the first.
    items = envelope.message.items("disbursements", "disburemsents")
    programme = get_programme(_programme(items[0], envelope))
    rejected: list[dict[str, str]] = []
    asked: list[AskedLine] = []
    seen: set[str] = set()
    for item in items:
        reference = item.text("reference_id", most=50)
        problem = _find_problem(item, reference, seen=seen, programme=programme, envelope=envelope)
        seen.add(reference)
        if problem:
            rejected.append({"reference_id": reference, "code": problem})
        else:
            asked.append(_line(item, reference, programme.currency))
    if asked:
        hand_over(
            envelope.transaction_id,
            asked,
            programme=programme.key,
            institution=envelope.institution,
            at=envelope.at,
        )
    return {"transaction_id": envelope.transaction_id, "rejected": rejected, "has_batch": bool(asked)}


def say_disbursed(row: HandedRequest) -> tuple[str, dict[str, Any], int]:
    """Return the action, the message and the count of a disbursement's answer as it stands now."""
    told = [_rejected(each, at=row.asked_at) for each in row.facts["rejected"]]
    if row.facts["has_batch"] and row.batch_id:
        told += [_say_line(line, at=row.asked_at) for line in iterate_lines(BatchId(row.batch_id))]
    return "on-disburse", {"transaction_id": row.facts["transaction_id"], "disbursements_status": told}, len(told)


def batch_of(envelope: Envelope) -> BatchId:
    """Return the id of the batch that a message's transaction becomes."""
    return batch_id_of(envelope.transaction_id, envelope.institution)


def find_disbursements(envelope: Envelope) -> list[dict[str, Any]]:
    """Return the lines of the sender that name a payee or a programme, newest first, for each criterion."""
    told: list[dict[str, Any]] = []
    for criterion in envelope.message.items("search_criteria"):
        reference = criterion.text("reference_id", most=99)
        rows = _rows(criterion, envelope)
        if rows is None:
            told.append(_status(reference, "rjct", at=envelope.at.wall_at, code="rjct.srch_payee_fa.invalid"))
        elif len(rows) > FOUND_MOST:
            told.append(_status(reference, "rjct", at=envelope.at.wall_at, code="rjct.srch.too_many_records_found"))
        else:
            told += [
                _status(
                    row.reference, STATUSES.get(LineOutcome(row.outcome), "rjct"), at=row.paid_at or envelope.at.wall_at
                )
                for row in rows
            ]
    return told


def _rows(criterion: Given, envelope: Envelope) -> list[PayoutLine] | None:
    mine = PayoutLine.objects.filter(batch__institution_id=envelope.institution.id).order_by("-id")
    value = criterion.text("attribute_value", most=99)
    if criterion.text("attribute_type") == "payer_fa":
        programme = strip_prefix(value)
        if programme not in envelope.institution.programmes:
            return None
        return list(mine.filter(batch__programme_id=programme)[: FOUND_MOST + 1])
    try:
        payee_id = identify(value, institution=envelope.institution, at=envelope.at)
    except EnrolError:
        return None
    return list(mine.filter(payee_id=payee_id)[: FOUND_MOST + 1])


def _programme(item: Given, envelope: Envelope) -> str:
    """Return the programme that the first line names as its payer; a wrong one is each line's own problem."""
    try:
        return choose_programme(strip_prefix(item.text("payer_fa", most=99)), envelope.institution)
    except AlatauError:
        return envelope.institution.programme


def _find_problem(
    item: Given, reference: str, *, seen: set[str], programme: ProgrammeView, envelope: Envelope
) -> str | None:
    """Return the code of what is wrong with a line, in the order of the standard; None for nothing."""
    if not reference or reference in seen:
        return "rjct.reference_id.duplicate" if reference else "rjct.reference_id.invalid"
    if strip_prefix(item.text("payer_fa", most=99)) != programme.key:
        return "rjct.payer_fa.invalid"
    address = item.text("payee_fa", most=99)
    if not strip_prefix(address) or modality_of(address) is Modality.BANK:
        return PAYEE
    code = item.text("currency_code", most=3) or programme.currency
    if code.upper() != programme.currency:
        return "rjct.currency_code.invalid"
    if read_amount(item.text("amount"), code) is None:
        return AMOUNT
    return _find_schedule_problem(item.text("scheduled_timestamp", most=40), at=envelope.at)


def _find_schedule_problem(text: str, *, at: Moment) -> str | None:
    """Refuse a day to come: whoever pays later hands over later."""
    try:
        scheduled = datetime.fromisoformat(text) if text else None
    except ValueError:
        return "rjct.schedule_ts.invalid"
    if scheduled is not None and (scheduled.tzinfo is None or scheduled > at.wall_at):
        return "rjct.schedule_ts.invalid"
    return None


def _line(item: Given, reference: str, currency: str) -> AskedLine:
    address = item.text("payee_fa", most=99)
    is_phone = modality_of(address) is Modality.MOBILE
    return AskedLine(
        reference=reference,
        identity="" if is_phone else address,
        phone=address if is_phone else "",
        amount=read_amount(item.text("amount"), currency),
        words=item.text("note", most=99) or item.text("purpose", most=99),
    )


def _say_line(line: LineView, *, at: datetime) -> dict[str, Any]:
    status = STATUSES.get(line.outcome, "rjct")
    told = _status(line.reference, status, at=line.paid_at or at)
    if status == "rjct":
        told |= {"status_reason_code": PAYEE, "status_reason_message": REASONS[line.outcome]}
    return told | {
        "amount": f"{line.amount.as_decimal():.2f}",
        "currency_code": line.amount.currency.code,
    }


def _rejected(said: dict[str, str], *, at: datetime) -> dict[str, Any]:
    return _status(said["reference_id"], "rjct", at=at, code=said["code"])


def _status(reference: str, status: str, *, at: datetime, code: str = "") -> dict[str, Any]:
    told: dict[str, Any] = {"reference_id": reference, "timestamp": at.isoformat(), "status": status}
    return told | ({"status_reason_code": code} if code else {})
