"""When the cards of all families are due: after the registers were filled, and on each new day of the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.family.models import Run
from alatau.family.runs import find_current_run
from alatau.family.values import RunState
from alatau.registry.people.news import find_last_run

if TYPE_CHECKING:
    from alatau.core.values import Moment


def is_run_due(at: Moment) -> bool:
    """Tell whether cards are to be computed: there are families, and no cards of this day of the city."""
    if find_last_run() is None:
        return False
    current = find_current_run()
    is_begun = Run.objects.filter(state=RunState.COMPUTING.value).exists()
    return is_begun or current is None or current.day < at.city_day
