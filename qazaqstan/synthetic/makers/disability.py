"""Decisions on disability in force, with the named carers of the first group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns

if TYPE_CHECKING:
    from alatau.registry.synthetic.values import Sheet
    from qazaqstan.synthetic.society import Society

GROUPS = ("1", "2", "3", "child")
#: Least loss of working capacity of each group, in percent.
LOSSES = (80, 60, 30, 60)
CAUSES = ("general_illness", "childhood", "work_injury", "occupational_disease", "military_service")
ADULT = 18


def disabilities(society: Society) -> Sheet:
    """Return decisions in force: 740 thousand people in the nation, 115 thousand of them children."""
    conditions = society.conditions
    rows = society.rows("disabilities", conditions.disabled)
    is_child = society.age[rows.who] < ADULT
    cause = np.where(conditions.is_since_childhood, 1, np.array((0, 2, 3, 4))[rows.codes((0.87, 0.06, 0.03, 0.04))])
    since = rows.past(9, 0.02)
    forever = rows.luck(0.45) & ~is_child
    return rows.sheet(
        number=rows.person(),
        disability_group=columns.words(GROUPS, conditions.group),
        cause=columns.words(CAUSES, cause),
        established_on=columns.days(since),
        ends_on=columns.days(since + 365 * 12, valid=~forever),
        programme_code=rows.one_of(("IPR-MED", "IPR-SOC", "IPR-PROF")),
        degree_percent=columns.decimals(np.array(LOSSES)[conditions.group] + rows.whole(0, 15)),
        is_since_childhood=columns.flags(conditions.is_since_childhood),
        carer_number=society.numbers(conditions.carer),
    )
