"""Other measures of need than the category: shown as proposed, to analysts as tables, and nowhere decided by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alatau.core.content import content
from alatau.family.card import State
from alatau.family.kinds import CardRules
from alatau.family.national.cuts import FALSE, MODEL, NO_DATA, TRUE, list_cuts
from alatau.family.present.card import show_card
from alatau.family.present.nation import name_table, say_sureness
from alatau.rules.gather import read_book
from tests.family.test_pages import LOANS, make_card
from tests.family.test_privacy import DAY

LEVEL, MANY = "neediness_level", "is_multidimensionally_poor"
SHOWN = replace(LOANS, name=LEVEL, key=LEVEL, kind="rule", unit="category", value="2", verification="proposed")


def test_cards_keep_the_measures_that_the_content_names() -> None:
    assert {LEVEL, MANY} <= content().family_card.kept
    assert CardRules(models=("other",)).kept == {"other"}


def test_nation_has_a_table_of_each_measure_with_its_steps() -> None:
    law = read_book().on(DAY, known=DAY)
    cuts = {cut.key: cut for cut in list_cuts(law, kept={LEVEL, MANY})}
    assert cuts[MODEL + LEVEL].kinds == ("1", "2", "3", "4", "5", "6", NO_DATA)
    assert cuts[MODEL + MANY].kinds == (TRUE, FALSE, NO_DATA)


@pytest.mark.parametrize(("name", "title"), [(LEVEL, "Level of need"), (MANY, "Multidimensional poverty")])
def test_tables_of_measures_are_marked_as_proposed(name: str, title: str) -> None:
    assert title in name_table(MODEL + name)
    assert say_sureness(MODEL + name) == "proposed"


def test_nothing_that_pays_hangs_on_a_measure() -> None:
    law = read_book().on(DAY, known=DAY)
    benefits = [rule.name for rule in law.rules.values() if rule.version.kind == "benefit"]
    needed = {rule.name for rule in law.needed_for(benefits)}
    assert needed.isdisjoint({LEVEL, MANY, "neediness_score", "deprivation_score"})


def test_card_shows_a_measure_in_words_where_it_is_open_and_known() -> None:
    shown = show_card(make_card(figures=(SHOWN,)), names={})["models"]
    assert [(line.title, line.words, line.verification) for line in shown] == [  # type: ignore[attr-defined]  # lines of the page
        ("Level of need", "High need", "proposed")
    ]
    unknown = replace(SHOWN, state=State.UNKNOWN, value=None)
    assert show_card(make_card(figures=(unknown,)), names={})["models"] == []
