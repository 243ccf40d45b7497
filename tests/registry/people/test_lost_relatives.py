"""Who lost whom: pairs that begin on the day of a death."""

from __future__ import annotations

import pytest

from alatau.core.text import Text
from alatau.registry.people.kinds import Relation
from tests.registry.people.town import Town, day

LOST = Relation(key="lost", name=Text(en="Lost"), kin=("spouse", "mother", "father", "child"), after_death=True)


@pytest.fixture
def town() -> Town:
    """A pair with a child, whose father dies."""
    town = Town()
    town.couple("bolat", "aigerim", home="A")
    town.child("dias", "2012", of=("bolat", "aigerim"), home="A")
    town.tell("death", person="bolat", day="2026-02-01")
    return town


def test_bond_is_lost_from_the_day_of_the_death(town: Town) -> None:
    assert town.pairs(LOST, day("2026-01-31")) == set()
    assert town.pairs(LOST, day("2026-02-01")) == {("aigerim", "bolat"), ("dias", "bolat")}


def test_loss_ends_with_the_life_of_who_lost(town: Town) -> None:
    town.tell("death", person="aigerim", day="2026-02-20")
    assert town.pairs(LOST, day("2026-02-19")) == {("aigerim", "bolat"), ("dias", "bolat")}
    assert town.pairs(LOST, day("2026-02-20")) == {("dias", "bolat"), ("dias", "aigerim")}


def test_divorced_pair_loses_nobody(town: Town) -> None:
    town.tell("divorce", one="bolat", other="aigerim", day="2025-06-01")
    assert town.pairs(LOST, day("2026-02-01")) == {("dias", "bolat")}


def test_nobody_is_lost_while_all_live(town: Town) -> None:
    assert town.pairs(LOST, day("2025-02-01")) == set()
