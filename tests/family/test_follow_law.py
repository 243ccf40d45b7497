"""Rows that come alone, followed by rules of the law that code computes: the cards are those of a run."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from alatau.core.clock import read_clocks
from alatau.family.events.measure import look_at_subjects
from alatau.family.find import find_family_of
from alatau.family.planning import plan_cards
from alatau.family.run import derive
from alatau.family.run.run import run_cards
from alatau.registry.declare import get_register
from alatau.registry.lake.connect import open_engine
from tests.family.events import bring, follow
from tests.family.town import AIGERIM, BOLAT, DIAS, WRITER, YUSUF, load
from tests.registry.lake.stage import seal_journal

if TYPE_CHECKING:
    from alatau.family.seam import Plan
    from alatau.family.stored import StoredFamily
    from alatau.registry.lake.values import Question

WANTED = ("minor_children", "animals_of_person", "owns_farm_animals", "farm_value")


def plan(question: Question, *_engine: object) -> Plan:
    return plan_cards(question, want=WANTED)


def compute() -> None:
    run_cards(plan, by=WRITER, at=read_clocks())
    seal_journal()


@pytest.fixture
def farm(own_town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give Aigerim a horse and Yusuf a cow, and compute the cards of all."""
    monkeypatch.setattr(derive, "is_kept", lambda output: output.name in WANTED)
    born = {AIGERIM: date(1990, 5, 1), BOLAT: date(1988, 2, 29), DIAS: date(2014, 1, 1), YUSUF: date(1985, 9, 3)}
    load(get_register("persons"), *({"number": person, "born_on": day} for person, day in born.items()))
    owners = {"horse-1": AIGERIM, "cow-1": YUSUF}
    load(
        get_register("farm_animals"),
        *({"owner_number": person, "tag": tag, "count": 1, "value": 100} for tag, person in owners.items()),
    )
    seal_journal()
    compute()


def card(stored: StoredFamily) -> Any:
    """Return what the card keeps, and what it was computed of."""
    rows = [stored.row, *stored.people, *stored.measures]
    return [{name: value for name, value in row.items() if name != "slot"} for row in rows]


def value(person: Any, name: str) -> Any:
    stored = find_family_of(person, with_measures=True).stored
    rows = [stored.row, *(row for row in (*stored.people, *stored.measures) if row["person"] == person)]
    return next(row[name] for row in rows if name in row)


def test_a_row_followed_by_code_leaves_the_card_of_a_run(farm: None) -> None:
    bring(get_register("farm_animals"), BOLAT, tag="goat-1", count=5, value=300)
    assert follow(planner=plan).families == 1
    alone = card(find_family_of(AIGERIM, with_measures=True).stored)
    compute()
    assert card(find_family_of(AIGERIM, with_measures=True).stored) == alone
    assert (value(BOLAT, "animals_of_person"), value(AIGERIM, "owns_farm_animals")) == (5, True)


def test_a_thing_that_passed_to_somebody_else_is_theirs_alone(farm: None) -> None:
    animals = get_register("farm_animals")
    bring(animals, YUSUF, tag="horse-1", count=1, value=100)
    bring(animals, AIGERIM, tag="sheep-1", count=7, value=10)
    assert follow(planner=plan).families == 2
    assert (value(AIGERIM, "animals_of_person"), value(YUSUF, "animals_of_person")) == (7, 2)


def test_news_that_leave_all_measures_as_they_were_change_no_card(farm: None) -> None:
    bring(get_register("farm_animals"), YUSUF, tag="cow-1", count=1, value=100)
    assert follow(planner=plan).families == 0


def test_of_an_inbox_only_what_can_change_the_subjects_rows_is_read(farm: None) -> None:
    animals = get_register("farm_animals")
    for tag, person in (("horse-1", YUSUF), ("goat-1", BOLAT), ("goat-2", BOLAT)):
        bring(animals, person, tag=tag, count=1, value=1)
    seal_journal()
    with open_engine() as engine:
        sight = look_at_subjects(engine, animals.key, [AIGERIM], number=10**9)
    assert [entry.subject for entry in sight.inbox] == [str(YUSUF)]
