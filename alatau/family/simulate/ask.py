"""Ask for a reform to be tried, and read what came of it. The worker computes; analysts see no family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NewType
from uuid import UUID

from django.db import transaction

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.jobs import defer
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.family.errors import CardsNotComputedError, ReformNeedsRowsError
from alatau.family.models import ReformOutcome, TriedReform
from alatau.family.simulate.hide import facts_to_show
from alatau.family.simulate.reform import make_reform
from alatau.rules.errors import ReformError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Actor, Moment
    from alatau.family.simulate.values import Reform

ReformId = NewType("ReformId", UUID)


@dataclass(frozen=True, kw_only=True)
class ReformView:
    """A reform that somebody tries, and what came of it so far."""

    id: ReformId
    title: str
    parameters: Mapping[str, str]
    rules: str
    asked_at: datetime
    #: What it would do, as may be shown; nothing until it is computed, or where it was refused.
    facts: dict[str, Any] | None
    #: Why it could not be computed.
    problem: str

    @property
    def is_waiting(self) -> bool:
        """Tell whether the worker has not answered yet."""
        return self.facts is None and not self.problem


def ask_reform(
    request_id: UUID, *, title: str, parameters: Mapping[str, str], rules: str, by: Actor, at: Moment
) -> ReformId:
    """Ask for a reform to be tried; the same request again is the same reform.

    Raises:
        ReformError: a number or a rule of it cannot be used.
    """
    assert by.user_id is not None, "reforms are tried by staff"
    _read(title, parameters, rules)
    with transaction.atomic():
        row, is_new = TriedReform.objects.get_or_create(
            id=request_id,
            defaults={
                "title": title,
                "parameters": dict(parameters),
                "rules": rules,
                "asked_by": by.user_id,
                "asked_at": at.wall_at,
            },
        )
        if is_new:
            facts = {"reform": request_id, "parameters": len(parameters), "has_rules": bool(rules.strip())}
            append_lines([NewLine(kind=LineKind.EVENT, action="family.reform.asked", actor=by, body=facts)], at=at)
            defer("family.try_reform", reform_id=str(request_id))
        return ReformId(row.id)


def try_reform(reform_id: UUID) -> None:
    """Compute a reform that was asked for, and keep what may be shown of it. Safe to run twice."""
    from alatau.family.simulate.simulate import simulate_reform  # noqa: PLC0415  loads what compiles rules

    row = TriedReform.objects.filter(id=reform_id, outcome=None).first()
    if row is None:
        return
    facts, problem = None, ""
    try:
        facts = facts_to_show(simulate_reform(_read(row.title, row.parameters, row.rules)))
    except (CardsNotComputedError, ReformNeedsRowsError, ReformError) as refusal:
        problem = refusal.sentence()
    ReformOutcome.objects.get_or_create(
        reform=row, defaults={"facts": facts, "problem": problem, "finished_at": datetime.now(UTC)}
    )


def list_reforms(*, by: Actor, limit: int = 50) -> list[ReformView]:
    """Return the reforms that an analyst tried, the newest first."""
    assert by.user_id is not None, "reforms are tried by staff"
    rows = TriedReform.objects.filter(asked_by=by.user_id).select_related("outcome").order_by("-asked_at")
    return [_view(row) for row in rows[:limit]]


def get_reform(reform_id: UUID, *, by: Actor) -> ReformView:
    """Return a reform that the analyst tried.

    Raises:
        NotFoundError: there is none, or it is a colleague's.
    """
    assert by.user_id is not None, "reforms are tried by staff"
    row = TriedReform.objects.filter(id=reform_id, asked_by=by.user_id).select_related("outcome").first()
    if row is None:
        raise NotFoundError
    return _view(row)


def _read(title: str, parameters: Mapping[str, str], rules: str) -> Reform:
    from alatau.rules.reform import read_rules  # noqa: PLC0415  loads the words of rules

    versions = read_rules(rules) if rules.strip() else ()
    return make_reform(title, parameters, book=content().parameters, rules=versions)


def _view(row: TriedReform) -> ReformView:
    outcome = getattr(row, "outcome", None)
    return ReformView(
        id=ReformId(row.id),
        title=row.title,
        parameters=row.parameters,
        rules=row.rules,
        asked_at=row.asked_at,
        facts=outcome.facts if outcome else None,
        problem=outcome.problem if outcome else "",
    )
