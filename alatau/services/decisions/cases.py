"""Ask officials about a right: open a case of the desk, and keep of what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from alatau.access.load import access_person
from alatau.core.faults import declare_points, reach
from alatau.core.money import format_amount
from alatau.core.text import format_day
from alatau.core.values import PersonId
from alatau.desk.open import open_case
from alatau.desk.task_types import get_type
from alatau.messages.choices import get_choices
from alatau.money.currencies import amount_of
from alatau.rules.texts import find_rule_text
from alatau.services.decisions.letter import name_right, say_law
from alatau.services.decisions.values import CaseKind
from alatau.services.models import RightCase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Actor, Moment
    from alatau.desk.values import CaseId
    from alatau.services.decisions.basis import Basis
    from alatau.services.models import Decision, Payment, Plan

declare_points("services.case.opened", "services.case.kept")

#: Kinds of cases of the content, by what is asked.
TYPES = {
    CaseKind.REFUSAL: "right_refusal",
    CaseKind.APPEAL: "right_appeal",
    CaseKind.REVIEW: "payment_review",
    CaseKind.PAYMENT: "payment_failed",
    CaseKind.OVERPAID: "payment_overpaid",
}
#: A case has one id for its question: asked again, it is the same case.
_CASES = UUID("91f4b3a4-3c55-4f7e-9a53-6f0e2d7b8c02")
REASON_MOST = 600
#: The page on which officials see what a case is about.
PAGE = "services:case_right"


def open_refusal(
    basis: Basis,
    *,
    person_id: PersonId,
    offer_id: UUID | None,
    request_id: UUID | None,
    by: Actor,
    at: Moment,
) -> CaseId:
    """Ask two officials whether a right is refused, with the letter's words prepared from the card."""
    row = RightCase(
        kind=CaseKind.REFUSAL.value,
        right=basis.right,
        holder_id=basis.holder_id,
        family_id=basis.family_id,
        offer_id=offer_id,
        request_id=request_id,
    )
    question = f"refusal:{offer_id or request_id or basis.right}:{basis.holder_id or basis.family_id}:{at.city_day}"
    return _open(row, person_id, question=question, facts={"prepared": prepare_words(basis, person_id)}, by=by, at=at)


def open_appeal(decision: Decision, *, excluded: list[str], by: Actor, at: Moment) -> CaseId:
    """Ask officials other than those who decided to look at a decision again."""
    row = RightCase(kind=CaseKind.APPEAL.value, decision=decision, **_of_decision(decision))
    prepared = {"right": _said(name_right(decision.benefit_key), PersonId(decision.person_id))}
    facts = {"excluded": excluded, "decision_id": decision.id, "prepared": prepared}
    return _open(row, PersonId(decision.person_id), question=f"appeal:{decision.id}", facts=facts, by=by, at=at)


def open_review(plan: Plan, *, by: Actor, at: Moment) -> CaseId:
    """Ask two officials whether a payment ends; once a month for one plan."""
    decision = plan.decision
    row = RightCase(
        kind=CaseKind.REVIEW.value, decision=decision, plan_id=plan.id, amount=plan.amount, **_of_decision(decision)
    )
    month = at.city_day.replace(day=1)
    facts = {"decision_id": decision.id}
    person_id = PersonId(plan.person_id)
    return _open(row, person_id, question=f"review:{plan.id}:{month}", facts=facts, by=by, at=at)


def open_failed(payment: Payment, *, by: Actor, at: Moment) -> CaseId:
    """Ask an official what becomes of a payment that failed for good; once for each attempt."""
    decision = payment.plan.decision
    row = RightCase(
        kind=CaseKind.PAYMENT.value,
        decision=decision,
        plan_id=payment.plan_id,
        payment_id=payment.id,
        amount=payment.amount,
        **_of_decision(decision),
    )
    facts = {"decision_id": decision.id}
    question = f"payment:{payment.id}:{payment.attempt}"
    return _open(row, PersonId(payment.plan.person_id), question=question, facts=facts, by=by, at=at)


def open_overpaid(decision: Decision, units: int, *, by: Actor, at: Moment) -> CaseId:
    """Ask two officials whether money that was paid and not due comes back, and how."""
    row = RightCase(kind=CaseKind.OVERPAID.value, decision=decision, amount=units, **_of_decision(decision))
    facts = {"decision_id": decision.id}
    question = f"overpaid:{decision.id}:{units}:{at.city_day}"
    return _open(row, PersonId(decision.person_id), question=question, facts=facts, by=by, at=at)


def prepare_words(basis: Basis, person_id: PersonId) -> Mapping[str, str]:
    """Return what a letter about a right could say, in the language that the person reads: officials may change it."""
    language = get_choices(person_id).language
    with translation.override(language):
        words = {
            "right": name_right(basis.benefit_key).say(language),
            "law": say_law(basis.law).say(language),
            "reason": _reason(basis, language)[:REASON_MOST],
        }
        if basis.units is not None:
            words["amount"] = format_amount(amount_of(basis.units, _currency()), language)
        return words


def _reason(basis: Basis, language: str) -> str:
    day = {"day": format_day(basis.on, language)}
    if basis.silent:
        return _("On %(day)s the registers did not say all that this right hangs on.") % day
    told = find_rule_text(basis.benefit_key)
    said = _("By the registers on %(day)s the conditions of this right are not met.") % day
    return f"{said} {told.how.say(language)}" if told and told.how else said


def _currency() -> str:
    from alatau.core.content import content  # noqa: PLC0415

    return content().currency.code


def _said(text: object, person_id: PersonId) -> str:
    with translation.override(get_choices(person_id).language):
        return str(text)


def _of_decision(decision: Decision) -> dict[str, object]:
    return {
        "right": decision.right,
        "holder_id": decision.holder_id,
        "family_id": decision.family_id,
        "offer_id": decision.offer_id,
        "request_id": decision.request_id,
    }


def _open(
    row: RightCase, person_id: PersonId, *, question: str, facts: Mapping[str, object], by: Actor, at: Moment
) -> CaseId:
    """Open the case of a question, once, and keep what it is about."""
    type_key = TYPES[CaseKind(row.kind)]
    purpose = get_type(type_key).purpose
    # The process reads where the person lives, whoever asked: a resident who appeals leaves no look at themselves.
    from alatau.services.decisions.judge import BY  # noqa: PLC0415

    person = access_person(person_id, by=BY, purpose=purpose, data=("region",), at=at)
    case_id = open_case(
        type_key,
        subject_id=person_id,
        region=person.region or "",
        facts={"page": PAGE, **facts},
        request_id=uuid5(_CASES, question),
        by=by,
        at=at,
    )
    reach("services.case.opened")
    if not RightCase.objects.filter(case_id=case_id).exists():
        row.case_id, row.person_id, row.opened_at = case_id, person_id, at.wall_at
        row.save(force_insert=True)
    reach("services.case.kept")
    return case_id
