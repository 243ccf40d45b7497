"""The law by which a run computed, and the registers that told nothing on its day."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from alatau.family.reach import find_reaches
from alatau.registry.coverage import Known, judge_silence
from alatau.registry.declare import list_registers
from alatau.rules.gather import read_book

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from alatau.family.reach import Reach
    from alatau.family.values import RunView
    from alatau.rules.graph import Law


def law_of(run: RunView) -> Law:
    """Return the rules that were in force on the run's day, as they were known when it knew its rows."""
    return _law_on(run.day, run.question.known.moment.date())


@lru_cache(maxsize=16)
def _law_on(day: date, known: date) -> Law:
    return read_book().on(day, known=known)


def reaches_of(run: RunView) -> Mapping[str, Reach]:
    """Return what each value of the run's cards is made of."""
    return _reaches_on(run.day, run.question.known.moment.date())


@lru_cache(maxsize=16)
def _reaches_on(day: date, known: date) -> Mapping[str, Reach]:
    return find_reaches(_law_on(day, known))


@lru_cache(maxsize=16)
def silent_registers(run: RunView) -> frozenset[str]:
    """Return the keys of the registers of which a missing row says nothing, on the run's day as known then."""
    silences = judge_silence(list_registers(), run.question)
    return frozenset(key for key, silence in silences.items() if silence.known is not Known.NONE)
