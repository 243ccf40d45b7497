"""Work: contracts, contributions of three months, pension accounts, the labour market and accidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.draw import some
from alatau.registry.synthetic.kin import YEAR
from alatau.registry.synthetic.values import NOBODY, Sheet
from qazaqstan.synthetic.faults import hidden, hit

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
#: Payment purpose of a pension contribution, and its part of the wage.
PENSION, PENSION_RATE = "010", 0.1
#: Months of contributions that the rules read.
WINDOW = 3
PAID_ON = 25


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about work."""
    yield from contributions(society)
    yield labour_contracts(society)
    yield pension_accounts(society)
    yield labour_market(society)
    yield work_accidents(society)
    yield sick_leaves(society)


def contributions(society: Society) -> Iterator[Sheet]:
    """Return pension contributions of the latest three months; some of the last one come late."""
    random, work = society.random("contributions"), society.work
    employed = np.flatnonzero(work.employer != NOBODY)
    last = month_of(society.today) - 1
    who = np.tile(employed, WINDOW)
    month = np.repeat(last - np.arange(WINDOW)[::-1], len(employed))
    # A wage of the latest month reported late is not yet in the register.
    late = (month == last) & hit(random, "wage_late", len(who))
    amount = work.wage[who] * PENSION_RATE * TIYN
    message = columns.joined("MSG", columns.digits(society.serials(len(who)), 14))
    received = first_day(month + 1) + np.minimum(
        random.integers(0, PAID_ON, len(who)), society.today - first_day(month + 1)
    )
    kept = ~late
    yield Sheet(
        register="contributions",
        columns={
            "payer_number": society.bins(work.employer[who[kept]]),
            "number": society.numbers(who[kept]),
            "month": columns.months(month[kept]),
            "amount": columns.whole(np.round(amount[kept]).astype(np.int64)),
            "purpose_code": columns.same(PENSION, int(kept.sum())),
            "message_number": columns.text(message[kept]),
            "received_on": columns.days(received[kept]),
        },
    )
    truth = columns.whole(np.round(amount[late]).astype(np.int64))
    yield hidden("wage_late", "contributions", key=society.numbers(who[late]), column="amount", truth=truth)


def month_of(day: int) -> int:
    """Return the month of a day, in months since 1970."""
    return int(np.datetime64(day, "D").astype("datetime64[M]").astype(int))


def first_day(month: Positions) -> Positions:
    """Return the first day of each month, in days since 1970."""
    return month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def labour_contracts(society: Society) -> Sheet:
    """Return the contract of every employee, and ended ones of some."""
    random, work = society.random("contracts"), society.work
    employed = np.flatnonzero(work.employer != NOBODY)
    ended = some(random, employed, int(len(employed) * 0.04))
    who = np.concatenate((employed, ended))
    is_ended = np.arange(len(who)) >= len(employed)
    years = random.random(len(who)) * np.maximum(np.minimum(society.age[who] - 17.5, 12), 0.2)
    begins = society.today - 30 - (years * YEAR).astype(np.int64) - is_ended * 800
    employer = np.where(
        is_ended, random.permutation(work.employer[employed])[np.arange(len(who)) % len(employed)], work.employer[who]
    )
    return Sheet(
        register="labour_contracts",
        columns={
            "contract_number": columns.serials("ТШ-", society.serials(len(who)), 12),
            "number": society.numbers(who),
            "employer_number": society.bins(employer),
            "position": columns.words(POSITIONS, random.integers(0, len(POSITIONS), len(who))),
            "starts_on": columns.days(begins),
            "terminated_on": columns.days(begins + random.integers(60, 700, len(who)), valid=is_ended),
            "termination_reason": columns.words(
                ("own wish", "term ended", "staff cut"), random.integers(0, 3, len(who)), valid=is_ended
            ),
            "wage": columns.whole(work.wage[who] * TIYN, valid=random.random(len(who)) < 0.7),
        },
    )


def pension_accounts(society: Society) -> Sheet:
    """Return the pension account of every grown person who has ever worked."""
    random = society.random("pensions")
    pool = np.flatnonzero(society.is_alive & (society.age >= 20) & (society.age < 66))
    who = pool[random.random(len(pool)) < 0.93]
    wage = np.where(society.work.wage[who] > 0, society.work.wage[who], 85_000)
    years = np.maximum(society.age[who] - 20, 0.2) * random.random(len(who))
    saved = (wage * PENSION_RATE * 12 * years * 0.7).astype(np.int64)
    return Sheet(
        register="pension_accounts",
        columns={
            "account_number": columns.serials("ЗЖ-", society.serials(len(who)), 14),
            "number": society.numbers(who),
            "balance": columns.whole(saved * TIYN),
            "contribution": columns.whole((wage * PENSION_RATE).astype(np.int64) * TIYN),
            "payout": columns.whole(np.zeros(len(who), dtype=np.int64)),
            "moved_on": columns.days(society.days_ago("pensions.days", len(who), most=0.25)),
        },
    )


def labour_market(society: Society) -> Sheet:
    """Return the people who seek work through the exchange, each with one vacancy they were referred to."""
    work = society.work
    pool = np.flatnonzero(
        society.is_alive & (work.employer == NOBODY) & ~work.is_self_employed & (society.age > 18) & (society.age < 61)
    )
    who = society.some(pool, 1_100_000, stream="market")
    random, count = society.random("market.facts"), len(who)
    registered = society.days_ago("market.days", count, most=0.9)
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
    """Return the sick leaves of the latest months; those of mothers name the week of pregnancy."""
    who = society.some(np.flatnonzero(society.work.employer != NOBODY), 1_500_000, stream="leaves")
    random, count = society.random("leaves.facts"), len(who)
    begins = society.days_ago("leaves.days", count, most=0.5)
    may_bear = society.people.is_female[who] & (society.age[who] > 20) & (society.age[who] < 42)
    kind = np.where(
        may_bear & (random.random(count) < 0.08), 2, np.digitize(random.random(count), (0.85, 0.97)) * np.array(1)
    )
    kind = np.where((kind == 2) & ~may_bear, 3, kind)
    lasts = np.where(kind == 2, 126, random.integers(3, 21, count))
    return Sheet(
        register="sick_leaves",
        columns={
            "sheet_number": columns.serials("ЕЖП-", society.serials(count), 12),
            "number": society.numbers(who),
            "employer_number": society.bins(society.work.employer[who]),
            "leave_from": columns.days(begins),
            "leave_until": columns.days(begins + lasts),
            "kind": columns.words(("illness", "childcare", "maternity", "injury"), kind),
            "pregnancy_week": columns.whole(np.full(count, 30), valid=kind == 2),
        },
    )
