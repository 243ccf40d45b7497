"""Compute the cards of all families for a day, as known at a moment, and publish them at once."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from alatau.core.clock import read_clocks
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.family.errors import DayAheadError, NoFamiliesError, RunBusyError
from alatau.family.models import Run, RunStep
from alatau.family.run.folders import cards_folder, scratch_folder
from alatau.family.run.prune import prune_runs
from alatau.family.run.rows import judge_plans
from alatau.family.run.steps import do_steps
from alatau.family.run.work import Work
from alatau.family.runs import view_run
from alatau.family.values import EngineKind, RunReport, RunState
from alatau.registry.errors import BeforeFirstLoadError, RegisterBusyError
from alatau.registry.ingest.values import keep_quiet
from alatau.registry.lake.buckets import count_buckets
from alatau.registry.lake.knowledge import ask
from alatau.registry.lake.protocol import writer
from alatau.registry.lake.scan import rows_sql
from alatau.registry.people.declared import MEMBERSHIP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from alatau.core.values import Actor, Moment
    from alatau.family.run.steps import Progress
    from alatau.family.seam import Plan
    from alatau.family.values import RunView
    from alatau.registry.lake.values import Question

    Planner = Callable[[Question, EngineKind], Plan]

declare_points("family.run.planned", "family.run.publishing", "family.run.published")

log = structlog.get_logger(__name__)
#: The lock under which one run computes at a time.
LOCK = "_card"


def run_cards(
    planner: Planner,
    *,
    by: Actor,
    at: Moment,
    on: date | None = None,
    known: datetime | None = None,
    engine: EngineKind = EngineKind.DUCKDB,
    progress: Callable[[str, float], None] = keep_quiet,
) -> RunReport:
    """Compute and publish the cards of a day; today's as known now, where nothing else is given.

    A run that was killed is finished: its steps that were done are not done again. The same question by the same rules
    returns the run that answered it. Readers see the cards of before until all the new ones stand.

    Raises:
        DayAheadError: the day has not come. KnownLaterError: `known` has not come.
        RunBusyError: cards are being computed. NoFamiliesError: there were none.
    """
    if on is not None and on > at.city_day:
        raise DayAheadError(day=on)
    question = ask(at, in_force=on, known=known)
    with _alone():
        _refuse_empty(question)
        plan = planner(question, engine)
        found = _find_repeat(question, plan, engine, is_known_given=known is not None)
        if found is not None and found.state == RunState.PUBLISHED.value:
            return RunReport(run=view_run(found), is_repeat=True)

        # Nothing is refused below this line.
        run = view_run(found or _plan(question, plan, engine, is_known_given=known is not None, at=at))
        reach("family.run.planned")
        work = Work(run=run, plan=plan, silences=judge_plans(plan, run.question))
        done = do_steps(work, progress=progress, by=by, at=at)
        return _finish(run, done, by=by, at=at)


@contextmanager
def _alone() -> Iterator[None]:
    try:
        with writer(LOCK):
            yield
    except RegisterBusyError as busy:
        raise RunBusyError from busy


def _refuse_empty(question: Question) -> None:
    try:
        rows_sql(MEMBERSHIP, question)
    except BeforeFirstLoadError as error:
        raise NoFamiliesError from error


def _find_repeat(question: Question, plan: Plan, engine: EngineKind, *, is_known_given: bool) -> Run | None:
    """Return the run that answers the question, or began to; others that were never finished are given up.

    Who names no second date asks for what is known now: a run that a kill interrupted had asked the same.
    """
    same = Run.objects.filter(in_force=question.in_force, plan_digest=plan.digest, engine=engine.value)
    begun = Run.objects.filter(state=RunState.COMPUTING.value)
    if is_known_given:
        known = same.filter(known_number=question.known.number)
        published = known.filter(state=RunState.PUBLISHED.value).first()
        kept = known.filter(state=RunState.COMPUTING.value, is_known_given=True).first()
    else:
        published, kept = None, same.filter(state=RunState.COMPUTING.value, is_known_given=False).first()
    for other in begun:
        if kept is None or other.id != kept.id:
            _abandon(other)
    return published or kept


def _abandon(run: Run) -> None:
    run.state = RunState.ABANDONED.value
    run.save(update_fields=["state"])
    shutil.rmtree(cards_folder() / str(run.id), ignore_errors=True)


def _plan(question: Question, plan: Plan, engine: EngineKind, *, is_known_given: bool, at: Moment) -> Run:
    buckets, family_buckets = _count_buckets()
    cards_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    return Run.objects.create(
        in_force=question.in_force,
        known_number=question.known.number,
        known_at=question.known.moment,
        is_known_given=is_known_given,
        plan_digest=plan.digest,
        engine=engine.value,
        state=RunState.COMPUTING.value,
        buckets=buckets,
        family_buckets=family_buckets,
        started_at=at.wall_at,
    )


def _count_buckets() -> tuple[int, int]:
    """Return into how many buckets of people and of families a run goes: each costs its planning anew.

    All rules over a person take twice the room of that person's measures.
    """
    lake, together = count_buckets(), settings.ALATAU_CARDS_BUCKETS_TOGETHER
    while together > 1 and lake // together < settings.ALATAU_LAKE_THREADS:
        # A small lake is shared out among all cores.
        together //= 2
    buckets = lake if lake % together else lake // together
    return buckets, min(lake, 2 * buckets)


def _finish(run: RunView, done: Progress, *, by: Actor, at: Moment) -> RunReport:
    shutil.rmtree(scratch_folder(run.id), ignore_errors=True)
    reach("family.run.publishing")
    published = _publish(run, by=by, at=at)
    reach("family.run.published")
    prune_runs(by=by, at=at)
    return RunReport(run=published, steps_kept=done.kept, steps_done=done.done, seconds=done.seconds)


@transaction.atomic
def _publish(run: RunView, *, by: Actor, at: Moment) -> RunView:
    cards = RunStep.objects.filter(run_id=run.id, key__startswith="cards:")
    counts = cards.aggregate(people=Sum("people", default=0), families=Sum("families", default=0))
    row = Run.objects.select_for_update().get(id=run.id)
    facts = {"run": run.id, "day": run.day, "known": run.question.known.number, "plan": run.plan_digest, **counts}
    line = NewLine(kind=LineKind.EVENT, action="family.cards.published", actor=by, body=facts)
    row.people, row.families = counts["people"], counts["families"]
    row.state, row.finished_at, row.line_id = (
        RunState.PUBLISHED.value,
        max(read_clocks().wall_at, row.started_at),
        line.id,
    )
    row.save()
    append_lines([line], at=at)
    log.info("family.cards.published", run=str(run.id), **counts)
    return replace(run, state=RunState.PUBLISHED, **counts)
