"""The reader shows of each person what their own look opens, and nothing without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import system_actor
from alatau.family.answer import answer_card
from alatau.family.card import Card, PartOf, ReaderKind
from alatau.family.door import answer_asked
from alatau.family.errors import CardNotFoundError
from alatau.family.run.run import run_cards
from alatau.family.wire import read_wire
from tests.family.town import AIGERIM, BOLAT, DIAS, LAYLA, OURS, PLAN, WRITER

pytestmark = pytest.mark.usefixtures("cards")
READER = system_actor("family.tests")


@pytest.fixture
def cards(own_town: None) -> None:
    run_cards(lambda _question, _engine: PLAN, by=WRITER, at=read_clocks())


def look(person: UUID, right: str = "own", *, data: str = "card", minutes_ago: int = 0) -> UUID:
    """Write the line of a look, as `access` does, and return its id."""
    at = read_clocks()
    at = replace(at, wall_at=at.wall_at - timedelta(minutes=minutes_ago))
    body = {"right": right, "data": [data]}
    line = NewLine(kind=LineKind.LOOK, action="access.person.looked", actor=READER, subject_id=person, body=body)
    with transaction.atomic():
        append_lines([line], at=at)
    return line.id


def ask(looks: dict[UUID, UUID], *, subject: UUID = AIGERIM, what: str = "show") -> Any:
    raw = {"card": what, "subject": str(subject), "looks": {str(key): str(line) for key, line in looks.items()}}
    [answer] = answer_card(raw)
    return read_wire(Card if what == "show" else Any, str(answer["wire"]))


def test_parts_open_by_the_right_of_each_look() -> None:
    looks = {AIGERIM: look(AIGERIM), DIAS: look(DIAS, "representation")}
    card = ask(looks)
    assert {member.person_id: member.part for member in card.members} == {
        AIGERIM: PartOf.SELF,
        BOLAT: PartOf.ADULT,
        DIAS: PartOf.CHILD,
    }
    assert (card.family_id, card.reader) == (OURS, ReaderKind.RESIDENT)


def test_consent_opens_an_adults_part() -> None:
    card = ask({AIGERIM: look(AIGERIM), BOLAT: look(BOLAT, "consent", data="family_part")})
    member = card.member(BOLAT)
    assert member is not None
    assert (member.part, member.is_open) == (PartOf.OPENED, True)


def test_staff_see_everybody_whom_they_may_look_at() -> None:
    card = ask({AIGERIM: look(AIGERIM, "role"), BOLAT: look(BOLAT, "role")})
    parts = {member.part for member in card.members}
    assert (card.reader, parts) == (ReaderKind.STAFF, {PartOf.SUBJECT, PartOf.ADULT})


def test_a_card_without_a_look_is_refused() -> None:
    with pytest.raises(CardNotFoundError):
        ask({AIGERIM: uuid4()})
    with pytest.raises(CardNotFoundError):
        ask({BOLAT: look(BOLAT)})


@pytest.mark.parametrize(
    "given", [{"minutes_ago": 3}, {"data": "records"}], ids=["made long ago", "made for something else"]
)
def test_a_look_opens_what_it_was_made_for_and_only_now(given: dict[str, Any]) -> None:
    with pytest.raises(CardNotFoundError):
        ask({AIGERIM: look(AIGERIM, **given)})


def test_a_look_at_one_person_does_not_open_another() -> None:
    line = look(AIGERIM)
    card = ask({AIGERIM: line, BOLAT: line})
    member = card.member(BOLAT)
    assert member is not None
    assert member.part is PartOf.ADULT


def test_who_is_in_no_family_has_no_card() -> None:
    raw = {"card": "show", "subject": str(LAYLA), "looks": {str(LAYLA): str(look(LAYLA))}}
    assert answer_asked(raw) == [{"refused": "family.card_not_found"}]


@pytest.mark.parametrize("raw", [{}, {"subject": "x", "looks": {}}, {"subject": str(AIGERIM), "looks": 3}])
def test_requests_that_make_no_sense_are_refused(raw: dict[str, Any]) -> None:
    assert answer_asked({"card": "show"} | raw) == [{"refused": "family.card_not_found"}]
