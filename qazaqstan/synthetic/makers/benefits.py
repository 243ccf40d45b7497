"""Benefits and insured payments, in the codes that this project defines, by the sums of the law of 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.values import NOBODY, Sheet
from qazaqstan.synthetic.faults import hidden, hit
from qazaqstan.synthetic.numbers import account_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

MCI, SUBSISTENCE = 4_325, 50_851
PENSION_AGE_MEN, PENSION_AGE_WOMEN = 63, 61
CODES = (
    "PENS_BASIC",
    "PENS_SOLID",
    "LARGE_4",
    "LARGE_5",
    "LARGE_6",
    "LARGE_7",
    "LARGE_8P",
    "CARE_1",
    "CARE_2",
    "CARE_3",
    "CARE_4P",
    "SURV_1",
    "DIS_G2",
    "MOTHER_SILVER",
)
#: Sums in tenge a month, in the order of the codes; those of large families are multiples of the index.
PENSIONS = (46_000, 118_000)
TIMES_INDEX = (16.03, 20.04, 24.05, 28.06, 32.0, 5.76, 6.81, 7.85, 8.9)
SUMS = (*PENSIONS, *(round(MCI * times) for times in TIMES_INDEX), 0, 0, round(MCI * 6.4))
SURVIVOR, DISABILITY = round(SUBSISTENCE * 0.93), round(SUBSISTENCE * 1.76)
LARGE, MOST = 4, 8
CARE_YEARS = 1.5
#: Days by which a payment outlives the dead who still stand in a list.
RECENTLY = 900


def benefit_payments(society: Society) -> Iterator[Sheet]:
    """Return the benefits that are paid now; a few go on after a death."""
    groups = [
        _pensions(society),
        *_for_children(society),
        _others(society, "SURV_1", 191_900),
        _others(society, "DIS_G2", 545_900),
    ]
    who = np.concatenate([people for people, _ in groups])
    code = np.concatenate([np.broadcast_to(codes, len(people)) for people, codes in groups])
    recent = np.flatnonzero(~society.is_alive & (society.people.died > society.today - RECENTLY))
    dead = recent[hit(society.random("benefits.dead"), "active_after_death", len(recent))]
    rows = society.rows("benefit_payments", np.concatenate((who, dead)))
    code = np.concatenate((code, np.zeros(len(dead), dtype=np.int64)))
    sums = np.array(SUMS) + np.array(
        [SURVIVOR if one == "SURV_1" else DISABILITY if one == "DIS_G2" else 0 for one in CODES]
    )
    spread = np.where(code == 1, np.exp(rows.random.normal(0, 0.3, rows.count)), 1.0)
    assigned = np.minimum(
        rows.past(6), np.where(society.is_alive[rows.who], society.today, society.people.died[rows.who])
    )
    case = columns.joined("ІС-", columns.digits(society.serials(rows.count), 12))
    yield rows.sheet(
        case_number=columns.text(case),
        number=rows.person(),
        payment_code=columns.words(CODES, code),
        assigned_on=columns.days(assigned),
        ended_on=columns.days(assigned, valid=np.zeros(rows.count, dtype=bool)),
        amount=columns.whole(rows.tiyn(sums[code] * spread)),
        iban=columns.text(account_numbers(np.int64(society.chunk.number) * 100_000 + rows.who)),
    )
    late = case[len(who) :]
    yield hidden(
        "active_after_death",
        "benefit_payments",
        key=columns.text(late),
        column="ended_on",
        truth=columns.days(society.people.died[dead]),
    )


def _pensions(society: Society) -> tuple[Positions, Positions]:
    """Return two payments for every pensioner: the basic one and the one earned."""
    limit = np.where(society.people.is_female, PENSION_AGE_WOMEN, PENSION_AGE_MEN)
    old = np.flatnonzero(society.is_alive & (society.age >= limit))
    earned = old[society.random("benefits.pensions").random(len(old)) < 0.78]
    return np.concatenate((old, earned)), np.repeat(np.array([0, 1]), [len(old), len(earned)])


def _for_children(society: Society) -> Iterator[tuple[Positions, Positions]]:
    """Return allowances of large families and of those who care for a baby; they go to the mother."""
    people = society.people
    is_minor = society.is_alive & (society.age < 18) & (people.mother != NOBODY)
    count = np.bincount(people.mother[is_minor], minlength=len(people))
    large = np.flatnonzero((count >= LARGE) & society.is_alive)
    yield large, 2 + np.minimum(count[large], MOST) - LARGE
    babies = is_minor & (society.age < CARE_YEARS)
    mothers = np.unique(people.mother[babies])
    mothers = mothers[society.is_alive[mothers]]
    yield mothers, 7 + np.minimum(count[mothers], 4) - 1
    awarded = society.some(
        np.flatnonzero(people.is_female & society.is_alive & (society.age > 42)), 248_400, stream="awarded"
    )
    yield awarded, np.full(len(awarded), 13)


def _others(society: Society, code: str, approximate_rows: float) -> tuple[Positions, Positions]:
    """Return people who get a payment that age and family alone do not decide."""
    pool = np.flatnonzero(society.is_alive & (society.age > 16) & (society.age < 60))
    who = society.some(pool, approximate_rows, stream=f"benefits.{code}")
    return who, np.full(len(who), CODES.index(code))


def social_insurance_payments(society: Society) -> Sheet:
    """Return insured payments of the latest year: job loss, maternity, care of a baby, and others."""
    work = society.work
    pool = society.is_alive & (society.age > 18) & (society.age < 60) & ((work.wage > 0) | ~work.is_self_employed)
    rows = society.rows("social_insurance_payments", pool, 700_000)
    mother = society.people.is_female[rows.who] & (society.age[rows.who] < 42)
    kind = np.where(mother, rows.codes((0.3, 0.3, 0.4)), rows.codes((0.72, 0, 0, 0.18, 0.1)))
    wage = np.where(work.wage[rows.who] > 0, work.wage[rows.who], 140_000)
    begins = rows.past(1.0)
    months = rows.whole(1, 6)
    return rows.sheet(
        case_number=rows.serials("СТ-"),
        number=rows.person(),
        risk_kind=columns.words(("job_loss", "maternity", "childcare", "disability", "survivor"), kind),
        average_income=columns.whole(rows.tiyn(wage)),
        months=columns.whole(months),
        amount=columns.whole(rows.tiyn(wage * 0.45)),
        paid_from=columns.days(begins),
        paid_until=rows.ends(begins, months * 30),
    )
