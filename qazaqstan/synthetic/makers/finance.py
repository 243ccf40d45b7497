"""Money owed, saved and insured: loans, reports, consents, deposits, policies, pledges, bankruptcies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.draw import pick
from qazaqstan.synthetic.faults import hidden, hit
from qazaqstan.synthetic.makers.property import plates
from qazaqstan.synthetic.numbers import account_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from alatau.registry.synthetic.values import Sheet
    from qazaqstan.synthetic.society import Society

ADULT = 18
BANKS = ("Bank A", "Bank B", "Bank C", "Bank D", "Bank E")
TIYN = 100
#: Grown people with a loan, how many more some have, and the part of loans that is late.
BORROWERS, MORE_LOANS, LATE = 3_400_000, (0.72, 0.2, 0.08), 0.11
LOANS = ("mortgage", "consumer", "car", "business")
#: Tenge of a usual loan of each kind, and its months.
LENT, TERMS = (14_000_000, 650_000, 4_500_000, 3_000_000), (180, 24, 60, 36)
PLEDGES = ("car", "equipment", "goods", "receivables", "cattle")


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about money."""
    yield from credit_bureau(society)
    yield credit_reports(society)
    yield open_banking(society)
    yield depositors(society)
    yield insurance_contracts(society)
    yield movable_pledges(society)
    yield bankruptcies(society)


def grown(society: Society) -> NDArray[np.bool_]:
    """Tell of each whether they live and are grown."""
    flags: NDArray[np.bool_] = society.is_alive & (society.age >= ADULT)
    return flags


def credit_bureau(society: Society) -> Iterator[Sheet]:
    """Return loans, several of some people; of those paid back, a few still stand open."""
    borrowers = society.some(np.flatnonzero(grown(society) & (society.age < 75)), BORROWERS, stream="borrowers")
    loans = 1 + pick(society.random("loans"), MORE_LOANS, len(borrowers))
    rows = society.rows("credit_bureau", np.repeat(borrowers, loans))
    kind = rows.codes((0.12, 0.7, 0.12, 0.06))
    lent = rows.tiyn(np.array(LENT)[kind] * np.exp(rows.random.normal(0, 0.8, rows.count)))
    left = np.round(lent / 100 * rows.random.random(rows.count)).astype(np.int64) * 100
    closed = rows.luck(0.12)
    stale = closed & hit(rows.random, "loan_open_in_bureau", rows.count)
    is_open = ~closed | stale
    late = ~closed & rows.luck(LATE)
    days = np.where(late, rows.whole(1, 700), 0)
    opened = rows.past(4, 0.01)
    loan = columns.joined("НС-", columns.digits(society.serials(rows.count), 12))
    ended = np.maximum(np.minimum(opened + 300, society.today - 1), opened)
    yield rows.sheet(
        number=rows.person(),
        loan_number=columns.text(loan),
        loan_amount=columns.whole(lent),
        loan_kind=columns.words(LOANS, kind),
        debt=columns.whole(np.where(is_open, left, 0)),
        overdue_amount=columns.whole(np.where(late, left // 500 * 100, 0)),
        overdue_days=columns.whole(days),
        monthly_payment=columns.whole(lent // np.array(TERMS)[kind] // TIYN * TIYN),
        opened_on=columns.days(opened),
        closed_on=columns.days(ended, valid=~is_open),
    )
    yield hidden(
        "loan_open_in_bureau",
        "credit_bureau",
        key=columns.text(loan[stale]),
        column="closed_on",
        truth=columns.days(ended[stale]),
    )


def credit_reports(society: Society) -> Sheet:
    """Return reports that lenders asked for in the latest months."""
    rows = society.rows("credit_reports", grown(society), 120_000)
    return rows.sheet(
        number=rows.person(),
        report_kind=rows.one_of(("standard", "extended", "own")),
        score=columns.whole(np.clip(rows.random.normal(620, 90, rows.count), 300, 850).astype(np.int64)),
        reported_on=columns.days(rows.past(0.5)),
    )


def open_banking(society: Society) -> Sheet:
    """Return consents to show an account, and its balance."""
    rows = society.rows("open_banking", grown(society), 1_500_000)
    begins = rows.past(0.9)
    return rows.sheet(
        number=rows.person(),
        bank=rows.one_of(BANKS),
        iban=columns.text(account_numbers(50_000_000_000 + society.serials(rows.count))),
        balance=columns.whole(rows.tenge(120_000, 1.3)),
        consent_from=columns.days(begins),
        consent_until=columns.days(begins + 365),
    )


def depositors(society: Society) -> Sheet:
    """Return who has money at which bank, by bands."""
    rows = society.rows("depositors", grown(society), 400_000)
    return rows.sheet(
        number=rows.person(),
        bank=rows.one_of(BANKS),
        amount_band=rows.one_of(("none", "under_1m", "1m_10m", "over_10m"), (0.2, 0.6, 0.17, 0.03)),
    )


def insurance_contracts(society: Society) -> Sheet:
    """Return policies in force; those of cars name the plate."""
    rows = society.rows("insurance_contracts", grown(society), 260_000)
    begins = rows.past(0.95)
    is_car = rows.luck(0.75)
    return rows.sheet(
        policy_number=rows.serials("ПС-"),
        number=rows.person(),
        policy_kind=columns.choices(("property", "motor liability"), is_car),
        plate=columns.text(plates(rows), valid=is_car),
        insured_from=columns.days(begins),
        insured_until=columns.days(begins + 365),
        sum=columns.whole(rows.tenge(4_000_000)),
    )


def movable_pledges(society: Society) -> Sheet:
    """Return movable things that secure a loan."""
    rows = society.rows("movable_pledges", grown(society), 200_000)
    return rows.sheet(
        pledge_number=rows.serials("КП-"),
        number=rows.person(),
        object=rows.one_of(PLEDGES, (0.7, 0.1, 0.1, 0.05, 0.05)),
        creditor=rows.one_of(BANKS),
        sum=columns.whole(rows.tenge(3_500_000)),
        registered_on=columns.days(rows.past(4)),
    )


def bankruptcies(society: Society) -> Sheet:
    """Return citizens who could not pay."""
    rows = society.rows("bankruptcies", grown(society) & (society.age > 21), 120_000)
    begins = rows.past(2.5, 0.05)
    done = begins + 200 < society.today
    return rows.sheet(
        number=rows.person(),
        procedure=rows.one_of(("out_of_court", "judicial", "restoration"), (0.86, 0.1, 0.04)),
        starts_on=columns.days(begins),
        ended_on=columns.days(begins + 200, valid=done),
        status=columns.choices(("open", "finished"), done),
    )
