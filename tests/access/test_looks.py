"""Who looked: in words, grouped, in four languages, and contested."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from alatau.access.desk_visit import open_desk_visit
from alatau.access.load import access_person
from alatau.access.looks import list_looks
from alatau.access.lookup import get_purpose
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import LineKind
from alatau.core.text import format_day
from alatau.core.values import system_actor
from tests.people import resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment
    from tests.people import Official, Resident


def look(reader: Official, whom: Resident, at: Moment, *, case_id: UUID, purpose: str = "case") -> None:
    """Read a person as an official."""
    access_person(whom.person_id, by=reader.actor, purpose=purpose, case_id=case_id, data=("region",), at=at)


def test_sentence_names_reader_role_office_data_and_reason(dana: Official, aigerim: Resident, now: Moment) -> None:
    look(dana, aigerim, now, case_id=uuid4())
    with override("en"):
        sentence = list_looks(aigerim.person_id).looks[0].sentence
    for words in (
        "Дана Оспанова",
        "Caseworker",
        "Alatau city office",
        "the region you live in",
        "Working on your case",
    ):
        assert words in sentence


@pytest.mark.parametrize("language", ["kk", "ru", "ar"])
def test_sentence_is_told_in_the_readers_language(
    dana: Official, aigerim: Resident, now: Moment, language: str
) -> None:
    look(dana, aigerim, now, case_id=uuid4())
    with override(language):
        sentence = list_looks(aigerim.person_id).looks[0].sentence
    assert get_purpose("case").name.say(language) in sentence
    assert format_day(now.city_day, language) in sentence
    assert "Purpose" not in sentence


def test_looks_of_one_reader_at_one_case_are_one_line(dana: Official, aigerim: Resident, now: Moment) -> None:
    case_id = uuid4()
    for _ in range(3):
        look(dana, aigerim, now, case_id=case_id)
    look(dana, aigerim, now, case_id=uuid4())
    assert sorted(view.times for view in list_looks(aigerim.person_id).looks) == [1, 3]


def test_list_is_filtered_by_purpose(client: Client, dana: Official, aigerim: Resident, now: Moment) -> None:
    look(dana, aigerim, now, case_id=uuid4())
    look(dana, aigerim, now, case_id=uuid4(), purpose="appeal")
    sign_in(client, aigerim)
    page = client.get(reverse("access:looks"), {"purpose": "appeal"})
    assert len(page.context["page"].looks) == 1
    assert len(page.context["page"].purposes) == 2


def test_program_and_representative_are_named_as_such(aigerim: Resident, now: Moment) -> None:
    access_person(aigerim.person_id, by=system_actor("papers.issue"), purpose="case", case_id=uuid4(), at=now)
    with override("en"):
        assert "The city's own program" in list_looks(aigerim.person_id).looks[0].sentence


def test_desk_visit_is_told_as_such(dana: Official, now: Moment) -> None:
    gulnara = resident("gulnara")
    open_desk_visit(gulnara.person_id, document_kind="passport", case_id=None, by=dana.actor, at=now)
    with override("en"):
        assert "served you at a desk" in list_looks(gulnara.person_id).looks[0].sentence


def test_contested_look_becomes_one_event(client: Client, dana: Official, aigerim: Resident, now: Moment) -> None:
    look(dana, aigerim, now, case_id=uuid4())
    line_id = list_looks(aigerim.person_id).looks[0].line_id
    sign_in(client, aigerim)
    for _ in range(2):
        client.post(reverse("access:contest_look", args=[line_id]))
    lines = list_lines_about(aigerim.person_id, kinds=[LineKind.EVENT])
    contested = [line for line in lines if line.action == "access.look.contested"]
    assert [line.body["reader_id"] for line in contested] == [str(dana.user_id)]


def test_look_at_another_cannot_be_contested(
    client: Client, dana: Official, aigerim: Resident, bolat: Resident, now: Moment
) -> None:
    look(dana, aigerim, now, case_id=uuid4())
    line_id = list_looks(aigerim.person_id).looks[0].line_id
    sign_in(client, bolat)
    assert client.post(reverse("access:contest_look", args=[line_id])).status_code == 404


@pytest.mark.parametrize("cursor", ["", "abc", "-1", "9" * 40, "١٢"])
def test_nonsense_cursor_shows_the_first_page(client: Client, aigerim: Resident, cursor: str) -> None:
    sign_in(client, aigerim)
    assert client.get(reverse("access:looks"), {"before": cursor}).status_code == 200
