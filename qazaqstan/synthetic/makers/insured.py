"""Payments of the social insurance fund: to those who lost work, to insured mothers, disabled people and survivors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.values import NOBODY
from qazaqstan.synthetic.days import first_day

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alatau.registry.synthetic.values import Sheet
    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

RISKS = ("job_loss", "maternity", "childcare", "disability", "survivor")
LOST_JOB, DISABLED, SURVIVORS = 160_000, 110_000, 45_000
#: Part of the income that each risk pays.
RATES = (0.4, 1.0, 0.4, 0.25, 0.2)
CAP = 7 * 85_000
CARE_YEARS, ADULT = 1.5, 18
#: Days that a payment lasts.
LASTS = (150, 126, 548, 1_800, 3_000)


def social_insurance_payments(society: Society) -> Sheet:
    """Return the payments of the latest year, each with the income from which it was counted."""
    careers, people = society.careers, society.people
    groups = (
        society.some(np.flatnonzero(careers.has_ended & society.is_alive), LOST_JOB, stream="insured.lost"),
        *_mothers(society),
        society.some(_insured(society, society.conditions.disabled), DISABLED, stream="insured.disabled"),
        society.some(_widowed(society), SURVIVORS, stream="insured.survivors"),
    )
    rows = society.rows("social_insurance_payments", np.concatenate(groups))
    risk = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    earner = np.where(risk == RISKS.index("survivor"), people.spouse[rows.who], rows.who)
    income = np.minimum(np.maximum(careers.wage[earner], 85_000), CAP)
    begins = rows.past(0.9)
    # Who lost work is paid from the month after.
    since = first_day(np.where(risk == 0, np.minimum(careers.ended[rows.who], 10**4), 0) + 1)
    begins = np.minimum(np.where(risk == 0, since + 20, begins), society.today - 1)
    return rows.sheet(
        case_number=rows.serials("СТ-"),
        number=rows.person(),
        risk_kind=columns.words(RISKS, risk),
        average_income=columns.whole(rows.tiyn(income)),
        months=columns.whole(np.minimum(careers.insured_months[earner], 24)),
        amount=columns.whole(rows.tiyn(income * np.array(RATES)[risk])),
        paid_from=columns.days(begins),
        paid_until=columns.days(begins + np.array(LASTS)[risk]),
    )


def _insured(society: Society, who: Positions) -> Positions:
    insured: Positions = who[society.careers.employer[who] != NOBODY]
    return insured


def _mothers(society: Society) -> tuple[Positions, Positions]:
    """Return insured women on leave before a birth, and insured mothers of a baby."""
    people = society.people
    babies = society.is_alive & (society.age < CARE_YEARS) & (people.mother != NOBODY)
    mothers = np.unique(people.mother[babies])
    return (
        society.some(_insured(society, society.conditions.expecting), 60_000, stream="insured.expecting"),
        _insured(society, mothers[society.is_alive[mothers]]),
    )


def _widowed(society: Society) -> Positions:
    """Return those whose dead husband or wife left a child that is not grown."""
    people = society.people
    child = society.is_alive & (society.age < ADULT) & (people.father != NOBODY) & (people.mother != NOBODY)
    mother, father = people.mother[child], people.father[child]
    left = np.where(society.is_alive[mother], mother, father)
    lost = society.is_alive[mother] != society.is_alive[father]
    parents = np.unique(left[lost])
    widowed: Positions = parents[(people.spouse[parents] != NOBODY) & ~society.is_alive[people.spouse[parents]]]
    return widowed
