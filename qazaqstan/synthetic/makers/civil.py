"""Civil acts: births, marriages, divorces and deaths, with the errors that they are known for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.values import NO_DAY, NOBODY, Sheet
from qazaqstan.synthetic.faults import hidden, hit
from qazaqstan.synthetic.numbers import rank_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

#: Acts of those who may still be a child in a family or have been one lately; older acts lie in archives.
BIRTH_ACTS_UNTIL_AGE = 23.5
#: Days of ten years: of those whose children may still be young, the persons register tells the death too.
DEATH_ACTS_KEPT = 3_653
DAY_2008 = 13_879
#: Main causes of death.
CAUSES = ("I25.1", "I64", "C34.9", "J18.9", "I21.9", "K74.6", "C16.9", "V89.2", "E11.9", "U07.1", "R54")
OLD_ENOUGH = 25
#: Days of eighteen years.
GROWN_DAYS = 6_575


def make(society: Society) -> Iterator[Sheet]:
    """Return the civil acts."""
    yield from births(society)
    yield from marriages(society)
    yield divorces(society)
    yield deaths(society)


def births(society: Society) -> Iterator[Sheet]:
    """Return a birth act of everybody young enough."""
    people, random = society.people, society.random("births")
    child = np.flatnonzero(society.is_alive & (society.age < BIRTH_ACTS_UNTIL_AGE))
    mother, father = people.mother[child], people.father[child]
    no_mother = (mother != NOBODY) & hit(random, "birth_mother_missing", len(child))
    known = np.count_nonzero(father != NOBODY) / max(len(child), 1)
    no_father = (father != NOBODY) & (random.random(len(child)) < max(0.12 - (1 - known), 0.0))
    is_parent = (mother != NOBODY) & ~no_mother & hit(random, "birth_child_is_parent", len(child))
    written_child = np.where(is_parent, mother, child)
    registered = np.minimum(people.born[child] + random.integers(1, 60, len(child)), society.today)
    act = columns.joined("Т-", columns.digits(society.serials(len(child)), 12))
    corrected = random.random(len(child)) < 0.01
    yield Sheet(
        register="births",
        columns={
            "act_number": columns.text(act),
            "child_number": society.numbers(written_child),
            "mother_number": society.numbers(np.where(no_mother, NOBODY, mother)),
            "father_number": society.numbers(np.where(no_father, NOBODY, father)),
            "born_on": columns.days(people.born[child]),
            "birth_order": columns.whole(birth_orders(society, child)),
            "status": columns.choices(("valid", "corrected"), corrected),
            "changed_on": columns.days(registered + 200, valid=corrected & (registered + 200 < society.today)),
            "registered_on": columns.days(registered),
        },
    )
    for fault, hits, column, right in (
        ("birth_mother_missing", no_mother, "mother_number", mother),
        ("birth_father_missing", no_father, "father_number", father),
        ("birth_child_is_parent", is_parent, "child_number", child),
    ):
        yield hidden(fault, "births", key=columns.text(act[hits]), column=column, truth=society.numbers(right[hits]))


def birth_orders(society: Society, child: Positions) -> Positions:
    """Return for each child which one of its mother's it is."""
    mother = society.people.mother
    order = np.lexsort((society.people.born, mother))
    rank = np.empty_like(order)
    rank[order] = rank_within(mother[order])
    return np.where(mother[child] == NOBODY, 1, rank[child] + 1)


