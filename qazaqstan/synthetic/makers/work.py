"""Work: contracts, contributions, pension accounts, the labour market and accidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.values import NOBODY, Sheet
from qazaqstan.synthetic.days import first_day
from qazaqstan.synthetic.makers.contributions import contributions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

TIYN = 100
POSITIONS = (
    "маман",
    "жүргізуші",
    "мұғалім",
    "дәрігер",
    "мейіргер",
    "сатушы",
    "бухгалтер",
    "инженер",
    "жұмысшы",
    "күзетші",
)
PENSION_RATE = 0.1
#: Wage, in tenge, of those who saved and work no more; an account outlives its owner by so many days until it is
#: inherited; pensioners have drawn on theirs.
MEAN_SAVER, INHERITED, PAYOUT_FROM = 140_000, 500, 63
#: People whom the exchange knows in a year, and those of them who lost a job just before.
SEEKERS, LOST_JOB = 1_100_000, 400_000
#: Part of the expecting whose leave has begun.
IN_LAST_WEEKS = 0.3


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about work."""
    yield from contributions(society)
    yield labour_contracts(society)
    yield pension_accounts(society)
    yield labour_market(society)
    yield work_accidents(society)
    yield sick_leaves(society)


def labour_contracts(society: Society) -> Sheet:
    """Return the contract of every employee, those that ended lately included."""
    random, careers = society.random("contracts"), society.careers
    who = np.flatnonzero(careers.employer != NOBODY)
    is_ended = careers.has_ended[who]
    begins = first_day(careers.began[who])
    last = np.where(is_ended, careers.ended[who], 0)
    ends = np.minimum(first_day(last + 1) - random.integers(1, 20, len(who)), society.today - 1)
    ends = np.where(society.is_alive[who], ends, np.minimum(ends, society.people.died[who]))
    return Sheet(
        register="labour_contracts",
        columns={
            "contract_number": columns.serials("ТШ-", society.serials(len(who)), 12),
            "number": society.numbers(who),
            "employer_number": society.bins(careers.employer[who]),
            "position": columns.words(POSITIONS, random.integers(0, len(POSITIONS), len(who))),
            "starts_on": columns.days(begins),
            "terminated_on": columns.days(np.maximum(ends, begins + 1), valid=is_ended),
            "termination_reason": columns.words(
                ("own wish", "term ended", "staff cut"), random.integers(0, 3, len(who)), valid=is_ended
            ),
            "wage": columns.whole(careers.wage[who] * TIYN, valid=random.random(len(who)) < 0.7),
        },
    )


def pension_accounts(society: Society) -> Sheet:
    """Return the account of everybody who ever worked, and of those who died lately."""
    careers = society.careers
    recent = society.is_dead & (society.people.died > society.today - INHERITED)
    who = np.flatnonzero(careers.has_account & (society.is_alive | recent) & (society.age >= 20))
    monthly = np.where(careers.wage[who] > 0, careers.wage[who], MEAN_SAVER) * PENSION_RATE
    # Sums of earlier years were smaller, and earned interest since.
    saved = (monthly * careers.contribution_months[who] * 0.55).astype(np.int64)
    paid_out = np.where(society.age[who] > PAYOUT_FROM, (saved * 0.3).astype(np.int64), 0)
    return Sheet(
        register="pension_accounts",
        columns={
            "account_number": columns.serials("ЗЖ-", society.serials(len(who)), 14),
            "number": society.numbers(who),
            "balance": columns.whole((saved - paid_out) * TIYN),
            "contribution": columns.whole(monthly.astype(np.int64) * TIYN),
            "payout": columns.whole(paid_out * TIYN),
            "moved_on": columns.days(society.days_ago("pensions.days", len(who), most=0.25)),
            "contribution_months": columns.whole(careers.contribution_months[who]),
            "insured_months": columns.whole(careers.insured_months[who]),
            "months_before_1998": columns.whole(careers.months_before_1998[who]),
            "best_income": columns.whole(
                careers.best_income[who].astype(np.int64) * TIYN, valid=careers.best_income[who] > 0
            ),
        },
    )


