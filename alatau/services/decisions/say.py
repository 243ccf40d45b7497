"""Decisions, payments and appeals in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alatau.access.words import declare_data
from alatau.family.present.say import Written, name_rule, say_word, say_written, tell_how
from alatau.services.decisions.values import AppealOutcome, DecidedBy, DecisionKind, Ground
from alatau.services.payments.values import PaymentStatus, PlanStatus, StopReason

if TYPE_CHECKING:
    from alatau.services.decisions.values import AppealView, DecisionView
    from alatau.services.payments.values import PaymentView, PlanView

#: What pages of decisions show of a person.
DECISIONS = "decisions"
declare_data(DECISIONS, gettext_lazy("decisions about your rights and what you are paid"))

#: Faces of statuses, and the city's words for them.
_PAYMENTS = {
    PaymentStatus.DUE: ("waiting", gettext_lazy("Goes out with the next run")),
    PaymentStatus.HANDED: ("sending", gettext_lazy("Money on its way")),
    PaymentStatus.PAID: ("done", gettext_lazy("Paid out")),
    PaymentStatus.SENT: ("sending", gettext_lazy("With your bank")),
    PaymentStatus.FAILED: ("waiting", gettext_lazy("Not paid yet, we try again each day")),
    PaymentStatus.RETURNED: ("waiting", gettext_lazy("Not paid yet, an official looks into it")),
    PaymentStatus.DROPPED: ("ended", gettext_lazy("Not due")),
}
_KINDS = {
    DecisionKind.GRANTED: ("granted", gettext_lazy("Granted")),
    DecisionKind.REFUSED: ("refused", gettext_lazy("Refused")),
    DecisionKind.ENDED: ("ended", gettext_lazy("Right ended")),
}
_GROUNDS = {
    Ground.OFFER: gettext_lazy("You said yes to our offer, and the registers say that you have this right."),
    Ground.REQUEST: gettext_lazy("You asked for it."),
    Ground.CHANGE: gettext_lazy("What the registers say has changed, and with it your right."),
    Ground.APPEAL: gettext_lazy("You did not agree, and other officials looked at it again."),
}
_STANDS_STILL = {
    StopReason.DEATH: gettext_lazy("Stands still: a register tells of a death, and officials look into it."),
    StopReason.OFFICIAL: gettext_lazy("Stands still until an official has looked."),
}
_APPEALS = {
    AppealOutcome.STANDS: gettext_lazy("Other officials looked at it: the decision stands."),
    AppealOutcome.CHANGED: gettext_lazy("Other officials looked at it: the decision was changed."),
}


@dataclass(frozen=True, kw_only=True)
class Face:
    """Where a matter stands: the key of a shape, and its words."""

    key: str
    word: str


@dataclass(frozen=True, kw_only=True)
class ToldPayment:
    """One payment as a page shows it."""

    view: PaymentView
    name: str
    face: Face


@dataclass(frozen=True, kw_only=True)
class ToldDecision:
    """A decision as a page shows it."""

    view: DecisionView
    name: str
    how: str
    law: Written
    ground: str
    rhythm: str
    face: Face
    is_by_rule: bool


def tell_decision(view: DecisionView) -> ToldDecision:
    """Return a decision in the reader's words."""
    key, word = _KINDS[view.kind] if view.stands else ("superseded", gettext_lazy("Replaced by a newer one"))
    return ToldDecision(
        view=view,
        name=name_rule(view.benefit_key, view.right),
        how=tell_how(view.benefit_key),
        law=say_written("law", view.law),
        ground=str(_GROUNDS[view.ground]),
        rhythm=say_word("paid", view.paid) if view.paid else "",
        face=Face(key=key, word=str(word)),
        is_by_rule=view.decided_by is DecidedBy.RULE,
    )


def tell_payments(plan: PlanView) -> list[ToldPayment]:
    """Return the payments of a plan in the reader's words."""
    return [tell_payment(each) for each in plan.payments]


def tell_payment(view: PaymentView) -> ToldPayment:
    """Return one payment in the reader's words."""
    return ToldPayment(view=view, name=name_rule(view.benefit_key, view.right), face=_face_of(view))


def say_plan(plan: PlanView) -> str:
    """Say what comes next of a plan."""
    if plan.status is PlanStatus.HELD and plan.reason in _STANDS_STILL:
        return str(_STANDS_STILL[plan.reason])
    if plan.status is PlanStatus.STOPPED:
        return _("No more is paid by this decision.")
    if plan.waits_until is not None:
        return _(
            "A new account waits a day, so that nobody else can take your money. Then the first payment goes there."
        )
    return ""


def say_appeal(appeal: AppealView) -> str:
    """Say where an appeal stands."""
    if appeal.outcome is None:
        return _("Other officials look at the decision now. You will get a letter.")
    return str(_APPEALS[appeal.outcome])


def _face_of(payment: PaymentView) -> Face:
    key, word = _PAYMENTS[payment.status]
    return Face(key=key, word=str(word))
