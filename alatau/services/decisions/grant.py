"""Grant a right from the card as it stands: the decision, its plan and, where money can go at once, the money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.family.card import EntitlementState
from alatau.papers.locks import lock_name
from alatau.services.decisions.deadline import add_months
from alatau.services.decisions.errors import AlreadyGrantedError, HangsOnUnknownError, NotEntitledError
from alatau.services.decisions.judge import judge_right
from alatau.services.decisions.values import DecisionId, DecisionKind, Ground
from alatau.services.decisions.write import Cause, Terms, find_standing, holder_of, id_of, write_decision
from alatau.services.models import Decision
from alatau.services.payments.account import choose_account
from alatau.services.payments.pay_now import pay_at_once
from alatau.services.payments.payers import get_payers
from alatau.services.payments.plan import start_plan, stop_plan_of
from alatau.services.payments.values import AccountChoice, Rhythm, StopReason

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.registry.people.values import FamilyId
    from alatau.services.decisions.basis import Basis

declare_points("services.grant.judged", "services.grant.planned")


@transaction.atomic
def grant(
    right: str,
    person_id: PersonId,
    *,
    family_id: UUID | FamilyId,
    offer_id: UUID | None = None,
    request_id: UUID | None = None,
    account: AccountChoice | None = None,
    holder_id: UUID | None = None,
    basis: Basis | None = None,
    by: Actor,
    at: Moment,
) -> DecisionId:
    """Grant a right in the caller's transaction, exactly once per offer or request, and plan its payments.

    ``holder_id`` names another member whose right it is, a child say; ``person_id`` is who answers and is paid. What is
    paid once goes out in the same commit, unless a new bank account has to wait a day. A right that runs already with
    another sum is decided anew, and the new decision supersedes the old one. A ``basis`` that was judged just before
    spares the question to the card.

    Raises:
        CardsNotComputedError, CardNotFoundError, ReaderAwayError: the card cannot be read.
        HangsOnUnknownError, NotEntitledError: the card does not say yes.
        NotPaidHereError, AlreadyGrantedError: another body pays it; it runs already with the same sum.
        AccountNeedsSignInError, AccountMissingError, RouteNotValidError: the account cannot be used. In this order;
            nothing is written.
    """
    # The same yes twice at once: the second waits here, then finds the decision of the first.
    lock_name("services.right", family_id)
    known = _find_repeated(right, offer_id=offer_id, request_id=request_id)
    if known is not None:
        return known
    basis = basis or judge_right(right, person_id, holder_id=member_of(holder_id, family_id), at=at)
    _refuse(basis)
    programme = get_payers().programme_of(basis.benefit_key)
    standing = find_standing(basis.benefit_key, holder_of(basis))
    if standing is not None and (_runs_alike(standing, basis) or _was_given(standing, basis, offer_id, at=at)):
        raise AlreadyGrantedError(decision_id=standing.id)
    chosen = account or AccountChoice()
    not_before = choose_account(person_id, chosen, by=by, at=at) if _is_paid(basis, programme) else at.city_at
    reach("services.grant.judged")

    # Nothing is refused below this line.
    cause = Cause(ground=Ground.REQUEST if request_id else Ground.OFFER, offer_id=offer_id, request_id=request_id)
    earlier = standing if standing is not None and _is_replaced(standing, basis) else None
    return grant_by(basis, cause, person_id=person_id, supersedes=earlier, not_before=not_before, by=by, at=at)


def grant_by(
    basis: Basis,
    cause: Cause,
    *,
    person_id: PersonId,
    supersedes: Decision | None,
    not_before: datetime,
    units: int | None = None,
    period_from: date | None = None,
    by: Actor,
    at: Moment,
) -> DecisionId:
    """Write a grant that nothing stands against any more, with its plan; of the sum that officials set, if they did."""
    programme = get_payers().programme_of(basis.benefit_key)
    given = units if units is not None else basis.units
    terms = Terms(kind=DecisionKind.GRANTED, units=given, period_from=period_from or at.city_day)
    if supersedes is not None:
        stop_plan_of(supersedes, StopReason.SUPERSEDED, at=at)
    decision = write_decision(basis, terms, cause, person_id=person_id, supersedes=supersedes, by=by, at=at)
    if programme is not None and given is not None:
        plan = start_plan(decision, programme, after=supersedes, not_before=not_before, at=at)
        reach("services.grant.planned")
        if plan.rhythm == Rhythm.ONCE and not_before <= at.city_at:
            pay_at_once(plan, by=by, at=at)
    return id_of(decision)


def member_of(holder_id: UUID | None, family_id: UUID | FamilyId) -> UUID | None:
    """Return the member whose right it is; nothing where the family itself is named."""
    return None if holder_id == family_id else holder_id


def _find_repeated(right: str, *, offer_id: UUID | None, request_id: UUID | None) -> DecisionId | None:
    if offer_id is None and request_id is None:
        return None
    rows = Decision.objects.filter(right=right, kind=DecisionKind.GRANTED.value)
    rows = rows.filter(offer_id=offer_id) if offer_id is not None else rows.filter(request_id=request_id)
    found = rows.order_by("decided_at").first()
    return id_of(found) if found else None


def _refuse(basis: Basis) -> None:
    if basis.state is EntitlementState.ASK:
        raise HangsOnUnknownError(right=basis.right, registers=list(basis.silent))
    if basis.state is EntitlementState.NO:
        raise NotEntitledError(right=basis.right)


def _is_paid(basis: Basis, programme: object) -> bool:
    return programme is not None and basis.units is not None


def _runs_alike(standing: Decision, basis: Basis) -> bool:
    """Tell whether the right runs with the same sum. What is paid once is given anew for another event."""
    is_same = standing.right == basis.right and standing.amount == basis.units
    return is_same and standing.kind == DecisionKind.GRANTED and basis.paid != Rhythm.ONCE


def _was_given(standing: Decision, basis: Basis, offer_id: UUID | None, *, at: Moment) -> bool:
    """Tell whether a request asks once more for what was paid once: the card gives it for months after its event.

    An offer is of an event of its own, and whoever made it knows that the event is another one.
    """
    is_once = basis.paid == Rhythm.ONCE and standing.kind == DecisionKind.GRANTED
    ends = add_months(standing.period_from, get_payers().once_months)
    return is_once and offer_id is None and at.city_day < ends


def _is_replaced(standing: Decision, basis: Basis) -> bool:
    """Tell whether the new decision takes the place of the standing one: a refusal, or a sum that runs."""
    return standing.kind != DecisionKind.GRANTED or basis.paid != Rhythm.ONCE
