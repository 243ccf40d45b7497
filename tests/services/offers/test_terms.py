"""How rights are offered is content: what is wrong in a file is refused by file and key, and nothing is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alatau.services.flows.content import list_flows, read_flows
from alatau.services.offers.checks import find_flow_problems, find_offer_problems, find_unoffered_rights
from alatau.services.offers.errors import OfferContentError
from alatau.services.offers.terms import list_terms, read_rules, read_terms

if TYPE_CHECKING:
    from pathlib import Path

GROUP = 'rights = ["A"]\nspeaks_to = "holder"\nmessage = "m"\nmessage_in_kind = "m"\n'
FLOW = """
event = "child_birth"
register = "birth_notices"
answer_days = 3
reminder_days = 3
task = "t"
with_person = "m"
done = "m"
[[question]]
key = "name"
message = "m"
takes = "name"
"""


def test_every_right_that_is_brought_unasked_says_how() -> None:
    assert not [*find_unoffered_rights()]


def test_all_that_the_content_names_exists() -> None:
    assert not [*find_offer_problems(), *find_flow_problems()]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (GROUP + "odd = 1", "odd"),
        (GROUP.replace('message = "m"\n', ""), "message"),
        (GROUP.replace('"holder"', '"nobody"'), "nobody"),
        (GROUP + "tell_after_days = true", "tell_after_days"),
        ("rights =", "TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_its_key(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "group.toml").write_text(text)
    with pytest.raises(OfferContentError) as refused:
        read_terms(tmp_path)
    assert named in refused.value.sentence()


def test_a_right_stands_in_one_file_only(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(GROUP)
    with pytest.raises(OfferContentError, match="A stands in one too"):
        read_terms(tmp_path)


def test_rules_without_a_value_are_refused(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text("answer_days = 7")
    with pytest.raises(OfferContentError, match="reminder_days"):
        read_rules(tmp_path)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (FLOW.replace('takes = "name"', 'takes = "song"'), "song"),
        (FLOW.replace('task = "t"', ""), "task"),
        (FLOW + "[[question.then]]\nwhen = ['yes']", "says what it does"),
    ],
)
def test_a_conversation_that_cannot_be_held_is_refused(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "talk.toml").write_text(text)
    with pytest.raises(OfferContentError, match=named):
        read_flows(tmp_path)


def test_gentle_news_waits_and_the_poor_are_asked_together() -> None:
    terms = list_terms()
    assert terms["SURV_1"].tell_after_days > 0
    assert terms["ASP"].all_adults
    assert terms["BIRTH_1_3"].lapses


def test_a_birth_asks_three_questions_in_all() -> None:
    assert [question.key for question in list_flows()["birth"].questions] == ["name", "money", "kindergarten"]
