"""Draw the people of a chunk: the living by age, the dead behind them, couples, children and households."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.draw import open_stream, read_table, shares
from alatau.registry.synthetic.homes import make_homes
from alatau.registry.synthetic.kin import YEAR, find_mothers, pair, space_births
from alatau.registry.synthetic.mixing import mix_marriages
from alatau.registry.synthetic.values import NO_DAY, NOBODY, People

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alatau.registry.synthetic.values import Chunk, Demography, Segment

    Positions = NDArray[np.int64]

EPOCH = np.datetime64("1970-01-01", "D")
CHILD, OLDEST_CHILD_WITH_PARENTS = 18, 60
#: A first marriage follows the eighteenth birthday by about so many years.
MARRIES_AFTER, MARRIES_SPREAD = 6.0, 4.0
BEFORE_FIRST_CHILD = 200
MOURNING = 600
MARGIN = 2
#: Days that a marriage lasts at least before a divorce.
BEFORE_DIVORCE = 30


@dataclass
class _Draft:
    """People under way: `People`, but open to change, and the day all is told about."""

    random: np.random.Generator
    told_on: int
    demography: Demography
    columns: dict[str, Positions]

    def __getattr__(self, name: str) -> Positions:
        return self.columns[name]

    @property
    def age(self) -> NDArray[np.float64]:
        """Years from birth to the day told about, also of the dead."""
        return (self.told_on - self.columns["born"]) / YEAR


def draw_people(chunk: Chunk, demography: Demography) -> People:
    """Return the people of a chunk, household by household; the dead stand last."""
    told_on = int((np.datetime64(chunk.as_of, "D") - EPOCH).astype(int))
    drafts = []
    for number, segment in enumerate(chunk.segments):
        random = open_stream(seed=chunk.seed, chunk=chunk.number, stream=f"families.{number}")
        drafts.append(_draw_segment(random, segment, demography=demography, told_on=told_on))
    return _in_order(mix_marriages(_join(drafts), chunk, demography))


def _draw_segment(random: np.random.Generator, segment: Segment, *, demography: Demography, told_on: int) -> People:
    draft = _Draft(random, told_on, demography, {})
    _draw_bodies(draft, segment)
    _marry(draft)
    _bear(draft)
    _date_marriages(draft)
    household = make_homes(
        random,
        age=np.where(draft.died == NO_DAY, draft.age, -1.0),
        mother=draft.mother,
        spouse=draft.spouse,
        size=segment.stratum.household_size,
        leaves_home=demography.leaves_home,
    )
    columns = {name: column for name, column in draft.columns.items() if name != "is_female"}
    return People(
        **columns, is_female=draft.is_female.astype(bool), household=household, segment=np.zeros_like(household)
    )


def _draw_bodies(draft: _Draft, segment: Segment) -> None:
    random, demography = draft.random, draft.demography
    counts = shares(random, np.array(segment.band_shares), segment.people)
    band = np.repeat(np.arange(len(counts)), counts)
    first, last = (np.array([getattr(one, name) for one in demography.bands])[band] for name in ("first", "last"))
    female = np.array([one.female for one in demography.bands])[band]
    living = (
        draft.told_on - 1 - np.floor((first + random.random(len(band)) * (last + 1 - first)) * YEAR).astype(np.int64)
    )
    is_female = random.random(len(band)) < female
    dead = round(segment.people * demography.dead_share)
    dead_female = random.random(dead) < 0.5
    ages = (
        random.normal(demography.death_age, demography.death_spread, dead) - ~dead_female * demography.men_die_earlier
    )
    died = draft.told_on - 1 - random.integers(0, int(demography.dead_years * YEAR), dead)
    draft.columns["born"] = np.concatenate((living, died - (np.clip(ages, 20, 103) * YEAR).astype(np.int64)))
    draft.columns["died"] = np.concatenate((np.full(len(living), NO_DAY), died)).astype(np.int64)
    draft.columns["is_female"] = np.concatenate((is_female, dead_female)).astype(np.int64)
    for name in ("mother", "father", "spouse", "former"):
        draft.columns[name] = np.full(len(draft.born), NOBODY)


def _marry(draft: _Draft) -> None:
    """Pair the married, the widowed with the dead, the dead with each other, and those who parted."""
    random, demography, is_female = draft.random, draft.demography, draft.is_female.astype(bool)
    alive, everyone = draft.died == NO_DAY, np.arange(len(draft.born))
    luck = random.random(len(everyone))
    married = read_table(demography.married, draft.age)
    widowed = married + read_table(demography.widowed, draft.age)
    parted = widowed + read_table(demography.divorced, draft.age)
    # Birthdays move by a little once brothers and sisters are set apart.
    grown = draft.age >= CHILD + MARGIN
    wives = everyone[alive & is_female & grown & (luck < married)]
    # As many husbands as wives: the likelier their age is to be married, the sooner they are taken.
    men = everyone[alive & ~is_female & grown]
    eager = married[men] * (1 + read_table(demography.widowed, draft.age[men])) / np.maximum(luck[men], 1e-9)
    husbands = men[np.argsort(-eager, kind="stable")[: len(wives)]]
    _wed(draft, wives, husbands)
    lonely = draft.spouse == NOBODY
    widows = everyone[alive & is_female & lonely & (luck >= married) & (luck < widowed)]
    _wed(draft, widows, everyone[~alive & ~is_female])
    lonely = draft.spouse == NOBODY
    _wed(draft, everyone[~alive & is_female & lonely], everyone[~alive & ~is_female & lonely])
    left = alive & (luck >= widowed) & (luck < parted) & (draft.spouse == NOBODY)
    women, men = pair(
        random, everyone[left & is_female], everyone[left & ~is_female],
        born=draft.born, older=demography.husband_older, spread=demography.husband_spread,
    )  # fmt: skip
    draft.former[women], draft.former[men] = men, women


def _wed(draft: _Draft, wives: Positions, husbands: Positions) -> None:
    older, spread = draft.demography.husband_older, draft.demography.husband_spread
    wives, husbands = pair(draft.random, wives, husbands, born=draft.born, older=older, spread=spread)
    # Some of the dead died before the other was grown.
    grown = np.maximum(draft.born[wives], draft.born[husbands]) + int((CHILD + 1) * YEAR)
    met = np.ones(len(wives), dtype=bool)
    for side in (wives, husbands):
        met &= (draft.died[side] == NO_DAY) | (draft.died[side] > grown)
    wives, husbands = wives[met], husbands[met]
    draft.spouse[wives], draft.spouse[husbands] = husbands, wives


def _bear(draft: _Draft) -> None:
    """Give mothers, and through them fathers, to everybody young enough to have them in the registers."""
    random, demography = draft.random, draft.demography
    everyone, alive = np.arange(len(draft.born)), draft.died == NO_DAY
    children = everyone[alive & (draft.age < OLDEST_CHILD_WITH_PARENTS)]
    mother_age = np.clip(
        random.normal(demography.mother_age, demography.mother_spread, len(children)),
        demography.mother_youngest,
        demography.mother_oldest,
    )
    wanted = draft.born[children] - (mother_age * YEAR).astype(np.int64)
    has_living = random.random(len(children)) < read_table(demography.mother_alive, draft.age[children])
    taste = random.gamma(demography.family_evenness, 1.0, len(everyone))
    was_wife = (draft.spouse != NOBODY) | (draft.former != NOBODY)
    weight = taste * np.where(was_wife, 1.0, demography.unmarried_births)
    for is_among, who in ((has_living, alive), (~has_living, ~alive)):
        women = everyone[who & draft.is_female.astype(bool)]
        found = find_mothers(random, wanted[is_among], women=women, born=draft.born, weights=weight[women])
        draft.mother[children[is_among]] = found
    # A child is born at the latest on the day its mother dies.
    late = (draft.mother != NOBODY) & (draft.died[draft.mother] != NO_DAY) & (draft.died[draft.mother] < draft.born)
    draft.mother[late] = NOBODY
    has = children[draft.mother[children] != NOBODY]
    draft.born[has] = space_births(random, born=draft.born[has], mother=draft.mother[has], twins=demography.twins)
    _find_fathers(draft)


def _find_fathers(draft: _Draft) -> None:
    too_young = (draft.mother != NOBODY) & (
        draft.born < draft.born[draft.mother] + int(draft.demography.mother_youngest * YEAR)
    )
    draft.mother[too_young] = NOBODY
    husband = np.where(draft.former != NOBODY, draft.former, draft.spouse)
    father = np.where(draft.mother != NOBODY, husband[draft.mother], NOBODY)
    youngest = int(draft.demography.mother_youngest * YEAR)
    fits = (father != NOBODY) & (draft.born[father] + youngest < draft.born)
    fits &= (draft.died[father] == NO_DAY) | (draft.died[father] > draft.born - MOURNING // 2)
    draft.columns["father"] = np.where(fits, father, NOBODY)


def _date_marriages(draft: _Draft) -> None:
    """Date each marriage after both were grown, and before the first child that they have together."""
    count = len(draft.born)
    first_child = np.full(count, np.iinfo(np.int64).max)
    has = draft.father != NOBODY
    np.minimum.at(first_child, draft.mother[has], draft.born[has])
    ages = CHILD + np.abs(draft.random.normal(MARRIES_AFTER, MARRIES_SPREAD, count))
    for partner, wed in (("spouse", "married_on"), ("former", "former_married_on")):
        other = draft.columns[partner]
        wives = np.flatnonzero((other != NOBODY) & draft.is_female.astype(bool))
        husbands = other[wives]
        grown = np.maximum(draft.born[wives], draft.born[husbands]) + int(CHILD * YEAR)
        day = np.minimum(
            draft.born[wives] + (ages[wives] * YEAR).astype(np.int64), first_child[wives] - BEFORE_FIRST_CHILD
        )
        today = draft.told_on - (BEFORE_DIVORCE if partner == "former" else 0)
        last = np.where(draft.died[husbands] == NO_DAY, today, draft.died[husbands])
        last = np.minimum(last, np.where(draft.died[wives] == NO_DAY, today, draft.died[wives])) - 1
        days = np.full(count, NO_DAY)
        days[wives] = np.minimum(np.maximum(day, grown), last)
        days[husbands] = days[wives]
        draft.columns[wed] = days
    _date_divorces(draft)


def _date_divorces(draft: _Draft) -> None:
    """Date each divorce after the last child of the two."""
    last_child = np.full(len(draft.born), NO_DAY)
    np.maximum.at(last_child, draft.mother[draft.father != NOBODY], draft.born[draft.father != NOBODY])
    days = np.full(len(draft.born), NO_DAY)
    wives = np.flatnonzero((draft.former != NOBODY) & draft.is_female.astype(bool))
    earliest = np.maximum(draft.former_married_on[wives], last_child[wives]) + 1
    room = np.maximum(draft.told_on - 1 - earliest, 0)
    days[wives] = np.minimum(earliest + (draft.random.random(len(wives)) * room).astype(np.int64), draft.told_on - 1)
    days[draft.former[wives]] = days[wives]
    draft.columns["divorced_on"] = days


def _in_order(people: People) -> People:
    """Stand the members of a household side by side, the oldest first, and the dead at the end."""
    home = np.where(people.household == NOBODY, np.iinfo(np.int64).max, people.household)
    return _reorder(people, np.lexsort((people.born, home)))


def _reorder(people: People, order: Positions) -> People:
    place = np.empty(len(order) + 1, dtype=np.int64)
    place[order] = np.arange(len(order))
    place[-1] = NOBODY  # nobody stays nobody
    columns = {name: getattr(people, name)[order] for name in People.__dataclass_fields__}
    for name in ("mother", "father", "spouse", "former"):
        columns[name] = place[columns[name]]
    return People(**columns)


def _join(parts: list[People]) -> People:
    """Return the segments as one; positions and households are counted on."""
    people = homes = 0
    moved = []
    for number, part in enumerate(parts):
        shifted = {
            name: np.where(getattr(part, name) == NOBODY, NOBODY, getattr(part, name) + people)
            for name in ("mother", "father", "spouse", "former")
        }
        household = np.where(part.household == NOBODY, NOBODY, part.household + homes)
        moved.append(replace(part, **shifted, household=household, segment=np.full(len(part), number)))
        people, homes = people + len(part), homes + int(part.household.max(initial=NOBODY)) + 1
    return People(
        **{name: np.concatenate([getattr(part, name) for part in moved]) for name in People.__dataclass_fields__}
    )
