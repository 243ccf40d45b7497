"""The named people of the sample city take the places of invented ones, so that their pages have rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.kin import YEAR
from alatau.registry.synthetic.values import NOBODY
from qazaqstan.identity import ORGANISATION_NUMBERS, PERSON_NUMBERS
from qazaqstan.sample import RESIDENTS, SAMPLE_CITY
from qazaqstan.synthetic.bodies import Kind
from qazaqstan.synthetic.homefacts import count_homes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from alatau.registry.synthetic.values import People
    from qazaqstan.synthetic.society import Society

EPOCH = np.datetime64("1970-01-01", "D")
#: Who is whose in the sample city: a couple with two children, and people who live alone.
WIFE, HUSBAND, CHILDREN = "aigerim", "bolat", ("dias", "amina")
MARRIED_YEARS = 13
DIRECTOR, FIRM = "nurlan", "sary_arka_nan"
ADULT = 18


@dataclass(frozen=True)
class Places:
    """Where the named people stand among the people of the first chunk."""

    place: Mapping[str, int]


def settle_named(people: People, *, living: int, today: int) -> tuple[People, Places]:
    """Return the people with the named ones among them, and where these stand.

    A family like theirs gives up its birthdays for the named one; everybody else around them stays.
    """
    place = dict(_find_family(people, living=living, today=today))
    place |= _find_alone(people, living=living, today=today, taken=set(place.values()))
    born, is_female = people.born.copy(), people.is_female.copy()
    columns = {name: getattr(people, name).copy() for name in ("mother", "father", "former", "spouse")}
    for person in RESIDENTS:
        where = place[person.key]
        born[where], is_female[where] = day_of(person.born_on), person.woman
        if person.key not in CHILDREN:
            # Their own parents are not among the named: these would be too young or too old for them.
            columns["mother"][where] = columns["father"][where] = NOBODY
    wed = people.married_on.copy()
    couple = [place[WIFE], place[HUSBAND]]
    wed[couple] = born[place[CHILDREN[0]]] - int(YEAR)
    return replace(people, **columns, born=born, is_female=is_female, married_on=wed), Places(place)


def _find_family(people: People, *, living: int, today: int) -> Iterator[tuple[str, int]]:
    """Find a couple that lives alone with its two children."""
    size = np.bincount(people.household[:living])
    # The first segment holds the city's Turkic-speaking families.
    wives = np.flatnonzero(
        people.is_female[:living] & (people.spouse[:living] != NOBODY) & (people.segment[:living] == 0)
    )
    wives = wives[(people.spouse[wives] < living) & (size[people.household[wives]] == len(CHILDREN) + 2)]
    for wife in wives.tolist():
        children = np.flatnonzero((people.mother[:living] == wife) & (today - people.born[:living] < ADULT * YEAR))
        lone = np.flatnonzero(people.mother == wife)
        if len(children) == len(lone) == len(CHILDREN) and people.former[wife] == NOBODY:
            yield WIFE, wife
            yield HUSBAND, int(people.spouse[wife])
            yield from zip(CHILDREN, sorted(children.tolist(), key=lambda child: people.born[child]), strict=True)
            return
    message = "some couple of the first chunk has just two children"
    raise AssertionError(message)


def _find_alone(people: People, *, living: int, today: int, taken: set[int]) -> dict[str, int]:
    """Find somebody who lives alone, of the same sex and about the same age, for everybody else who is named."""
    size = np.bincount(people.household[:living])
    # Who has, or had, somebody would drag them along.
    has_child = np.zeros(len(people), dtype=bool)
    has_child[people.mother[people.mother != NOBODY]] = True
    has_child[people.father[people.father != NOBODY]] = True
    free = (size[people.household[:living]] == 1) & (people.spouse[:living] == NOBODY) & ~has_child[:living]
    free &= (
        (people.former[:living] == NOBODY)
        & (people.segment[:living] == 0)
        & (today - people.born[:living] > ADULT * YEAR)
    )
    found: dict[str, int] = {}
    for person in RESIDENTS:
        if person.key in (WIFE, HUSBAND, *CHILDREN):
            continue
        pool = np.flatnonzero(free & (people.is_female[:living] == person.woman))
        pool = pool[~np.isin(pool, [*taken, *found.values()])]
        found[person.key] = int(pool[np.argmin(np.abs(people.born[pool] - day_of(person.born_on)))])
    return found


def day_of(day: date) -> int:
    """Return a date in days since 1970."""
    return int((np.datetime64(day, "D") - EPOCH).astype(int))


def name_named(society: Society, places: Places) -> Society:
    """Return the society in which the named people have their own numbers, names, work and firm."""
    society = replace(society, named=places.place)
    number, names = society.number.copy(), society.names
    surname, given, patronymic = names.surname.copy(), names.given.copy(), names.patronymic.copy()
    words = [[*names.surnames], [*names.givens], [*names.patronymics]]
    for person in RESIDENTS:
        where = places.place[person.key]
        text = PERSON_NUMBERS.synthesise(born_on=person.born_on, woman=person.woman, serial=person.serial)
        number[where] = np.frombuffer(text.encode(), dtype=np.uint8)
        parts = person.name.split()
        given[where], surname[where] = len(words[1]), len(words[0])
        patronymic[where] = len(words[2]) if len(parts) > 2 else NOBODY
        words[1].append(parts[0])
        words[0].append(parts[-1])
        words[2] += parts[1:-1]
    renamed = replace(
        names,
        surname=surname,
        given=given,
        patronymic=patronymic,
        surnames=words[0],
        givens=words[1],
        patronymics=words[2],
    )
    working = _give_work(replace(society, number=number, names=renamed), places)
    homes = count_homes(society.random("income"), society.people, age=society.age, work=working.work)
    return replace(working, homes=homes)


def _give_work(society: Society, places: Places) -> Society:
    """Give the bakery its number and its director, and the named people of working age a wage."""
    bodies, work = society.bodies, society.work
    firm = int(np.flatnonzero(bodies.kind == Kind.FIRM)[0])
    declared = next(one for one in SAMPLE_CITY.organisations if one.key == FIRM)
    number = bodies.number.copy()
    number[firm] = np.frombuffer(ORGANISATION_NUMBERS.synthesise(declared.serial).encode(), dtype=np.uint8)
    director, director_of = work.director.copy(), work.director_of.copy()
    director_of[director[firm]] = NOBODY
    director[firm], director_of[places.place[DIRECTOR]] = places.place[DIRECTOR], firm
    employer, wage, own = work.employer.copy(), work.wage.copy(), work.is_self_employed.copy()
    for key, sum_of in WAGES.items():
        where = places.place[key]
        employer[where] = firm if key == DIRECTOR else int(np.flatnonzero(bodies.kind == Kind.SCHOOL)[0])
        wage[where], own[where] = sum_of, False
    for key in NOT_WORKING:
        employer[places.place[key]], wage[places.place[key]], own[places.place[key]] = NOBODY, 0, False
    return replace(
        society,
        bodies=replace(bodies, number=number, names={firm: declared.name}),
        work=replace(
            work, director=director, director_of=director_of, employer=employer, wage=wage, is_self_employed=own
        ),
    )


#: Wages in tenge a month: Bolat's family lives on one.
WAGES = {"bolat": 285_000, "yusuf": 410_000, "emma": 690_000, "nurlan": 520_000}
NOT_WORKING = ("aigerim", "dias", "amina", "gulnara")