def labour_market(society: Society) -> Sheet:
    """Return the people who seek work through the exchange, those who lost theirs lately first."""
    careers, work = society.careers, society.work
    lost = society.some(np.flatnonzero(careers.has_ended & society.is_alive), LOST_JOB, stream="market.lost")
    idle = society.is_alive & (careers.employer == NOBODY) & ~work.is_self_employed
    pool = np.flatnonzero(idle & (society.age > 18) & (society.age < 61))
    who = np.concatenate((lost, society.some(pool, SEEKERS - LOST_JOB, stream="market")))
    random, count = society.random("market.facts"), len(who)
    since = np.where(np.arange(count) < len(lost), first_day(np.where(careers.has_ended, careers.ended, 0)[who] + 1), 0)
    registered = np.maximum(society.days_ago("market.days", count, most=0.9), since + random.integers(0, 9, count))
    registered = np.minimum(registered, society.today - 1)
    referred = random.random(count) < 0.6
    status = np.where(referred, random.integers(1, 4, count), random.integers(0, 2, count))
    return Sheet(
        register="labour_market",
        columns={
            "number": society.numbers(who),
            "status": columns.words(("seeking", "unemployed", "placed", "closed"), status),
            "registered_on": columns.days(registered),
            "vacancy_number": columns.serials("V-", society.serials(count), 12),
            "skills": columns.words(POSITIONS, random.integers(0, len(POSITIONS), count)),
            "referred_on": columns.days(np.minimum(registered + 10, society.today), valid=referred),
            "referral_result": columns.words(
                ("accepted", "refused", "no answer"), random.integers(0, 3, count), valid=referred
            ),
            "closed_on": columns.days(np.minimum(registered + 60, society.today), valid=status > 1),
        },
    )


def work_accidents(society: Society) -> Sheet:
    """Return accidents at work."""
    who = society.some(np.flatnonzero(society.work.employer != NOBODY), 120_000, stream="accidents")
    count = len(who)
    severity = np.digitize(society.random("accidents.facts").random(count), (0.6, 0.85, 0.96))
    return Sheet(
        register="work_accidents",
        columns={
            "act_number": columns.serials("Н1-", society.serials(count), 12),
            "number": society.numbers(who),
            "employer_number": society.bins(society.work.employer[who]),
            "severity": columns.words(("light", "medium", "severe", "fatal"), severity),
            "happened_on": columns.days(society.days_ago("accidents.days", count, most=20)),
        },
    )


def sick_leaves(society: Society) -> Sheet:
    """Return the sick leaves of the latest months; those of the expecting name the week, and last longer with twins."""
    careers, conditions = society.careers, society.conditions
    employed = careers.employer != NOBODY
    expecting = conditions.expecting[employed[conditions.expecting]]
    expecting = expecting[society.random("leaves.due").random(len(expecting)) < IN_LAST_WEEKS]
    others = society.some(np.flatnonzero(employed & society.is_alive), 260_000, stream="leaves")
    who = np.concatenate((expecting, others))
    random, count = society.random("leaves.facts"), len(who)
    is_maternity = np.arange(count) < len(expecting)
    begins = society.days_ago("leaves.days", count, most=0.2)
    kind = np.where(is_maternity, 2, np.array((0, 1, 3))[np.digitize(random.random(count), (0.85, 0.97))])
    lasts = np.where(is_maternity, np.where(random.random(count) < 0.1, 140, 126), random.integers(3, 21, count))
    return Sheet(
        register="sick_leaves",
        columns={
            "sheet_number": columns.serials("ЕЖП-", society.serials(count), 12),
            "number": society.numbers(who),
            "employer_number": society.bins(careers.employer[who]),
            "leave_from": columns.days(begins),
            "leave_until": columns.days(begins + lasts),
            "kind": columns.words(("illness", "childcare", "maternity", "injury"), kind),
            "pregnancy_week": columns.whole(np.full(count, 30), valid=is_maternity),
        },
    )
