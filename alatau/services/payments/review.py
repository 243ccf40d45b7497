"""Ask the card whether what is being paid still stands, before it is paid and when the card changes.

A sum that became another, or a right that passed into its neighbour, is decided anew by the rule. A right that is over
ends what is paid; but on a contested record, or on the word of one register alone, an official looks first, and the
payment goes on until then. What nobody knows ends nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId
from alatau.family.card import EntitlementState
from alatau.family.errors import CardNotFoundError
from alatau.papers.locks import lock_name
from alatau.services.decisions.cases import open_review
from alatau.services.decisions.grant import grant_by
from alatau.services.decisions.judge import bare_basis, find_basis
from alatau.services.decisions.values import DecisionKind, Ground
from alatau.services.decisions.write import Cause, Terms, write_decision
from alatau.services.models import Plan
from alatau.services.payments.payers import get_payers
from alatau.services.payments.plan import BY, OPEN, end_plan
from alatau.services.payments.values import PlanStatus, Rhythm, StopReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.family.stored import StoredFamily
    from alatau.services.decisions.basis import Basis

declare_points("services.review.judged", "services.review.decided")

#: Plans whose cards are read at once.
MANY = 500
#: What a review found, as reports count it.
UNCHANGED, CHANGED, ENDED, ASKED = "unchanged", "changed", "ended", "asked"
RIGHT_OVER = "right_over"


def review_plans(plans: Sequence[Plan], *, at: Moment) -> Counter[str]:
    """Settle every plan whose card says another thing than it pays; count what was found.

    Each that differs has a commit of its own, or joins the caller's. Only the worker may ask. Cards of many families
    are read at once: one that says the same costs no question of its own.
    """
    found: Counter[str] = Counter()
    for start in range(0, len(plans), MANY):
        some = plans[start : start + MANY]
        differing = list(_differing(some))
        found[UNCHANGED] += len(some) - len(differing)
        for plan in differing:
            found[_settle(plan.id, at=at)] += 1
    Plan.objects.filter(id__in=[plan.id for plan in plans], status__in=OPEN).update(reviewed_on=at.city_day)
    return found


def _differing(plans: Sequence[Plan]) -> Iterable[Plan]:
    """Yield the plans whose cards give another sum, or tell nothing."""
    from alatau.family.events.differences import what_is_given  # noqa: PLC0415 - what knows rules costs a second
    from alatau.family.find import find_changed  # noqa: PLC0415 - as above
    from alatau.family.runs import find_current_run  # noqa: PLC0415 - as above
    from alatau.family.stored import read_families  # noqa: PLC0415 - as above

    run = find_current_run()
    if run is None:
        # Before the first cards nothing is known against anybody.
        return
    families = {plan.family_id for plan in plans}
    stored = find_changed(families, run)
    stored |= read_families(run, families - stored.keys())
    for plan in plans:
        row = _row_of(plan, stored)
        if row is None or what_is_given(row, plan.right) != plan.amount:
            yield plan


def _row_of(plan: Plan, stored: Mapping[UUID, StoredFamily]) -> Mapping[str, Any] | None:
    family = stored.get(plan.family_id)
    if family is None:
        return None
    if plan.holder_id == plan.family_id:
        return family.row
    return next((row for row in family.people if row["person"] == plan.holder_id), None)


@transaction.atomic
def _settle(plan_id: UUID, *, at: Moment) -> str:
    """Do what the card says about one plan, and say what that was."""
    # Somebody's yes to the same right at this moment: one of the two waits here for the other, before it holds a row.
    lock_name("services.right", Plan.objects.values_list("family_id", flat=True).get(id=plan_id))
    plan = Plan.objects.select_for_update(of=("self",)).select_related("decision").get(id=plan_id)
    if plan.status not in OPEN or plan.rhythm == Rhythm.ONCE:
        return UNCHANGED
    basis = _judge(plan, at=at)
    reach("services.review.judged")
    if basis.state is EntitlementState.ASK:
        return UNCHANGED
    if basis.state is EntitlementState.NO:
        other = _find_neighbour(plan)
        return _decide_anew(plan, other, at=at) if other else _end_or_ask(plan, basis, at=at)
    if basis.units is None or basis.units == plan.amount:
        return UNCHANGED
    if basis.units < plan.amount and _is_doubtful(basis):
        return _ask(plan, at=at)
    return _decide_anew(plan, basis, at=at)


def _judge(plan: Plan, *, at: Moment) -> Basis:
    holder = None if plan.holder_id == plan.family_id else plan.holder_id
    try:
        return find_basis(plan.right, plan.person_id, holder_id=holder)
    except CardNotFoundError:
        # The person is in no family any more, or their right is in no rule: nobody says so but the absence itself.
        return bare_basis(plan.right, family_id=plan.family_id, holder_id=holder, at=at)


def _find_neighbour(plan: Plan) -> Basis | None:
    """Return the right that took the place of a plan's, where the card gives one."""
    from alatau.core.content import content  # noqa: PLC0415
    from alatau.rules.gather import gather_rules  # noqa: PLC0415 - what knows rules costs a second

    keys = set(get_payers().alike(plan.decision.benefit_key)) - {plan.decision.benefit_key}
    names = {version.name for version in gather_rules(content().law) if version.key in keys} if keys else set()
    holder = None if plan.holder_id == plan.family_id else plan.holder_id
    for name in sorted(names):
        try:
            basis = find_basis(name, plan.person_id, holder_id=holder)
        except CardNotFoundError:
            continue
        if basis.state is EntitlementState.YES and basis.units is not None:
            return basis
    return None


def _decide_anew(plan: Plan, basis: Basis, *, at: Moment) -> str:
    """Grant what the card says now in the place of what was granted: nobody has to ask for it."""
    grant_by(
        basis,
        Cause(ground=Ground.CHANGE, offer_id=plan.decision.offer_id, request_id=plan.decision.request_id),
        person_id=PersonId(plan.person_id),
        supersedes=plan.decision,
        not_before=plan.not_before,
        by=BY,
        at=at,
    )
    reach("services.review.decided")
    return CHANGED


def _end_or_ask(plan: Plan, basis: Basis, *, at: Moment) -> str:
    if _is_doubtful(basis):
        return _ask(plan, at=at)
    end_right(plan, basis, Cause(ground=Ground.CHANGE, reason=RIGHT_OVER), at=at)
    reach("services.review.decided")
    return ENDED


def end_right(plan: Plan, basis: Basis, cause: Cause, *, at: Moment) -> None:
    """Write that a right is over and stop what is paid for it, in the caller's transaction."""
    terms = Terms(kind=DecisionKind.ENDED, period_from=at.city_day)
    person_id = PersonId(plan.person_id)
    write_decision(basis, terms, cause, person_id=person_id, supersedes=plan.decision, by=BY, at=at)
    end_plan(plan, PlanStatus.STOPPED, StopReason.RIGHT_ENDED, by=BY, at=at)


def _ask(plan: Plan, *, at: Moment) -> str:
    open_review(plan, by=BY, at=at)
    return ASKED


def _is_doubtful(basis: Basis) -> bool:
    """Tell whether no machine may take anything away on this: without a card nothing speaks but an absence."""
    return basis.is_contested or basis.is_single_source or basis.run_id is None
