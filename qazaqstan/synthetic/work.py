"""Who works, for whom and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.draw import read_table
from alatau.registry.synthetic.values import NOBODY
from qazaqstan.synthetic.bodies import Kind
from qazaqstan.synthetic.regions import list_regions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alatau.registry.synthetic.values import People
    from qazaqstan.synthetic.bodies import Bodies

    Positions = NDArray[np.int64]

#: Part of people of an age who have an employer: 7.1 million employees in all.
EMPLOYED_MEN = {17: 0.0, 19: 0.22, 24: 0.67, 30: 0.81, 45: 0.79, 58: 0.68, 63: 0.31, 66: 0.09, 75: 0.0}
EMPLOYED_WOMEN = {17: 0.0, 19: 0.17, 24: 0.57, 30: 0.63, 45: 0.72, 58: 0.55, 61: 0.22, 66: 0.05, 75: 0.0}
#: Of those of working age without an employer, the part who work for themselves, 2.2 million in all; more of them where
#: nobody of the home has an employer.
SELF_EMPLOYED, SOLE_EARNER = 0.36, 0.62
WORKING_FROM, WORKING_UNTIL = 18, 63
#: Of the rest, the part with income that no register sees.
UNSEEN = 0.45
#: Spread of the wage's logarithm, and the point mass of small firms at the minimum wage. In large and medium firms
#: alone the spread is 0.83; with small firms this one gives the published mean and median together.
WAGE_SPREAD, AT_MINIMUM, MINIMUM_WAGE = 0.7, 0.12, 85_000
TOP_WAGE = 6_000_000
#: Women earn less than men by about a quarter.
WOMEN, MEN = 0.87, 1.13
#: How strongly the wage of a region shows in the part of its people who have an employer.
FORMAL_BY_WAGE = 0.8
#: Some employers have very many people.
LARGE_EMPLOYERS = 2.6


@dataclass(frozen=True)
class Work:
    """Work of each person, column by column."""

    #: Position among the bodies; `NOBODY` without an employer.
    employer: Positions
    #: Whole tenge a month; zero without an employer.
    wage: Positions
    is_self_employed: NDArray[np.bool_]
    #: Position among the bodies that the person directs; `NOBODY` for most.
    director_of: Positions
    #: The director of each body, as a position among the people.
    director: Positions
    #: Income that only the hidden truth knows, tenge a month.
    unseen: Positions


def employ(
    random: np.random.Generator, people: People, *, age: NDArray[np.float64], region: Positions, bodies: Bodies
) -> Work:
    """Return who works for which body of the own region, and for how much."""
    alive, count = people.is_alive, len(people)
    luck = _share_luck(random, people, age)
    likely = np.where(people.is_female, read_table(EMPLOYED_WOMEN, age), read_table(EMPLOYED_MEN, age))
    has = alive & (luck < likely * _formal(region))
    kind = np.choose(_sort_of_employer(random, count), [Kind.FIRM, Kind.SCHOOL, Kind.CLINIC, Kind.SHOP, Kind.HOSPITAL])
    employer = np.full(count, NOBODY)
    size = random.random(count)
    for one in (Kind.FIRM, Kind.SCHOOL, Kind.CLINIC, Kind.SHOP, Kind.HOSPITAL):
        theirs = np.flatnonzero(has & (kind == one))
        employer[theirs] = bodies.near(one, region[theirs], size[theirs], skew=LARGE_EMPLOYERS)
    wage = np.where(has, _draw_wages(random, people, region), 0)
    able = alive & ~has & (age >= WORKING_FROM) & (age < WORKING_UNTIL)
    own = able & (random.random(count) < np.where(_has_earner(people, has), SELF_EMPLOYED, SOLE_EARNER))
    hidden = able & ~own & (random.random(count) < UNSEEN)
    unseen = np.where(hidden, random.integers(40, 200, count) * 1_000, 0)
    director, director_of = _appoint(random, np.flatnonzero(able & own), bodies=bodies, count=count)
    return Work(employer, wage, own, director_of, director, unseen)


def _share_luck(random: np.random.Generator, people: People, age: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return luck from 0 to 1 that the grown members of a home share out: few homes have nobody with work."""
    luck = random.random(len(people))
    grown = np.flatnonzero((people.household != NOBODY) & (age >= WORKING_FROM) & (age < WORKING_UNTIL))
    home = people.household[grown]
    order = np.lexsort((luck[grown], home))
    starts = np.flatnonzero(np.diff(home[order], prepend=NOBODY))
    members = np.diff(starts, append=len(grown))
    turn = np.arange(len(grown)) - np.repeat(starts, members)
    of_home = random.random(len(starts))
    luck[grown[order]] = (np.repeat(of_home, members) + turn / np.repeat(members, members)) % 1.0
    return luck


def _has_earner(people: People, has: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell of each person whether somebody of their home has an employer."""
    earning = np.zeros(int(people.household.max(initial=0)) + 1, dtype=bool)
    earning[people.household[has]] = True
    of_each: NDArray[np.bool_] = earning[people.household] & (people.household != NOBODY)
    return of_each


def _appoint(
    random: np.random.Generator, pool: Positions, *, bodies: Bodies, count: int
) -> tuple[Positions, Positions]:
    """Return who directs each body, and which body each person directs; one who directs several names the last."""
    director = random.choice(pool, len(bodies), replace=len(pool) < len(bodies))
    director_of = np.full(count, NOBODY)
    director_of[director] = np.arange(len(bodies))
    return director, director_of


def _formal(region: Positions) -> NDArray[np.float64]:
    """Return how much more often than elsewhere people of a region have an employer: where wages are high, they do."""
    wages = np.array([one.wage for one in list_regions()], dtype=np.float64)
    people = np.array([one.people for one in list_regions()], dtype=np.float64)
    weight = (wages / wages.mean()) ** FORMAL_BY_WAGE
    more: NDArray[np.float64] = (weight / np.average(weight, weights=people))[region]
    return more


def _sort_of_employer(random: np.random.Generator, count: int) -> Positions:
    edges = np.cumsum((0.66, 0.14, 0.05, 0.09, 0.06))
    return np.minimum(np.searchsorted(edges, random.random(count)), len(edges) - 1)


def _draw_wages(random: np.random.Generator, people: People, region: Positions) -> Positions:
    """Return wages whose mean is the region's own; many small firms pay just the minimum."""
    mean = np.array([one.wage for one in list_regions()], dtype=np.float64)[region]
    above = (mean - AT_MINIMUM * MINIMUM_WAGE) / (1 - AT_MINIMUM)
    wage = above * np.exp(random.normal(-(WAGE_SPREAD**2) / 2, WAGE_SPREAD, len(mean)))
    wage = np.clip(wage * np.where(people.is_female, WOMEN, MEN), MINIMUM_WAGE, TOP_WAGE)
    at_minimum = random.random(len(mean)) < AT_MINIMUM
    return np.where(at_minimum, MINIMUM_WAGE, np.round(wage, -2)).astype(np.int64)