def marriages(society: Society) -> Iterator[Sheet]:
    """Return the acts of marriages that last, of those that a death or a divorce ended, and the faulty ones."""
    people, random = society.people, society.random("marriages")
    everyone = np.arange(len(people))
    wives = everyone[
        people.is_female & (people.spouse != NOBODY) & (society.is_alive | society.is_alive[people.spouse])
    ]
    former = everyone[people.is_female & (people.former != NOBODY)]
    woman = np.concatenate((wives, former))
    man = np.concatenate((people.spouse[wives], people.former[former]))
    day = np.concatenate((people.married_on[wives], people.former_married_on[former]))
    divorce = np.concatenate((np.full(len(wives), NOBODY), former))
    more_woman, more_man, more_day, is_mans = _open_acts(society, wives)
    fault_from = len(woman)
    woman, man = np.concatenate((woman, more_woman)), np.concatenate((man, more_man))
    day, divorce = np.concatenate((day, more_day)), np.concatenate((divorce, np.full(len(more_day), NOBODY)))
    bare = (day < DAY_2008) & (divorce == NOBODY) & hit(random, "marriage_numbers_missing", len(day))
    bare[fault_from:] = False
    same = ~bare & hit(random, "marriage_same_number", len(day))
    act = columns.joined("Н-", columns.digits(society.serials(len(day)), 12))
    yield Sheet(
        register="marriages",
        columns={
            "act_number": columns.text(act),
            "man_number": society.numbers(np.where(bare, NOBODY, np.where(same, woman, man))),
            "woman_number": society.numbers(np.where(bare, NOBODY, woman)),
            "registered_on": columns.days(day),
            "divorce_act_number": columns.text(divorce_acts(society, divorce), valid=divorce != NOBODY),
            "is_annulled": columns.flags(random.random(len(day)) < 0.001),
            "is_deleted_duplicate": columns.flags(np.zeros(len(day), dtype=bool)),
        },
    )
    yield hidden(
        "marriage_numbers_missing",
        "marriages",
        key=columns.text(act[bare]),
        column="man_number",
        truth=society.numbers(man[bare]),
    )
    yield hidden(
        "marriage_same_number",
        "marriages",
        key=columns.text(act[same]),
        column="man_number",
        truth=society.numbers(man[same]),
    )
    for fault, of_men in (("man_with_open_acts", True), ("woman_with_open_acts", False)):
        places = fault_from + np.flatnonzero(is_mans == of_men)
        ended = columns.days(more_day[is_mans == of_men] + 400)
        yield hidden(fault, "marriages", key=columns.text(act[places]), column="divorce_act_number", truth=ended)


def _open_acts(society: Society, wives: Positions) -> tuple[Positions, Positions, Positions, NDArray[np.bool_]]:
    """Return earlier marriages that ended without their act being closed: women, men, days, and whose it is."""
    people, random = society.people, society.random("marriages.open")
    wives = wives[society.is_alive[wives] & society.is_alive[people.spouse[wives]]]
    men = people.spouse[wives][hit(random, "man_with_open_acts", len(wives))]
    women = wives[hit(random, "woman_with_open_acts", len(wives))]
    alone = np.flatnonzero(society.is_alive & (people.spouse == NOBODY) & (society.age > OLD_ENOUGH))
    others = [alone[people.is_female[alone] == is_female] for is_female in (True, False)]
    her, him = (random.choice(side, count) for side, count in zip(others, (len(men), len(women)), strict=True))
    woman, man = np.concatenate((her, women)), np.concatenate((men, him))
    of_whom = np.concatenate((men, women))
    grown = np.maximum(people.born[woman], people.born[man]) + GROWN_DAYS
    day = np.maximum(people.married_on[of_whom] - random.integers(500, 1500, len(of_whom)), grown)
    return woman, man, day, np.arange(len(of_whom)) < len(men)


def divorce_acts(society: Society, wives: Positions) -> columns.Digits:
    """Return the number of the act by which each of these women was divorced."""
    return columns.joined("Р-", columns.digits(np.int64(society.chunk.number) * 10_000_000 + wives, 12))


def divorces(society: Society) -> Sheet:
    """Return an act for each divorce."""
    people, random = society.people, society.random("divorces")
    woman = np.flatnonzero(people.is_female & (people.former != NOBODY))
    by_court = random.random(len(woman)) < 0.6
    return Sheet(
        register="divorces",
        columns={
            "act_number": columns.text(divorce_acts(society, woman)),
            "man_number": society.numbers(people.former[woman]),
            "woman_number": society.numbers(woman),
            "registered_on": columns.days(people.divorced_on[woman]),
            "court_case_number": columns.serials("2-", society.serials(len(woman)), 12, valid=by_court),
        },
    )


def deaths(society: Society) -> Sheet:
    """Return the death acts of the latest years; older ones lie in archives."""
    people, random = society.people, society.random("deaths")
    dead = np.flatnonzero(society.is_dead & (people.died > society.today - DEATH_ACTS_KEPT))
    died = people.died[dead]
    assert (died != NO_DAY).all(), "who is not alive died on a day"
    return Sheet(
        register="deaths",
        columns={
            "act_number": columns.serials("С-", society.serials(len(dead)), 12),
            "number": society.numbers(dead),
            "died_on": columns.days(died),
            "cause_icd10": columns.words(CAUSES, random.integers(0, len(CAUSES), len(dead))),
            "place": columns.words(
                society.dwellings.places, society.dwellings.place[random.integers(0, len(society.dwellings), len(dead))]
            ),
            "registered_on": columns.days(np.minimum(died + random.integers(0, 10, len(dead)), society.today)),
        },
    )
