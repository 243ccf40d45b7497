"""The steps of a run: each is done once, and a run that was killed goes on with those that are not.

Buckets are done side by side, each by one core: what a step does alone, such as planning its queries, takes a third of
its time.
"""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.durable import sync_filesystem
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.family.models import RunStep
from alatau.family.run.derive import derive_cards
from alatau.family.run.folders import run_folder
from alatau.family.run.measure import prepare_measuring
from alatau.family.run.regroup import list_regrouped, regroup_askers, regroup_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from alatau.core.values import Actor, Moment
    from alatau.family.run.work import Work

    Job = Callable[[], "Done"]

declare_points("family.run.step_written", "family.run.step_recorded")


@dataclass(frozen=True, kw_only=True)
class Done:
    """How many a step was about."""

    people: int = 0
    families: int = 0


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a run."""

    #: "rows", "asked", "measures" or "cards".
    kind: str
    place: int

    @property
    def key(self) -> str:
        """Name the step within its run."""
        return f"{self.kind}:{self.place}"


@dataclass
class Progress:
    """What was done so far, and what kinds of step cost."""

    kept: int = 0
    done: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def list_steps(work: Work) -> Iterator[Step]:
    """Yield the steps in the order in which each has what it needs."""
    for place in list_regrouped(work):
        yield Step(kind="rows", place=place)
    if work.plan.relations:
        yield Step(kind="asked", place=0)
    for bucket in range(work.run.buckets):
        yield Step(kind="measures", place=bucket)
    for bucket in range(work.run.family_buckets):
        yield Step(kind="cards", place=bucket)


def do_steps(work: Work, *, progress: Callable[[str, float], None], by: Actor, at: Moment) -> Progress:
    """Do what is not done yet, and tell how it went."""
    steps = [*list_steps(work)]
    finished = set(RunStep.objects.filter(run_id=work.run.id).values_list("key", flat=True))
    so_far = Progress(kept=sum(step.key in finished for step in steps))
    left = [step for step in steps if step.key not in finished]
    if left:
        progress(left[0].kind, so_far.kept / len(steps))
    began = time.perf_counter()
    for step, done in _do_side_by_side(work, left):
        reach("family.run.step_written")
        _record(work, step, done, by=by, at=at)
        reach("family.run.step_recorded")
        so_far.done += 1
        now = time.perf_counter()
        so_far.seconds[step.kind], began = so_far.seconds.get(step.kind, 0.0) + now - began, now
        progress(step.kind, (so_far.kept + so_far.done) / len(steps))
    progress("publish", 1.0)
    return so_far


def _do_side_by_side(work: Work, steps: Sequence[Step]) -> Iterator[tuple[Step, Done]]:
    """Do steps and yield each that is done: a kind after the kinds before it, those of one kind side by side."""
    with ThreadPoolExecutor(work.hands) as hands:
        for kind, alike in groupby(steps, key=lambda step: step.kind):
            running: dict[Future[Done], Step] = {}
            for step in alike:
                # The city's database is asked here, one step ahead; hands work on files alone.
                running[hands.submit(_finish, work, _PREPARING[kind](work, step.place))] = step
                if len(running) > work.hands:
                    yield from _take_done(running)
            while running:
                yield from _take_done(running)


def _take_done(running: dict[Future[Done], Step]) -> Iterator[tuple[Step, Done]]:
    """Wait for a step that is done, and take it and others like it away."""
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        yield running.pop(future), future.result()


def _finish(work: Work, job: Job) -> Done:
    done = job()
    sync_filesystem(run_folder(work.run.id))
    return done


@transaction.atomic
def _record(work: Work, step: Step, done: Done, *, by: Actor, at: Moment) -> None:
    """Record that a step is finished; of each bucket of families the journal has a line."""
    RunStep.objects.create(
        run_id=work.run.id, key=step.key, people=done.people, families=done.families, finished_at=at.wall_at
    )
    if step.kind == "cards":
        body = {"run": work.run.id, "bucket": step.place, "people": done.people, "families": done.families}
        append_lines([NewLine(kind=LineKind.EVENT, action="family.bucket.computed", actor=by, body=body)], at=at)


def _regroup(work: Work, place: int) -> Job:
    regroup_rows(work, place)
    return Done


def _ask(work: Work, _place: int) -> Job:
    regroup_askers(work)
    return Done


def _measure(work: Work, bucket: int) -> Job:
    measure = prepare_measuring(work, bucket)
    return lambda: Done(people=measure())


def _derive(work: Work, bucket: int) -> Job:
    return partial(_derive_bucket, work, bucket)


def _derive_bucket(work: Work, bucket: int) -> Done:
    people, families = derive_cards(work, bucket)
    return Done(people=people, families=families)


#: What is done of a step before others are waited for; what it returns is done side by side with others.
_PREPARING: Mapping[str, Callable[[Work, int], Job]] = {
    "rows": _regroup,
    "asked": _ask,
    "measures": _measure,
    "cards": _derive,
}
