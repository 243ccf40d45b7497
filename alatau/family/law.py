"""The law by which a run computed, and the registers that told nothing on its day."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from alatau.registry.coverage import Known, judge_silence
from alatau.registry.declare import list_registers
from alatau.rules.gather import read_book

if TYPE_CHECKING:
    from datetime import date

    from alatau.family.values import RunView
    from alatau.rules.graph import Law


def law_of(run: RunView) -> Law:
    """Return the rules that were in force on the run's day, as they were known when it knew its rows."""
    return _law_on(run.day, run.question.known.moment.date())


@lru_cache(maxsize=16)
def _law_on(day: date, known: date) -> Law:
    return read_book().on(day, known=known)


@lru_cache(maxsize=16)
def silent_registers(run: RunView) -> frozenset[str]:
    """Return the keys of the registers of which a missing row says nothing, on the run's day as known then."""
    silences = judge_silence(list_registers(), run.question)
    return frozenset(key for key, silence in silences.items() if silence.known is not Known.NONE)
