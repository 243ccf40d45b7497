"""Take away the cards of old runs; one that a decision rests on stays, and any can be computed again."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.family.models import ChangedCard, Run, RunKept, RunStep
from alatau.family.run.folders import run_folder
from alatau.family.values import RunId, RunState

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("family.prune.recorded")


def prune_runs(*, by: Actor, at: Moment) -> list[RunId]:
    """Take away all but the newest published runs and those that are kept for something; return which.

    Killed after the first line, the folders go with the next call.
    """
    pruned = [RunId(row.id) for row in _list_old() if _prune(row, by=by, at=at)]
    reach("family.prune.recorded")
    for run_id in Run.objects.exclude(state__in=[RunState.PUBLISHED.value, RunState.COMPUTING.value]).values_list(
        "id", flat=True
    ):
        shutil.rmtree(run_folder(RunId(run_id)), ignore_errors=True)
    return pruned


def _list_old() -> list[Run]:
    published = Run.objects.filter(state=RunState.PUBLISHED.value).order_by("-in_force", "-known_number")
    return [*published[settings.ALATAU_CARDS_KEPT :]]


@transaction.atomic
def _prune(row: Run, *, by: Actor, at: Moment) -> bool:
    # A decision that names the run meanwhile waits here, and then finds it pruned or kept.
    locked = Run.objects.select_for_update().get(id=row.id)
    if RunKept.objects.filter(run=locked).exists():
        return False
    locked.state = RunState.PRUNED.value
    locked.save(update_fields=["state"])
    RunStep.objects.filter(run=locked).delete()
    ChangedCard.objects.filter(run=locked).delete()
    body = {"run": locked.id, "day": locked.in_force}
    append_lines([NewLine(kind=LineKind.AUDIT, action="family.run.pruned", actor=by, body=body)], at=at)
    return True
