"""People of a chunk: aged, married and born as the nation is, and never impossibly so."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alatau.registry.synthetic.families import draw_people
from alatau.registry.synthetic.plan import plan_chunks
from alatau.registry.synthetic.values import NOBODY, People
from qazaqstan.synthetic.nation import NATION

TODAY = (date(2026, 10, 1) - date(1970, 1, 1)).days


def draw(people: int, seed: int) -> People:
    chunk = plan_chunks(NATION, people=people, seed=seed)[0]
    return draw_people(chunk, NATION.demography)


@pytest.fixture(scope="module")
def people() -> People:
    return draw(20_000, 1)


def age_of(people: People) -> np.ndarray:
    return (TODAY - people.born) / 365.2425


@settings(max_examples=8, deadline=None)
@given(count=st.integers(1_000, 4_000), seed=st.integers(0, 2**32))
def test_every_living_person_has_one_household_and_no_dead_one_has(count: int, seed: int) -> None:
    people = draw(count, seed)
    assert np.count_nonzero(people.is_alive) == count
    assert np.array_equal(people.household != NOBODY, people.is_alive)
    assert len(np.unique(people.household[people.is_alive])) == people.household.max() + 1


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_marriage_is_mutual_between_a_man_and_a_woman(seed: int) -> None:
    people = draw(2_000, seed)
    for other in (people.spouse, people.former):
        who = np.flatnonzero(other != NOBODY)
        assert np.array_equal(other[other[who]], who)
        assert (people.is_female[who] != people.is_female[other[who]]).all()


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_mothers_are_women_of_an_age_to_bear(seed: int) -> None:
    people = draw(2_000, seed)
    child = np.flatnonzero(people.mother != NOBODY)
    at_birth = (people.born[child] - people.born[people.mother[child]]) / 365.2425
    assert people.is_female[people.mother[child]].all()
    assert at_birth.min() >= 17
    assert at_birth.max() < 51


def test_children_live_with_their_mothers(people: People) -> None:
    child = people.is_alive & (age_of(people) < 18) & (people.mother != NOBODY)
    with_mother = people.household[child] == people.household[people.mother[child]]
    assert with_mother.mean() > 0.97


def test_couples_live_together(people: People) -> None:
    couple = people.is_alive & (people.spouse != NOBODY)
    couple &= people.is_alive[people.spouse]
    assert np.array_equal(people.household[couple], people.household[people.spouse[couple]])


def test_divorce_comes_after_the_marriage_and_the_last_child(people: People) -> None:
    divorced = people.former != NOBODY
    assert (people.divorced_on[divorced] > people.former_married_on[divorced]).all()
    of_divorced = np.flatnonzero((people.father != NOBODY) & divorced[people.mother])
    assert (people.born[of_divorced] <= people.divorced_on[people.mother[of_divorced]]).all()


def test_siblings_under_forty_are_twins_or_half_a_year_apart(people: People) -> None:
    young = np.flatnonzero((people.mother != NOBODY) & (age_of(people) < 40))
    order = young[np.lexsort((people.born[young], people.mother[young]))]
    gaps = np.diff(people.born[order])[np.diff(people.mother[order]) == 0]
    assert ((gaps == 0) | (gaps > 180)).mean() > 0.999


def test_age_bands_of_the_nation_are_met(people: People) -> None:
    age = age_of(people)[people.is_alive]
    for band in NATION.demography.bands:
        share = np.mean((age >= band.first) & (age < band.last + 1))
        assert abs(share - band.share) < 0.004
