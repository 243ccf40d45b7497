"""Bring back what was paid and not due: by a bill, or out of later payments where the person agreed.

Two officials decide it in a case of the desk; nobody is asked for more than was paid.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import translation
from django.utils.translation import gettext as _

from alatau.access.read import list_consents
from alatau.access.values import ConsentAct
from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.money.bills.issue import issue_bill
from alatau.money.bills.values import BillId, NewBill
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_id, get_body
from alatau.money.currencies import amount_of
from alatau.money.values import HolderId
from alatau.services.decisions.cases import open_overpaid
from alatau.services.models import Payment, Recovery
from alatau.services.payments.errors import ConsentMissingError, RecoveryTooMuchError
from alatau.services.payments.payers import get_payers
from alatau.services.payments.values import PaymentStatus, RecoveryId

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.desk.values import CaseId
    from alatau.services.models import Decision

declare_points("services.recover.kept")

#: Text of the consent by which a person lets payments be lessened.
CONSENT = "payment_deduction"
PURPOSE = "overpaid_benefit"
_RECOVERIES = UUID("c8d5ba1e-77d1-4a62-9b1f-3e5d0a6c9a44")


@transaction.atomic
def ask_back(decision: Decision, units: int, *, by: Actor, at: Moment) -> CaseId:
    """Ask two officials whether money comes back that a decision paid and that was not due.

    Raises:
        RecoveryTooMuchError: more than was paid and is not asked back already; nothing is written.
    """
    _refuse_too_much(decision, units)
    return open_overpaid(decision, units, by=by, at=at)


def recover_by_bill(decision: Decision, units: int, *, case_id: UUID, by: Actor, at: Moment) -> RecoveryId:
    """Send the person a bill of the treasury for what was paid too much, in the caller's transaction. Safe to repeat.

    Raises:
        RecoveryTooMuchError: more than was paid; nothing is written.
    """
    return _recover(decision, units, case_id=case_id, is_bill=True, by=by, at=at)


def recover_by_deduction(decision: Decision, units: int, *, case_id: UUID, by: Actor, at: Moment) -> RecoveryId:
    """Keep a part of each later payment back until all came back; a bill is sent where the person has not agreed.

    Raises:
        RecoveryTooMuchError: more than was paid; nothing is written.
    """
    try:
        return _recover(decision, units, case_id=case_id, is_bill=False, by=by, at=at)
    except ConsentMissingError:
        # They took their yes back, or never gave it: nothing is taken from anybody's payment without it.
        return _recover(decision, units, case_id=case_id, is_bill=True, by=by, at=at)


def bill_the_rest(person_id: PersonId, *, by: Actor, at: Moment) -> int:
    """Send bills for what was to be kept back from payments of somebody who took their yes back; return how many.

    In the caller's transaction. What was kept back stays so. Safe to repeat.
    """
    assert connection.in_atomic_block
    rows = Recovery.objects.select_for_update(of=("self",)).select_related("decision")
    open_ones = list(rows.filter(person_id=person_id, bill_id=None, left__gt=0).order_by("decided_at", "id"))
    for row in open_ones:
        rest_id = RecoveryId(uuid5(row.id, "rest"))
        bill_id = _send_bill(row.decision, row.left, recovery_id=rest_id, by=by, at=at)
        if row.left == row.amount:
            row.bill_id, row.consent_id = bill_id, None
            row.save(update_fields=["bill_id", "consent_id"])
            continue
        Recovery.objects.create(
            id=rest_id,
            decision=row.decision,
            person_id=person_id,
            amount=row.left,
            currency=row.currency,
            bill_id=bill_id,
            left=row.left,
            case_id=row.case_id,
            decided_at=at.wall_at,
        )
        row.amount, row.left = row.amount - row.left, 0
        row.save(update_fields=["amount", "left"])
    return len(open_ones)


def find_agreement(person_id: PersonId) -> UUID | None:
    """Return the person's standing yes to lessened payments; None where there is none."""
    given = (each for each in list_consents(person_id) if each.key == CONSENT and each.act is ConsentAct.GIVEN)
    return next((each.consent_id for each in given), None)


def paid_by(decision: Decision) -> int:
    """Return what a decision has paid, in smallest units."""
    paid = Payment.objects.filter(plan__decision=decision, status=PaymentStatus.PAID.value)
    return int(paid.aggregate(sum=Sum(F("amount") - F("deducted")))["sum"] or 0)


def _recover(decision: Decision, units: int, *, case_id: UUID, is_bill: bool, by: Actor, at: Moment) -> RecoveryId:
    assert connection.in_atomic_block
    recovery_id = RecoveryId(uuid5(_RECOVERIES, str(case_id)))
    if Recovery.objects.filter(id=recovery_id).exists():
        return recovery_id
    _refuse_too_much(decision, units)
    consent = None if is_bill else find_agreement(PersonId(decision.person_id))
    if not is_bill and consent is None:
        raise ConsentMissingError

    # Nothing is refused below this line.
    bill_id = _send_bill(decision, units, recovery_id=recovery_id, by=by, at=at) if is_bill else None
    Recovery.objects.create(
        id=recovery_id,
        decision=decision,
        person_id=decision.person_id,
        amount=units,
        currency=decision.currency,
        bill_id=bill_id,
        consent_id=consent,
        left=units,
        case_id=case_id,
        decided_at=at.wall_at,
    )
    reach("services.recover.kept")
    body = {"recovery_id": recovery_id, "decision_id": decision.id, "amount": units, "by_bill": is_bill}
    line = NewLine(
        kind=LineKind.EVENT,
        action="services.recovery.decided",
        actor=by,
        subject_id=PersonId(decision.person_id),
        case_id=case_id,
        body=body,
    )
    append_lines([line], at=at)
    return recovery_id


def _refuse_too_much(decision: Decision, units: int) -> None:
    asked = Recovery.objects.filter(decision=decision).aggregate(sum=Sum("amount"))["sum"] or 0
    most = paid_by(decision) - int(asked)
    if not 0 < units <= most:
        raise RecoveryTooMuchError(paid=amount_of(max(most, 0), content().currency.code))


def _send_bill(decision: Decision, units: int, *, recovery_id: RecoveryId, by: Actor, at: Moment) -> BillId:
    with translation.override(get_choices(PersonId(decision.person_id)).language):
        words = _("Money paid that was not due")
    new = NewBill(
        id=BillId(uuid5(recovery_id, "bill")),
        issuer_id=body_id(get_body(BodyRole.TREASURY)),
        debtor_id=HolderId(decision.person_id),
        amount=amount_of(units, decision.currency),
        purpose=PURPOSE,
        words=words,
        due_on=at.city_day + timedelta(days=get_payers().recovery.bill_days),
        source="services.recovery",
        source_id=recovery_id,
    )
    return issue_bill(new, by=by, at=at)
