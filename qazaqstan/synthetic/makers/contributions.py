"""Pension and social contributions: month by month lately, settled for longer periods before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.values import NOBODY, Sheet
from qazaqstan.synthetic.careers import GOES_ON
from qazaqstan.synthetic.days import MONTHS, first_day, month_of, months_since_quarter
from qazaqstan.synthetic.faults import hidden, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]
    Period = tuple[int, int]
    Flags = NDArray[np.bool_]

TIYN = 100
#: Payment purposes of a pension and of a social contribution, and their parts of the wage.
PURPOSES, RATES = ("010", "012"), (0.1, 0.05)
PAID_ON = 25
BABY_UNTIL = 2


def contributions(society: Society) -> Iterator[Sheet]:
    """Return the contributions of the windows that rules read; some of the latest month come late."""
    random, careers = society.random("contributions"), society.careers
    last = month_of(society.today) - 1
    everyone = np.flatnonzero(careers.employer != NOBODY)
    with_history = np.flatnonzero(needs_history(society) & (careers.employer != NOBODY))
    parts = [
        _period(society, among, first=last - back, months=months)
        for among, periods in zip(
            (everyone, with_history, np.flatnonzero(careers.is_own)), list_periods(society.today), strict=True
        )
        for back, months in periods
    ]
    who, month, months = (np.concatenate(column) for column in zip(*parts, strict=True))
    late = (month == last) & (careers.ended[who] == GOES_ON) & hit(random, "wage_late", len(who))
    purpose = careers.is_social_alone[who].astype(np.int64)
    ago = (last - month - (months - 1) / 2) / MONTHS
    wage = careers.wage[who] * careers.growth[who] ** -ago
    amount = np.round(wage * np.array(RATES)[purpose] * months * TIYN).astype(np.int64)
    number = _numbers_then(society, who, month + months)
    message = columns.joined("MSG", columns.digits(society.serials(len(who)), 14))
    received = first_day(month + months)
    received += np.minimum(random.integers(0, PAID_ON, len(who)), society.today - received)
    kept = ~late
    yield Sheet(
        register="contributions",
        columns={
            # Who pays for themselves is no organisation.
            "payer_number": society.bins(careers.employer[who[kept]]),
            "number": columns.text(number[kept]),
            "month": columns.months(month[kept]),
            "amount": columns.whole(amount[kept]),
            "purpose_code": columns.words(PURPOSES, purpose[kept]),
            "message_number": columns.text(message[kept]),
            "received_on": columns.days(received[kept]),
            "months": columns.whole(months[kept]),
        },
    )
    yield hidden(
        "wage_late",
        "contributions",
        key=society.numbers(who[late]),
        column="amount",
        truth=columns.whole(amount[late]),
    )


def list_periods(today: int) -> tuple[list[Period], list[Period], list[Period]]:
    """Return months back to the first month of each period, and how many months it has: of all, of those whose right is
    counted from two years, and of those who work for themselves.

    The last whole quarter and what came after it stand month by month; who works for themselves pays by the quarter.
    The rest of the latest twelve months is settled, the same quarter a year before, and the rest of the second year.
    No period crosses the edge of the latest twelve or twenty-four months.
    """
    since = months_since_quarter(today)
    settled = [(11, 9 - since), (14 + since, 3)] + ([(11 + since, since)] if since else [])
    monthly = [(back, 1) for back in range(3 + since)]
    return monthly + settled, [(23, 9 - since)], [(2 + since, 3), *settled]


def needs_history(society: Society) -> Flags:
    """Tell of each whether a right of theirs, or one that they leave behind, is counted from two years of income."""
    people, careers = society.people, society.careers
    needs = careers.has_ended.copy()
    babies = society.is_alive & (society.age < BABY_UNTIL) & (people.mother != NOBODY)
    needs[people.mother[babies]] = True
    needs[society.conditions.expecting] = True
    needs[society.conditions.disabled] = True
    return needs


def _numbers_then(society: Society, who: Positions, until: Positions) -> columns.Digits:
    """Return the number that each had when it was paid: the former one before a change."""
    changes, number = society.number_changes, society.number[who]
    place = np.full(len(society.people), NOBODY)
    place[changes.who] = np.arange(len(changes.who))
    change = place[who]
    before = np.flatnonzero(change != NOBODY)
    before = before[first_day(until[before]) < changes.day[change[before]]]
    number[before] = changes.former[change[before]]
    return number


def _period(society: Society, who: Positions, *, first: int, months: int) -> tuple[Positions, Positions, Positions]:
    """Return who worked in the period, from which of its months, and for how many."""
    careers = society.careers
    begins = np.maximum(careers.began[who], first)
    ends = np.minimum(careers.ended[who], first + months - 1)
    worked = begins <= ends
    return who[worked], begins[worked], (ends - begins + 1)[worked]
