"""Working lives: the job of today or the last one, and the months for which contributions were paid in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.kin import YEAR
from alatau.registry.synthetic.values import NO_DAY, NOBODY
from qazaqstan.synthetic.bodies import Kind
from qazaqstan.synthetic.days import MONTHS, month_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]
    Flags = NDArray[np.bool_]

#: Months since 1970 of January 1998, when pension accounts began, and of January 2005, when social insurance did.
ACCOUNTS_SINCE, INSURANCE_SINCE = 28 * MONTHS, 35 * MONTHS
#: The last month of a job that goes on.
GOES_ON = 10_000
#: Of those without work, the part that lost a job lately; within so many months.
LOST, LOST_WITHIN = 0.35, 8
#: Of those who died lately at working age, the part that worked until then; and how lately, in months.
DIED_AT_WORK, DIED_WITHIN = 0.6, 24
GROWN, OLD = 19, 61
#: A job lasts twelve years at most, and begins at seventeen and a half.
LONGEST_JOB, FIRST_JOB = 12, 17.5
#: Wages grow by about a tenth in a year; some fall.
GROWTH, GROWTH_SPREAD = 1.09, 0.12
#: Grown people who never paid into an account, and those for whom social contributions alone arrive.
WITHOUT_ACCOUNT, SOCIAL_ALONE = 0.07, 0.03
#: Part of those who work for themselves that pays their own contributions, and the least income they may pay from.
PAYS_FOR_ONESELF, LEAST_DECLARED = 0.85, 85_000
#: Monthly income, in tenge, of the best three years in a row of those who worked before 1998.
BEST_INCOME, BEST_SPREAD = 155_000, 0.35


@dataclass(frozen=True, kw_only=True)
class Careers:
    """The working life of each person, column by column; months count from January 1970."""

    #: Position of the employer of today, or of the last one lately; `NOBODY` for others.
    employer: Positions
    began: Positions
    #: The last month worked; `GOES_ON` where the job goes on.
    ended: Positions
    #: Tenge a month, now or at the end.
    wage: Positions
    growth: NDArray[np.float64]
    #: Works for themselves, and pays for themselves by the quarter.
    is_own: Flags
    #: Only social contributions arrive for them, no pension contributions.
    is_social_alone: Flags
    has_account: Flags
    contribution_months: Positions
    insured_months: Positions
    months_before_1998: Positions
    #: Tenge a month; zero for those who did not work before 1998.
    best_income: Positions

    @property
    def has_ended(self) -> Flags:
        """Tell of each whether they lost a job, or died, lately."""
        ended: Flags = (self.employer != NOBODY) & (self.ended < GOES_ON)
        return ended


def make_careers(society: Society) -> Careers:
    """Return the working lives of a society whose work is known."""
    random, people, work = society.random("careers"), society.people, society.work
    count, last = len(people), month_of(society.today) - 1
    employer, ended = _find_employers(society, random, last=last)
    has = employer != NOBODY
    span = np.clip(society.age - FIRST_JOB, 0.2, LONGEST_JOB) * MONTHS * random.random(count)
    until = np.minimum(ended, last)
    began = np.where(has, until - span.astype(np.int64), GOES_ON)
    wage = np.where(work.employer != NOBODY, work.wage, np.round(random.lognormal(12.3, 0.5, count), -2))
    # Most who work for themselves declare little more than the least that is allowed.
    own = society.is_alive & work.is_self_employed & ~has & (random.random(count) < PAYS_FOR_ONESELF)
    declared = np.maximum(LEAST_DECLARED, np.round(society.homes.own_income * random.random(count), -2))
    since_grown = np.floor((people.born / YEAR + 20) * MONTHS).astype(np.int64)
    left = np.where(society.is_alive, last, np.where(people.died == NO_DAY, last, people.died // (YEAR / MONTHS)))
    retired = np.floor((people.born / YEAR + OLD + 1) * MONTHS).astype(np.int64)
    paid = _months_paid(random, np.maximum(since_grown, ACCOUNTS_SINCE), np.minimum(left, retired))
    insured = _months_paid(random, np.maximum(since_grown, INSURANCE_SINCE), np.minimum(left, retired))
    before = _months_paid(random, since_grown - MONTHS, np.full(count, ACCOUNTS_SINCE))
    job = np.where(has, until - began + 1, 0)
    return Careers(
        employer=employer,
        began=np.where(own, until - span.astype(np.int64), began),
        ended=ended,
        wage=np.where(has, wage, np.where(own, declared, 0)).astype(np.int64),
        is_own=own,
        growth=np.clip(random.normal(GROWTH, GROWTH_SPREAD, count), 0.6, 1.6),
        is_social_alone=random.random(count) < SOCIAL_ALONE,
        has_account=has | own | ((random.random(count) >= WITHOUT_ACCOUNT) & (paid + before > 0)),
        contribution_months=np.maximum(paid, job),
        insured_months=np.maximum(np.minimum(insured, paid), job),
        months_before_1998=before,
        best_income=np.where(before > 0, np.round(random.lognormal(np.log(BEST_INCOME), BEST_SPREAD, count), -2), 0),
    )


def _find_employers(society: Society, random: np.random.Generator, *, last: int) -> tuple[Positions, Positions]:
    """Return the employer of today or the last one, and the last month worked there."""
    people, work, count = society.people, society.work, len(society.people)
    idle = society.is_alive & (work.employer == NOBODY) & ~work.is_self_employed
    idle &= (society.age > GROWN) & (society.age < OLD)
    lost = idle & (random.random(count) < LOST)
    lost[[*society.named.values()]] = False
    died = np.where(people.died == NO_DAY, 0, people.died // (YEAR / MONTHS)).astype(np.int64)
    at_work = ~society.is_alive & (died > last - DIED_WITHIN) & (random.random(count) < DIED_AT_WORK)
    at_work &= (people.died - people.born > GROWN * YEAR) & (people.died - people.born < OLD * YEAR)
    employer, ended = work.employer.copy(), np.full(count, GOES_ON)
    former = np.flatnonzero(lost | at_work)
    employer[former] = society.bodies.near(Kind.FIRM, society.region[former], random.random(len(former)), skew=2.6)
    ended[former] = np.where(lost[former], last - random.integers(1, LOST_WITHIN + 1, len(former)), died[former])
    return employer, ended


def _months_paid(random: np.random.Generator, first: Positions, until: Positions) -> Positions:
    """Return for how many of the months something was paid: mostly for more than half of them."""
    part = 1 - 0.6 * random.random(len(first)) ** 2
    paid: Positions = (np.maximum(until - first, 0) * part).astype(np.int64)
    return paid
