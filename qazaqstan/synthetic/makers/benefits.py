"""Benefits that are paid, under the codes that this project defines, by the sums of the law of 2026."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.values import NO_DAY, NOBODY, Sheet
from qazaqstan.synthetic.awards import find_awarded
from qazaqstan.synthetic.conditions import CHILD
from qazaqstan.synthetic.faults import hidden, hit
from qazaqstan.synthetic.numbers import account_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Paid = tuple[Positions, str, Positions | int]

MCI, SUBSISTENCE = 4_325, 50_851
PENSION_AGE_MEN, PENSION_AGE_WOMEN = 63, 61
#: Codes of allowances, and what each is a multiple of: the index, or the subsistence minimum.
TIMES_INDEX = {
    "LARGE_4": 16.03,
    "LARGE_5": 20.04,
    "LARGE_6": 24.05,
    "LARGE_7": 28.06,
    "CARE_1": 5.76,
    "CARE_2": 6.81,
    "CARE_3": 7.85,
    "CARE_4P": 8.9,
    "MOTHER_SILVER": 6.4,
    "MOTHER_GOLD": 7.4,
}
TIMES_SUBSISTENCE = {
    "DIS_G1": 2.2,
    "DIS_G2": 1.76,
    "DIS_G3": 1.2,
    "DISCH_G1": 2.2,
    "DISCH_G2": 1.83,
    "DISCH_G3": 1.61,
    "DISKID_G1": 2.2,
    "DISKID_G2": 1.83,
    "DISKID_G3": 1.61,
    "DISKID_U7": 1.61,
    "DISPARENT": 1.61,
    "CAREGIVER_G1": 1.61,
    "SURV_ORPHAN": 1.54,
    "SURV_1": 0.92,
    "SURV_2": 1.7,
    "SURV_3": 2.25,
    "SURV_4": 2.6,
    "SURV_5": 2.75,
    "SURV_6P": 3.0,
}
LARGE, MOST, EACH_CHILD = 4, 8, 4
CARE_YEARS, ADULT = 1.5, 18
#: Part of those with a right who are in the list.
LISTED = 0.92
#: Days by which a payment outlives the dead who still stand in a list, and until which ended ones are kept.
RECENTLY, ENDED_KEPT = 900, 400
PENSION_CAP, FULL_SERVICE = 55 * MCI, 25 * 12
IN_CASH = 0.04


def benefit_payments(society: Society) -> Iterator[Sheet]:
    """Return the benefits that are paid now, those that a death ended lately, and a few that go on after one."""
    paid = [*_pensions(society), *_for_children(society), *_for_disabled(society), *_for_survivors(society)]
    who = np.concatenate([people for people, _, _ in paid])
    sums = np.concatenate([np.broadcast_to(amount, len(people)) for people, _, amount in paid])
    codes = [code for _, code, _ in paid]
    code = np.repeat(np.arange(len(codes)), [len(people) for people, _, _ in paid])
    dead, goes_on = _dead_pensioners(society)
    rows = society.rows("benefit_payments", np.concatenate((who, dead)))
    code = np.concatenate((code, np.zeros(len(dead), dtype=np.int64)))
    sums = np.concatenate((sums, _basic(society, dead)))
    died = society.people.died[rows.who]
    assigned = np.minimum(rows.past(6), np.where(died == NO_DAY, society.today, died - 30))
    ended = np.concatenate((np.zeros(len(who), dtype=bool), ~goes_on))
    case = columns.joined("ІС-", columns.digits(society.serials(rows.count), 12))
    has_account = ~rows.luck(IN_CASH)
    yield rows.sheet(
        case_number=columns.text(case),
        number=rows.person(),
        payment_code=columns.words(codes, code),
        assigned_on=columns.days(assigned),
        ended_on=columns.days(np.where(ended, died, 0), valid=ended),
        amount=columns.whole(rows.tiyn(sums)),
        iban=columns.text(account_numbers(np.int64(society.chunk.number) * 100_000 + rows.who), valid=has_account),
        has_account=columns.flags(has_account),
    )
    late = case[len(who) :][goes_on]
    yield hidden(
        "active_after_death",
        "benefit_payments",
        key=columns.text(late),
        column="ended_on",
        truth=columns.days(society.people.died[dead[goes_on]]),
    )


def sum_of(code: str) -> int:
    """Return the monthly sum of an allowance in tenge, rounded up as the law does."""
    times = TIMES_INDEX.get(code)
    return ceil(round(MCI * times if times else SUBSISTENCE * TIMES_SUBSISTENCE[code], 6))


def is_pensioner(society: Society) -> Flags:
    """Tell of each, living or dead, whether they reached the age of a pension."""
    limit = np.where(society.people.is_female, PENSION_AGE_WOMEN, PENSION_AGE_MEN)
    reached: Flags = society.age >= limit
    return reached


def _pensions(society: Society) -> Iterator[Paid]:
    """Return the basic pension of everybody old, and the earned one of those who worked before 1998."""
    old = np.flatnonzero(society.is_alive & is_pensioner(society))
    yield old, "PENS_BASIC", _basic(society, old)
    careers = society.careers
    earned = old[careers.months_before_1998[old] >= 6]
    share = 0.6 * np.minimum(careers.months_before_1998[earned] / FULL_SERVICE, 1.0)
    income = np.minimum(careers.best_income[earned], PENSION_CAP)
    yield earned, "PENS_SOLID", np.ceil(income * share).astype(np.int64)


def _basic(society: Society, who: Positions) -> Positions:
    """Return the basic pension in tenge by the years of taking part."""
    careers = society.careers
    years = (careers.months_before_1998[who] + careers.contribution_months[who]) // 12
    share = np.minimum(1.18, 0.7 + 0.02 * np.maximum(years - 10, 0))
    basic: Positions = np.ceil(np.round(share * SUBSISTENCE, 6)).astype(np.int64)
    return basic


def _dead_pensioners(society: Society) -> tuple[Positions, Flags]:
    """Return pensioners who died lately, and of which the payment goes on as if they had not."""
    random = society.random("benefits.dead")
    people = society.people
    recent = np.flatnonzero(society.is_dead & (people.died > society.today - RECENTLY) & is_pensioner(society))
    goes_on = hit(random, "active_after_death", len(recent))
    kept = goes_on | (people.died[recent] > society.today - ENDED_KEPT)
    return recent[kept], goes_on[kept]


def _for_children(society: Society) -> Iterator[Paid]:
    """Return allowances of large families, of those who care for a baby uninsured, and of awarded mothers."""
    people = society.people
    minor = society.is_alive & (society.age < ADULT) & (people.mother != NOBODY)
    minor[minor] = people.household[minor] == people.household[people.mother[minor]]
    count = np.bincount(people.mother[minor], minlength=len(people))
    mothers = society.is_alive & people.is_female
    for children in range(LARGE, MOST):
        yield np.flatnonzero(mothers & (count == children)), f"LARGE_{children}", sum_of(f"LARGE_{children}")
    many = np.flatnonzero(mothers & (count >= MOST))
    yield many, "LARGE_8P", count[many] * EACH_CHILD * MCI
    carers = np.unique(people.mother[minor & (society.age < CARE_YEARS)])
    carers = carers[mothers[carers] & (society.careers.employer[carers] == NOBODY)]
    for order, code in enumerate(("CARE_1", "CARE_2", "CARE_3", "CARE_4P"), start=1):
        yield carers[np.minimum(count[carers], LARGE) == order], code, sum_of(code)
    awarded, is_gold = find_awarded(society)
    yield awarded[~is_gold], "MOTHER_SILVER", sum_of("MOTHER_SILVER")
    yield awarded[is_gold], "MOTHER_GOLD", sum_of("MOTHER_GOLD")


def _for_disabled(society: Society) -> Iterator[Paid]:
    """Return allowances of the disabled below the age of a pension, of their parents and their carers."""
    conditions, people = society.conditions, society.people
    listed = society.random("benefits.disabled").random(len(conditions.disabled)) < LISTED
    listed &= ~is_pensioner(society)[conditions.disabled]
    child = society.age[conditions.disabled] < ADULT
    groups = [("DISKID_U7", child & (conditions.group == CHILD))]
    for group in range(CHILD):
        is_group = conditions.group == group
        groups += [
            (f"DISKID_G{group + 1}", child & is_group),
            (f"DISCH_G{group + 1}", ~child & is_group & conditions.is_since_childhood),
            (f"DIS_G{group + 1}", ~child & is_group & ~conditions.is_since_childhood),
        ]
    for code, are_theirs in groups:
        yield conditions.disabled[listed & are_theirs], code, sum_of(code)
    parents = np.unique(people.mother[conditions.disabled[listed & child]])
    yield parents[(parents != NOBODY) & society.is_alive[parents]], "DISPARENT", sum_of("DISPARENT")
    carers = np.unique(conditions.carer[conditions.carer != NOBODY])
    yield carers, "CAREGIVER_G1", sum_of("CAREGIVER_G1")


def _for_survivors(society: Society) -> Iterator[Paid]:
    """Return the allowances for children who lost a parent, paid to the other one, and for those who lost both."""
    people = society.people
    child = np.flatnonzero(society.is_alive & (society.age < ADULT) & (people.mother != NOBODY))
    child = child[people.father[child] != NOBODY]
    mother, father = people.mother[child], people.father[child]
    has_mother, has_father = society.is_alive[mother], society.is_alive[father]
    yield child[~has_mother & ~has_father], "SURV_ORPHAN", sum_of("SURV_ORPHAN")
    lost = has_mother != has_father
    left = np.where(has_mother, mother, father)[lost]
    parent, count = np.unique(left, return_counts=True)
    for number in range(1, 7):
        code = f"SURV_{number}" if number < 6 else "SURV_6P"
        yield parent[np.minimum(count, 6) == number], code, sum_of(code)
