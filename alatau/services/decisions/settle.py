"""Do what officials decided about a right: write the decision, stop or pay, in one commit with having heard of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import structlog
from django.db import connection

from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId
from alatau.desk.decided import find_decided
from alatau.desk.values import CaseId
from alatau.family.errors import CardNotFoundError, CardsNotComputedError
from alatau.services.decisions.grant import grant_by
from alatau.services.decisions.judge import bare_basis, find_basis
from alatau.services.decisions.values import AppealOutcome, CaseKind, Deciders, DecisionKind, Ground
from alatau.services.decisions.write import Cause, Terms, find_standing, holder_of, latest_of, write_decision
from alatau.services.models import Appeal, AppealEnd, Decision, Payment, Plan, RightCase
from alatau.services.payments.again import drop_payment, pay_again
from alatau.services.payments.arrears import pay_arrears
from alatau.services.payments.errors import RecoveryTooMuchError
from alatau.services.payments.plan import end_plan, resume_plan
from alatau.services.payments.recover import recover_by_bill, recover_by_deduction
from alatau.services.payments.review import end_right
from alatau.services.payments.values import PlanStatus, StopReason

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.desk.decided import Decided
    from alatau.services.decisions.basis import Basis

declare_points("services.settle.decided")

log = structlog.get_logger(__name__)
#: Outcomes of the content's kinds of cases.
REFUSE, GIVE = "refuse", "give"
GOES_ON, ENDS = "goes_on", "ends"
AGAIN, NOT_DUE = "again", "not_due"
BILL, DEDUCT = "bill", "deduct"
OFFICIALS = "officials"


def settle_case(case_id: UUID, *, by: Actor, at: Moment) -> bool:
    """Do what was decided in a case about a right, in the caller's transaction; tell whether it is one. Safe to repeat.

    Only the worker may ask: what officials decide rests on the card as it stands.
    """
    assert connection.in_atomic_block
    row = RightCase.objects.filter(case_id=case_id).select_related("decision").first()
    decided = find_decided(CaseId(case_id)) if row is not None else None
    if row is None or decided is None:
        return False
    _SETTLES[CaseKind(row.kind)](row, decided, by=by, at=at)
    reach("services.settle.decided")
    return True


def _settle_refusal(row: RightCase, decided: Decided, *, by: Actor, at: Moment) -> None:
    if Decision.objects.filter(case_id=row.case_id).exists():
        return
    basis = _basis_of(row, at=at)
    ground = Ground.REQUEST if row.request_id else Ground.OFFER
    cause = _cause(row, decided, ground)
    standing = find_standing(basis.benefit_key, holder_of(basis))
    if decided.outcome == GIVE:
        _give(row, decided, basis=basis, cause=cause, supersedes=standing, by=by, at=at)
        return
    terms = Terms(kind=DecisionKind.REFUSED, period_from=at.city_day)
    person_id = PersonId(row.person_id)
    earlier = standing if standing is not None and standing.kind == DecisionKind.REFUSED else None
    write_decision(basis, terms, cause, person_id=person_id, supersedes=earlier, by=by, at=at)


def _settle_appeal(row: RightCase, decided: Decided, *, by: Actor, at: Moment) -> None:
    appeal = Appeal.objects.get(case_id=row.case_id)
    assert row.decision is not None, "an appeal is against a decision"
    # The card may have changed the sum meanwhile: the newest decision of the chain is the one to supersede.
    earlier = latest_of(row.decision)
    if AppealEnd.objects.filter(appeal=appeal).exists():
        return
    outcome, new = AppealOutcome(decided.outcome), None
    if outcome is AppealOutcome.CHANGED:
        cause = _cause(row, decided, Ground.APPEAL)
        new = _give(row, decided, basis=_basis_of(row, at=at), cause=cause, supersedes=earlier, by=by, at=at)
    AppealEnd.objects.create(
        appeal=appeal, outcome=outcome.value, decision=new, ended_at=at.wall_at, ended_city_at=at.city_at
    )


def _give(
    row: RightCase,
    decided: Decided,
    *,
    basis: Basis,
    cause: Cause,
    supersedes: Decision | None,
    by: Actor,
    at: Moment,
) -> Decision:
    """Grant what officials gave: the sum that they wrote, else the card's."""
    units = read_units(decided.fields.get("amount", ""))
    since = supersedes.period_from if supersedes is not None and cause.ground is Ground.APPEAL else None
    decision_id = grant_by(
        basis,
        cause,
        person_id=PersonId(row.person_id),
        supersedes=supersedes,
        not_before=at.city_at,
        units=units if units is not None else basis.units,
        period_from=since,
        by=by,
        at=at,
    )
    decision = Decision.objects.get(id=decision_id)
    if cause.ground is Ground.APPEAL and supersedes is not None:
        pay_arrears(decision, after=supersedes, at=at)
    return decision


