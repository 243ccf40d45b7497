"""What is true of each household as a whole: its size, its children, its income."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.values import NOBODY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alatau.registry.synthetic.values import People
    from qazaqstan.synthetic.work import Work

    Positions = NDArray[np.int64]

MINOR, STUDENT_UNTIL, PENSION_AGE = 18, 23, 63
PENSION = 155_000


@dataclass(frozen=True)
class HomeFacts:
    """Households of a chunk, column by column."""

    size: Positions
    minors: Positions
    #: Position of the oldest member.
    head: Positions
    #: Wages, pensions and what people earn for themselves, tenge a month and member.
    income_per_head: NDArray[np.float64]
    #: What each person earns for themselves, tenge a month.
    own_income: NDArray[np.float64]


def count_homes(random: np.random.Generator, people: People, *, age: NDArray[np.float64], work: Work) -> HomeFacts:
    """Return the facts of each household of the living."""
    alive = people.household != NOBODY
    home = people.household[alive]
    homes = int(home.max()) + 1
    size = np.bincount(home, minlength=homes)
    own = np.where(work.is_self_employed, 60_000 + random.gamma(2.0, 60_000, len(age)), 0.0)
    pension = np.where(age >= PENSION_AGE, PENSION, 0)
    income = np.bincount(home, weights=(work.wage + own + pension)[alive], minlength=homes)
    _, head = np.unique(home, return_index=True)
    return HomeFacts(
        size=size,
        minors=np.bincount(home, weights=age[alive] < MINOR, minlength=homes).astype(np.int64),
        head=head.astype(np.int64),
        income_per_head=income / size,
        own_income=own,
    )
