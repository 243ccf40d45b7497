"""Whether the registers that tell of people have something new since families were last computed."""

from __future__ import annotations

from datetime import timedelta

from alatau.access.numbers import list_merged_persons
from alatau.core.journal.read import find_numbers
from alatau.registry.lake.batch import are_loads_to_follow
from alatau.registry.models import InboxRow, Load, PeopleRun
from alatau.registry.people.sources import list_telling_keys
from alatau.registry.values import LoadKind, LoadState

#: A line has its number soon after its commit; what is older than this before a computation was in it.
SEALED_WITHIN = timedelta(hours=1)
#: Kinds of load that bring rows which nobody knew.
NEWS = (LoadKind.SOURCE.value, LoadKind.RELEASE.value, LoadKind.INBOX.value)


def find_last_run() -> PeopleRun | None:
    """Return the computation that knows most."""
    return PeopleRun.objects.order_by("-known_number", "-finished_at").first()


def find_last_whole_run() -> PeopleRun | None:
    """Return the computation of everybody that knows most: faults in rows of nobody's are counted by these alone."""
    return PeopleRun.objects.filter(is_whole=True).order_by("-known_number", "-finished_at").first()


def is_loading() -> bool:
    """Tell whether a register that tells of people is being loaded now, or more loads follow."""
    if are_loads_to_follow():
        return True
    keys, states = sorted(list_telling_keys()), (LoadState.PLANNED.value, LoadState.WRITTEN.value)
    return Load.objects.filter(register_key__in=keys, state__in=states).exists()


def has_news(number: int, *, is_whole: bool = False) -> bool:
    """Tell whether anything up to a place in the journal is not yet in the families; or in none of everybody's."""
    last = find_last_whole_run() if is_whole else find_last_run()
    if last is None:
        return number > 0
    if last.merged != len(list_merged_persons()):
        return True
    keys, recent = sorted(list_telling_keys()), last.started_at - SEALED_WITHIN
    loads = Load.objects.filter(
        register_key__in=keys, state=LoadState.ANNOUNCED.value, kind__in=NEWS, announced_at__gte=recent
    )
    rows = InboxRow.objects.filter(register_key__in=keys)
    lines = [*loads.values_list("line_id", flat=True), *rows.values_list("line_id", flat=True)]
    numbers = find_numbers([line for line in lines if line is not None]).values()
    return any(last.known_number < found <= number for found in numbers)
