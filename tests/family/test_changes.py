"""Rows that come after a run change the cards that hang on them, and the journal says what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.models import JournalContents, JournalLine
from alatau.family.events.recompute import catch_up
from alatau.family.find import find_family_of
from alatau.family.models import ChangedCard
from alatau.family.run.run import run_cards
from tests.family.events import bring, follow
from tests.family.town import (
    AIGERIM,
    BILLS,
    BOLAT,
    DEBTS,
    DIAS,
    JOBS,
    LAYLA,
    OURS,
    PLAN,
    THEIRS,
    WRITER,
    YUSUF,
    load,
)
from tests.registry.lake.stage import seal_journal

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.usefixtures("ran")


@pytest.fixture
def ran(own_town: None) -> None:
    compute()


def compute() -> None:
    seal_journal()
    run_cards(lambda _question, _engine: PLAN, by=WRITER, at=read_clocks())
    seal_journal()


def value(person: UUID, name: str) -> Any:
    stored = find_family_of(person).stored
    rows = [stored.row, *(row for row in stored.people if row["person"] == person)]
    return next(row[name] for row in rows if name in row)


def differences() -> list[tuple[str, Any]]:
    rows = JournalContents.objects.filter(line__action__startswith="family.entitlement.").order_by("line_id")
    return [(row.line.action.rpartition(".")[2], row.body["name"]) for row in rows]


def test_a_lone_row_changes_its_persons_card_and_that_of_the_family() -> None:
    bring(JOBS, DIAS, wage=50)
    assert follow().families == 1
    assert (value(DIAS, "earned"), value(AIGERIM, "family_wages"), value(YUSUF, "earned")) == (50, 450, 0)


def test_a_row_that_names_somebody_changes_their_card_too() -> None:
    bring(JOBS, DIAS, named=(YUSUF,), wage=50, helper=YUSUF)
    assert follow().families == 2
    assert value(YUSUF, "help") == 21
    assert differences() == [("changed", "help")]


def test_a_row_of_somebody_outside_changes_the_card_that_asks_for_them() -> None:
    bring(JOBS, LAYLA, wage=2)
    assert follow().families == 1
    assert value(YUSUF, "children_earn") == 42


def test_a_small_load_changes_cards_as_lone_rows_do() -> None:
    load(DEBTS, *({"debtor": person, "sum": 3} for person in (AIGERIM, BOLAT, DIAS)))
    assert follow().families == 1
    assert value(AIGERIM, "allowance") == 100
    assert differences() == [("gained", "allowance")]


def test_the_same_news_twice_changes_nothing_more() -> None:
    bring(JOBS, DIAS, wage=50)
    follow()
    assert (follow().families, ChangedCard.objects.count()) == (0, 1)


def test_news_that_the_run_knew_changes_nothing() -> None:
    bring(JOBS, DIAS, wage=50)
    compute()
    assert follow().families == 0


def test_cards_computed_one_by_one_are_those_of_a_run() -> None:
    bring(JOBS, DIAS, named=(YUSUF,), wage=50, helper=YUSUF)
    bring(DEBTS, AIGERIM, sum=8)
    follow()
    alone = {person: find_family_of(person).stored for person in (AIGERIM, YUSUF)}
    compute()
    together = {person: find_family_of(person).stored for person in (AIGERIM, YUSUF)}
    for person, stored in alone.items():
        assert _without_slot(stored.row) == _without_slot(together[person].row)
        assert [*map(_without_slot, stored.people)] == [*map(_without_slot, together[person].people)]


def _without_slot(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "slot"}


def test_many_changes_ask_for_a_run_over_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alatau.family.events.touched.MOST_PEOPLE", 1)
    load(DEBTS, {"debtor": AIGERIM, "sum": 3}, {"debtor": BOLAT, "sum": 3})
    changes = follow()
    assert (changes.is_run_needed, changes.families) == (True, 0)


def test_cards_that_changed_while_a_run_computed_catch_up_with_it() -> None:
    bring(JOBS, DIAS, wage=50)
    follow()
    # As if the run had begun before the row came.
    card = ChangedCard.objects.get()
    compute()
    ChangedCard.objects.filter(id=card.id).update(known_number=10**6)
    seal_journal()
    with transaction.atomic():
        catch_up(by=WRITER, at=read_clocks(), planner=lambda _question: PLAN)
    assert value(AIGERIM, "family_wages") == 450
    assert differences() == []


def test_a_bill_of_a_home_changes_everybody_who_lives_there() -> None:
    load(BILLS, {"home": "home two", "sum": 6})
    assert follow().families == 1
    [row] = find_family_of(YUSUF).stored.measures
    assert row["billed"] == 11


def test_a_change_is_told_with_the_register_that_brought_it() -> None:
    load(DEBTS, *({"debtor": person, "sum": 3} for person in (AIGERIM, BOLAT, DIAS)))
    follow()
    line = JournalLine.objects.get(action="family.entitlement.gained")
    body = JournalContents.objects.get(line=line).body
    assert (body["family"], body["registers"], body["is_single_source"]) == (str(OURS), [DEBTS.key], True)
    assert THEIRS not in {card.family for card in ChangedCard.objects.all()}
