"""Which runs there are, and whose cards readers see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.family.errors import CardsNotComputedError
from alatau.family.models import Run, RunKept
from alatau.family.values import EngineKind, RunId, RunState, RunView
from alatau.registry.lake.values import Knowledge, Question

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID


def view_run(row: Run) -> RunView:
    """Return a run's row as a value."""
    return RunView(
        id=RunId(row.id),
        question=Question(in_force=row.in_force, known=Knowledge(number=row.known_number, moment=row.known_at)),
        plan_digest=row.plan_digest,
        engine=EngineKind(row.engine),
        state=RunState(row.state),
        buckets=row.buckets,
        family_buckets=row.family_buckets,
        people=row.people,
        families=row.families,
    )


def find_current_run(*, on: date | None = None) -> RunView | None:
    """Return the published run that readers see: of the latest day, or of the latest up to the day that is given."""
    published = Run.objects.filter(state=RunState.PUBLISHED.value)
    if on is not None:
        published = published.filter(in_force__lte=on)
    row = published.order_by("-in_force", "-known_number", "-finished_at").first()
    return view_run(row) if row else None


def get_current_run(*, on: date | None = None) -> RunView:
    """Return the published run that readers see.

    Raises:
        CardsNotComputedError: there is none.
    """
    run = find_current_run(on=on)
    if run is None:
        raise CardsNotComputedError
    return run


def find_run(run_id: RunId) -> RunView | None:
    """Return a run whose cards can be read; None for one that was taken away or not published."""
    row = Run.objects.filter(id=run_id, state=RunState.PUBLISHED.value).first()
    return view_run(row) if row else None


def list_runs(*, limit: int = 50) -> list[RunView]:
    """Return runs, the newest first."""
    return [view_run(row) for row in Run.objects.order_by("-started_at")[:limit]]


def keep_run(run_id: RunId, *, ground_id: UUID) -> None:
    """Keep a run's cards for something that rests on them, such as a decision; a repeat changes nothing."""
    RunKept.objects.get_or_create(run_id=run_id, ground_id=ground_id)
