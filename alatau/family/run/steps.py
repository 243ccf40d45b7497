"""The steps of a run: each is done once, and a run that was killed goes on with the first that is not."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.durable import sync_filesystem
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.family.models import RunStep
from alatau.family.run.derive import derive_cards
from alatau.family.run.folders import run_folder
from alatau.family.run.measure import measure_people
from alatau.family.run.regroup import list_regrouped, regroup_askers, regroup_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from alatau.core.values import Actor, Moment
    from alatau.family.run.work import Work

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
    for number, step in enumerate(steps):
        if step.key in finished:
            continue
        progress(step.kind, number / len(steps))
        began = time.perf_counter()
        done = _DOING[step.kind](work, step.place)
        sync_filesystem(run_folder(work.run.id))
        reach("family.run.step_written")
        _record(work, step, done, by=by, at=at)
        reach("family.run.step_recorded")
        so_far.done += 1
        so_far.seconds[step.kind] = so_far.seconds.get(step.kind, 0.0) + time.perf_counter() - began
    progress("publish", 1.0)
    return so_far


@transaction.atomic
def _record(work: Work, step: Step, done: Done, *, by: Actor, at: Moment) -> None:
    """Record that a step is finished; of each bucket of families the journal has a line."""
    RunStep.objects.create(
        run_id=work.run.id, key=step.key, people=done.people, families=done.families, finished_at=at.wall_at
    )
    if step.kind == "cards":
        body = {"run": work.run.id, "bucket": step.place, "people": done.people, "families": done.families}
        append_lines([NewLine(kind=LineKind.EVENT, action="family.bucket.computed", actor=by, body=body)], at=at)


def _regroup(work: Work, place: int) -> Done:
    regroup_rows(work, place)
    return Done()


def _ask(work: Work, _place: int) -> Done:
    regroup_askers(work)
    return Done()


def _measure(work: Work, bucket: int) -> Done:
    return Done(people=measure_people(work, bucket))


def _derive(work: Work, bucket: int) -> Done:
    people, families = derive_cards(work, bucket)
    return Done(people=people, families=families)


_DOING: Mapping[str, Callable[[Work, int], Done]] = {
    "rows": _regroup,
    "asked": _ask,
    "measures": _measure,
    "cards": _derive,
}
