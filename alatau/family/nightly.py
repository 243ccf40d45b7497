"""When the cards of all families are due: after the registers were filled, and on each new day of the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.family.law import silent_registers
from alatau.family.models import Run
from alatau.family.runs import find_current_run
from alatau.family.values import RunState
from alatau.registry.coverage import Known, judge_silence
from alatau.registry.declare import list_registers
from alatau.registry.lake.knowledge import ask
from alatau.registry.people.news import find_last_run

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.family.values import RunView


def is_run_due(at: Moment) -> bool:
    """Tell whether cards are to be computed: there are families, and no cards of this day by what is known of it."""
    if find_last_run() is None:
        return False
    current = find_current_run()
    is_begun = Run.objects.filter(state=RunState.COMPUTING.value).exists()
    return is_begun or current is None or current.day < at.city_day or is_silence_broken(current, at=at)


def is_silence_broken(run: RunView, *, at: Moment) -> bool:
    """Tell whether a register is heard of again whose silence said nothing to a run: cards of many people change."""
    now = judge_silence(list_registers(), ask(at, in_force=run.day))
    return any(now[key].known is Known.NONE for key in silent_registers(run) if key in now)
