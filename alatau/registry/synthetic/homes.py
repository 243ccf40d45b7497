"""Who lives with whom: couples with their children, those who stay with their parents, those who take parents in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.kin import follow
from alatau.registry.synthetic.values import NOBODY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Positions = NDArray[np.int64]
    Ages = NDArray[np.float64]

CHILD = 18
#: How gladly a home joins the one of the head's mother, before chance: the young and unmarried, couples, others.
STAYS, COUPLE_STAYS, RETURNS = 1.0, 0.55, 0.35
#: How much gladlier a home joins when its mother lives alone, and when it is one person.
FILLS_ALONE, IS_ALONE = 1.2, 0.8
#: How much less gladly with each person above a roomy home, or after another who joins the same one.
CROWDED, ROOMY, CHAINS = 0.4, 3, 0.8
#: People of a home beyond which joining it is wished for less, by so much.
FULL, OVERFULL = 7, 4.0
#: How much sooner somebody alone is taken in by others than a home joins its mother's.
TAKES_IN = 1.8
#: Ages between which a person cares for a child that has no mother.
CARES_FROM, CARES_UNTIL = 35, 65


def make_homes(
    random: np.random.Generator,
    *,
    age: Ages,
    mother: Positions,
    spouse: Positions,
    size: float,
    leaves_home: int,
) -> Positions:
    """Return the number of each person's household; `NOBODY` for the dead, whose age is below zero.

    Homes of one couple or one grown person join homes of mothers until a household has ``size`` people on average.
    """
    everyone, alive = np.arange(len(age)), age >= 0
    head = everyone.copy()
    together = alive & (spouse != NOBODY) & alive[spouse]
    head[together] = np.minimum(everyone, spouse)[together]
    child = alive & (age < CHILD) & ~together
    carer = np.where((mother != NOBODY) & alive[mother], mother, NOBODY)
    alone = np.flatnonzero(child & (carer == NOBODY))
    carers = np.flatnonzero(alive & (age >= CARES_FROM) & (age < CARES_UNTIL))
    if len(carers):
        carer[alone] = random.choice(carers, len(alone))
    child &= carer != NOBODY
    head[child] = head[carer[child]]
    joined = _join_mothers(
        random, head=head, age=age, carer=carer, together=together, size=size, leaves_home=leaves_home
    )
    homes = np.full(len(age), NOBODY)
    _, homes[alive] = np.unique(joined[head[alive]], return_inverse=True)
    return homes


def _join_mothers(
    random: np.random.Generator,
    *,
    head: Positions,
    age: Ages,
    carer: Positions,
    together: NDArray[np.bool_],
    size: float,
    leaves_home: int,
) -> Positions:
    """Return for each head the head whose home theirs has joined."""
    grown = np.flatnonzero((age >= CHILD) & (carer != NOBODY))
    # A couple may live with the mother of either; the one whose chance comes first decides.
    wish = np.where(together[grown], COUPLE_STAYS, np.where(age[grown] < leaves_home, STAYS, RETURNS))
    people = np.bincount(head[age >= 0], minlength=len(age))
    host, mover = head[carer[grown]], people[head[grown]]
    wish += np.where(people[host] == 1, FILLS_ALONE, 0.0) + np.where(mover == 1, IS_ALONE, 0.0)
    wish -= CROWDED * np.maximum(people[host] + mover - ROOMY, 0)
    # Three homes rarely become one.
    wish -= np.where(np.isin(host, head[grown]), CHAINS, 0.0)
    wish += random.random(len(grown))
    wish -= CROWDED * ROOMY * _turn(host, wish)
    # Very few homes are fuller than this, however many are glad to move in.
    wish -= np.where(people[host] + _gathered(host, mover, wish) > FULL, OVERFULL, 0.0)
    order = np.argsort(-wish, kind="stable")
    _, first = np.unique(head[grown[order]], return_index=True)
    asking = grown[order[np.sort(first)]]
    units = np.count_nonzero(people)
    wanted = max(int(units) - round(int(people.sum()) / size), 0)
    lonely = _find_lonely(people, hosts=host, asking=head[asking])
    taken_share = TAKES_IN * len(lonely) / max(TAKES_IN * len(lonely) + len(asking), 1)
    taken_in = random.permutation(lonely)[: int(wanted * taken_share)]
    movers = asking[: wanted - len(taken_in)]
    joins = np.full(len(age), NOBODY)
    joins[head[movers]] = head[carer[movers]]
    roomy = np.flatnonzero((people > 1) & (people <= ROOMY))
    if len(roomy):
        joins[taken_in] = random.choice(roomy, len(taken_in))
    is_taken_in = np.isin(np.arange(len(age)), taken_in)
    return follow(_without_rings(joins, age, is_taken_in))


def _gathered(host: Positions, mover: Positions, wish: Ages) -> Positions:
    """Return how many people come into the same home by those who ask as eagerly or more."""
    order = np.lexsort((-wish, host))
    heaped = np.cumsum(mover[order])
    starts = np.flatnonzero(np.diff(host[order], prepend=NOBODY))
    before = np.repeat(heaped[starts] - mover[order][starts], np.diff(starts, append=len(host)))
    gathered = np.empty_like(host)
    gathered[order] = heaped - before
    return gathered


def _find_lonely(people: Positions, *, hosts: Positions, asking: Positions) -> Positions:
    """Return who lives alone and has neither a mother to join nor a child who would join them."""
    alone = people == 1
    alone[hosts] = False
    alone[asking] = False
    return np.flatnonzero(alone)


def _turn(host: Positions, wish: Ages) -> Positions:
    """Return how many others ask the same host more eagerly."""
    order = np.lexsort((-wish, host))
    starts = np.flatnonzero(np.diff(host[order], prepend=NOBODY))
    turn = np.empty_like(host)
    turn[order] = np.arange(len(host)) - np.repeat(starts, np.diff(starts, append=len(host)))
    return turn


def _without_rings(joins: Positions, age: Ages, is_taken_in: NDArray[np.bool_]) -> Positions:
    """Let a home join an older one only, so that no two homes join each other in a ring."""
    movers = np.flatnonzero(joins != NOBODY)
    # Who is taken in by others hosts nobody.
    younger = (age[joins[movers]] <= age[movers]) & ~is_taken_in[movers]
    joins[movers[younger]] = NOBODY
    return joins
