"""Questions about decisions and appeals. Answers are values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Avg, Count, F, Q

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.values import PersonId
from alatau.money.currencies import amount_of
from alatau.papers.values import DocumentId
from alatau.services.decisions.appeal import may_appeal
from alatau.services.decisions.deadline import appeal_until
from alatau.services.decisions.values import (
    AppealFigures,
    AppealId,
    AppealOutcome,
    AppealView,
    CaseKind,
    DecidedBy,
    DecisionId,
    DecisionKind,
    DecisionView,
    Ground,
    RightCaseView,
)
from alatau.services.models import Appeal, Decision, RightCase

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from alatau.core.values import Actor

#: Decisions on one page.
PAGE_ROWS = 50


def get_decision(decision_id: DecisionId) -> DecisionView:
    """Return a decision. Raises: NotFoundError: there is none."""
    row = _rows().filter(id=decision_id).first()
    if row is None:
        raise NotFoundError
    return _view(row)


def get_own_decision(decision_id: DecisionId, *, by: Actor) -> DecisionView:
    """Return a decision about whose affairs are at hand. Raises: NotFoundError: absent, or not yours."""
    row = _rows().filter(id=decision_id).first()
    if row is None or not may_appeal(row, by=by):
        raise NotFoundError
    return _view(row)


def list_decisions_of(person_id: PersonId, *, limit: int = PAGE_ROWS) -> list[DecisionView]:
    """Return decisions about a person, or on their own rights, newest first."""
    rows = _rows().filter(Q(person_id=person_id) | Q(holder_id=person_id)).order_by("-decided_at", "id")
    return [_view(row) for row in rows[:limit]]


def find_decision_of_offer(offer_id: UUID) -> DecisionView | None:
    """Return the decision on an offer that stands; None while there is none."""
    row = _rows().filter(offer_id=offer_id, superseded_by=None).order_by("-decided_at").first()
    return _view(row) if row else None


def find_right_case(case_id: UUID) -> RightCaseView | None:
    """Return what a case of the desk asks about a right; None for a case about something else."""
    row = RightCase.objects.filter(case_id=case_id).first()
    if row is None:
        return None
    appeal = Appeal.objects.filter(case_id=row.case_id).first()
    return RightCaseView(
        kind=CaseKind(row.kind),
        right=row.right,
        decision_id=DecisionId(row.decision_id) if row.decision_id else None,
        amount=amount_of(row.amount, content().currency.code) if row.amount is not None else None,
        words=appeal.words if appeal else "",
    )


def count_appeals() -> list[AppealFigures]:
    """Return how appeals go, by right and region: the analysts' table. It names nobody.

    Cost: two queries, each one pass over the decisions or the appeals.
    """
    decided = {
        (row["benefit_key"], row["region"]): row["count"]
        for row in Decision.objects.values("benefit_key", "region").annotate(count=Count("id"))
    }
    keys = ("decision__benefit_key", "decision__region")
    ended = Q(end__isnull=False)
    rows = Appeal.objects.values(*keys).annotate(
        filed=Count("id"),
        open=Count("id", filter=~ended),
        changed=Count("id", filter=Q(end__outcome=AppealOutcome.CHANGED.value)),
        stands=Count("id", filter=Q(end__outcome=AppealOutcome.STANDS.value)),
        mean=Avg(F("end__ended_city_at") - F("filed_city_at")),
    )
    return [
        AppealFigures(
            benefit_key=row[keys[0]],
            region=row[keys[1]],
            decisions=decided.get((row[keys[0]], row[keys[1]]), 0),
            filed=row["filed"],
            open=row["open"],
            changed=row["changed"],
            stands=row["stands"],
            mean_days=round(row["mean"].total_seconds() / 86_400, 1) if row["mean"] is not None else None,
        )
        for row in rows.order_by(*keys)
    ]


def _rows() -> QuerySet[Decision]:
    return Decision.objects.select_related("superseded_by", "letter").prefetch_related("appeals__end")


def _view(row: Decision) -> DecisionView:
    letter, later = getattr(row, "letter", None), getattr(row, "superseded_by", None)
    document_id = letter.document_id if letter else row.case_document_id
    appeals = list(row.appeals.all())
    return DecisionView(
        id=DecisionId(row.id),
        kind=DecisionKind(row.kind),
        right=row.right,
        benefit_key=row.benefit_key,
        person_id=PersonId(row.person_id),
        holder_id=row.holder_id,
        ground=Ground(row.ground),
        law=row.law,
        amount=amount_of(row.amount, row.currency) if row.amount is not None else None,
        paid=row.paid,
        period_from=row.period_from,
        period_until=row.period_until,
        on=row.on,
        known_number=row.known_number,
        rules_digest=row.rules_digest,
        decided_by=DecidedBy(row.decided_by),
        decided_at=row.decided_city_at,
        reason=row.reason,
        case_id=row.case_id,
        supersedes=DecisionId(row.supersedes_id) if row.supersedes_id else None,
        superseded_by=DecisionId(later.id) if later else None,
        document_id=DocumentId(document_id) if document_id else None,
        appeal_until=appeal_until(row),
        appeal=_view_appeal(appeals[0]) if appeals else None,
    )


def _view_appeal(row: Appeal) -> AppealView:
    end = getattr(row, "end", None)
    return AppealView(
        id=AppealId(row.id),
        decision_id=DecisionId(row.decision_id),
        words=row.words,
        filed_at=row.filed_city_at,
        case_id=row.case_id,
        outcome=AppealOutcome(end.outcome) if end else None,
        ended_at=end.ended_city_at if end else None,
    )
