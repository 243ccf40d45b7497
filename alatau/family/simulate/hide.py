"""What of a simulation may be shown: counts rounded and small ones hidden, sums in whole thousands.

An analyst may try as many reforms as they like, and two that differ by a hair would tell of the one family between
them: what is rounded to tens does not.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from alatau.core.content import content

if TYPE_CHECKING:
    from alatau.family.simulate.values import GroupEffect, Simulation, Sums

#: Counts are rounded to this and hidden below it; sums to so many whole units of the currency.
COUNT_STEP, SUM_STEP = 10, 1_000


def facts_to_show(simulation: Simulation) -> dict[str, Any]:
    """Return a simulation as analysts may see it, ready for JSON; a hidden figure is nothing."""
    return {
        "reform": simulation.reform,
        "day": simulation.day.isoformat(),
        "families": round_count(simulation.families),
        "gaining": round_count(simulation.gaining),
        "losing": round_count(simulation.losing),
        "unknown": round_count(simulation.unknown),
        "benefits": [
            {
                "name": each.name,
                "key": each.key,
                "payer": each.payer,
                "paid": each.paid,
                "receivers": _counts(each.receivers),
                "cost": _sums(each.cost),
            }
            for each in simulation.benefits
        ],
        "payers": [{"payer": each.payer, "paid": each.paid, "cost": _sums(each.cost)} for each in simulation.payers],
        "groups": {name: [_group(each) for each in groups] for name, groups in simulation.groups.items()},
        "poverty_before": asdict(simulation.poverty_before) | _poor(simulation.poverty_before.poor),
        "poverty_after": asdict(simulation.poverty_after) | _poor(simulation.poverty_after.poor),
        "seconds": simulation.seconds,
    }


def round_count(count: int) -> int | None:
    """Return a count rounded; nothing where it is small, zero where it is none."""
    if 0 < count < COUNT_STEP:
        return None
    return (count + COUNT_STEP // 2) // COUNT_STEP * COUNT_STEP


def round_sum(units: int) -> int:
    """Return a sum rounded to whole thousands of the currency, in its smallest unit."""
    step = SUM_STEP * content().currency.units_per_whole
    return (units + step // 2) // step * step


def _counts(sums: Sums) -> list[int | None]:
    return [round_count(sums.before), round_count(sums.after)]


def _sums(sums: Sums | None) -> list[int] | None:
    return None if sums is None else [round_sum(sums.before), round_sum(sums.after)]


def _group(group: GroupEffect) -> dict[str, Any]:
    touched = group.gaining + group.losing
    return {
        "group": group.group,
        "families": round_count(group.families),
        "gaining": round_count(group.gaining),
        "losing": round_count(group.losing),
        "change": round_sum(group.change) if not touched or touched >= COUNT_STEP else None,
    }


def _poor(poor: int) -> dict[str, int | None]:
    return {"poor": round_count(poor)}