def _settle_review(row: RightCase, decided: Decided, *, by: Actor, at: Moment) -> None:
    assert row.plan_id is not None, "a review is of a plan"
    plan = Plan.objects.select_for_update(of=("self",)).select_related("decision").get(id=row.plan_id)
    if decided.outcome == GOES_ON:
        if plan.status == PlanStatus.HELD:
            resume_plan(plan.id, by=by, at=at)
        return
    if plan.status in (PlanStatus.STOPPED, PlanStatus.DONE):
        return
    if Decision.objects.filter(supersedes=plan.decision).exists():
        end_plan(plan, PlanStatus.STOPPED, StopReason.SUPERSEDED, by=by, at=at)
        return
    end_right(plan, _basis_of(row, at=at), _cause(row, decided, Ground.CHANGE), at=at)


def _settle_payment(row: RightCase, decided: Decided, *, by: Actor, at: Moment) -> None:
    assert row.payment_id is not None, "it is about one payment"
    payment = Payment.objects.select_for_update(of=("self",)).select_related("plan").get(id=row.payment_id)
    do = pay_again if decided.outcome == AGAIN else drop_payment
    do(payment, by=by, at=at)


def _settle_overpaid(row: RightCase, decided: Decided, *, by: Actor, at: Moment) -> None:
    assert row.decision is not None, "what was paid was decided"
    assert row.amount is not None
    recover = {BILL: recover_by_bill, DEDUCT: recover_by_deduction}.get(decided.outcome)
    if recover is None:
        return
    try:
        recover(row.decision, row.amount, case_id=row.case_id, by=by, at=at)
    except RecoveryTooMuchError:
        # It came back in another way meanwhile: nothing is asked twice.
        log.warning("services.recovery.too_much", case_id=str(row.case_id))


def read_units(written: str) -> int | None:
    """Return a sum that an official wrote in whole units of the currency; None where it names none."""
    digits = re.sub(r"\D", "", written.partition(",")[0])
    return int(digits) * content().currency.units_per_whole if digits and int(digits) else None


def _basis_of(row: RightCase, *, at: Moment) -> Basis:
    holder = row.holder_id
    try:
        return find_basis(row.right, row.person_id, holder_id=holder)
    except (CardNotFoundError, CardsNotComputedError):
        return bare_basis(row.right, family_id=row.family_id, holder_id=holder, at=at)


def _cause(row: RightCase, decided: Decided, ground: Ground) -> Cause:
    return Cause(
        ground=ground,
        offer_id=row.offer_id,
        request_id=row.request_id,
        case_id=row.case_id,
        document_id=decided.document_id,
        deciders=Deciders(proposed_by=decided.proposed_by, confirmed_by=decided.confirmed_by),
        reason=OFFICIALS,
    )


_SETTLES: dict[CaseKind, Callable[..., None]] = {
    CaseKind.REFUSAL: _settle_refusal,
    CaseKind.APPEAL: _settle_appeal,
    CaseKind.REVIEW: _settle_review,
    CaseKind.PAYMENT: _settle_payment,
    CaseKind.OVERPAID: _settle_overpaid,
}
