"""A birth from the ward to the money: three answers by phone, and everything else is done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alatau.access.care import list_children_in_care
from alatau.core.values import Moment, PersonId
from alatau.desk.models import Case
from alatau.messages.models import Message
from alatau.papers.models import Document
from alatau.registry.models import InboxRow
from alatau.services.flows.begin import ask_first
from alatau.services.flows.follow_up import follow_up_talks, forget_old_talks
from alatau.services.flows.read import find_standing_yes
from alatau.services.flows.talk import read_kept
from alatau.services.flows.values import TalkId
from alatau.services.models import Decision, LifeEvent, Payment, Ticket
from alatau.services.models.flows import Talk
from alatau.services.models.offers import Offer
from tests.services.flows.stage import NAME, PHONE, bear, register_birth
from tests.services.offers.stage import GRANT, SUM, hear, put_card, tell_change, texts_to, write

if TYPE_CHECKING:
    from collections.abc import Sequence

YES = {"kk": ("иә", "жоқ"), "ru": ("да", "нет"), "en": ("yes", "no"), "ar": ("نعم", "لا")}
CARE = "childcare_allowance_3"


def gain(person: PersonId, *, at: Moment) -> None:
    """Let the family's card follow the act of the birth, and the rights be offered."""
    put_card((person, "spouse", {GRANT: SUM, CARE: 2_000_000}), at=at)
    for right in (GRANT, CARE):
        tell_change("gained", right, person, at=at)
    hear("services.rights")


def answer(texts: Sequence[str], *, at: Moment) -> Talk:
    for text in texts:
        write(PHONE, text, at=at)
    return Talk.objects.get()


def rows_of(register: str) -> int:
    return InboxRow.objects.filter(register_key=register).count()


def test_the_ward_begins_a_conversation_once(city: Moment, mother: PersonId) -> None:
    talk = bear(at=city)
    hear("services.events", "services.offers_of_events")
    ask_first(TalkId(talk.id), at=city)
    assert (talk.status, talk.question) == ("asking", "name")
    assert texts_to(mother) == ["talks.birth_name"]


def test_three_answers_do_everything(city: Moment, mother: PersonId) -> None:
    bear(at=city)
    talk = answer([NAME], at=city)
    gain(mother, at=city)
    talk = answer(["1", "2"], at=city)
    assert talk.status == "done"
    assert sorted(Decision.objects.values_list("right", flat=True)) == [GRANT, CARE]
    assert Payment.objects.get(plan__right=GRANT).status in {"paid", "sent"}
    assert {Ticket.objects.get().queue, *Document.objects.values_list("template", flat=True)} >= {
        "kindergarten",
        "birth_certificate",
    }
    assert (rows_of("births"), rows_of("clinic_attachments")) == (1, 2)


def test_the_name_makes_a_person_in_the_mothers_care(city: Moment, mother: PersonId) -> None:
    bear(at=city)
    talk = answer([NAME], at=city)
    child = read_kept(talk)["made"]["child"]
    in_care = {str(each.person_id): each for each in list_children_in_care(mother, at=city)}
    assert in_care[child["id"]].short_name == "Айша"
    assert child["number"][6] == "8", "a number made here says that it is invented, and a girl's"
    assert NAME in Message.objects.get(template="talks.birth_money").text


def test_rights_that_come_after_the_yes_are_taken_by_it(city: Moment, mother: PersonId) -> None:
    bear(at=city)
    answer([NAME, "иә", "1"], at=city)
    gain(mother, at=city)
    assert Decision.objects.count() == 2
    assert not {"offers.birth", "offers.offer"} & {*texts_to(mother)}


def test_rights_wait_for_the_question_and_are_told_in_no_other_message(city: Moment, mother: PersonId) -> None:
    bear(at=city)
    answer([NAME], at=city)
    gain(mother, at=city)
    assert {*Offer.objects.values_list("status", flat=True)} == {"checked"}
    assert "offers.birth" not in texts_to(mother)


def test_another_account_is_chosen_after_signing_in(city: Moment, mother: PersonId) -> None:
    bear(at=city)
    answer([NAME], at=city)
    gain(mother, at=city)
    answer(["2", "0"], at=city)
    assert Decision.objects.count() == 0
    assert Talk.objects.get().status == "done"


@pytest.mark.parametrize("words", ["1", "не знаю!!", "Айша", "Сапарова Айша 2026", "https://x.kz y z w v"])
def test_words_that_are_no_name_are_asked_again(city: Moment, mother: PersonId, words: str) -> None:
    bear(at=city)
    talk = answer([words], at=city)
    assert (talk.question, rows_of("births")) == ("name", 0)


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_the_conversation_is_held_in_each_language(city: Moment, mother: PersonId, language: str) -> None:
    from tests.services.flows.stage import settle_mother

    settle_mother(at=city, language=language)
    bear(at=city)
    talk = answer([NAME, YES[language][0], YES[language][1]], at=city)
    assert talk.status == "done"
    assert {*Message.objects.filter(person_id=mother).values_list("language", flat=True)} == {language}


def test_the_language_changes_in_the_middle_and_the_question_stays(city: Moment, mother: PersonId) -> None:
    bear(at=city)
    talk = answer(["по-русски"], at=city)
    assert (talk.status, talk.question) == ("asking", "name")
    assert Message.objects.filter(language="ru", template="talks.birth_name").exists()
    assert answer([NAME], at=city).question == "money"


def test_silence_is_asked_about_once_and_then_a_person_goes_on(city: Moment, mother: PersonId) -> None:
    bear(at=city)
    for days in (3.1, 6.3):
        follow_up_talks(at=Moment(city_at=city.city_at + timedelta(days=days), wall_at=city.wall_at))
    assert texts_to(mother).count("talks.birth_name") == 2
    assert (Talk.objects.get().status, Case.objects.get().type) == ("handed_over", "talk_silent")


def test_an_answer_days_later_goes_on_where_it_stopped(city: Moment, mother: PersonId) -> None:
    bear(at=city)
    answer([NAME], at=city)
    later = Moment(city_at=city.city_at + timedelta(days=5), wall_at=city.wall_at + timedelta(days=5))
    follow_up_talks(at=later)
    assert answer(["иә"], at=later).question == "kindergarten"


def test_a_birth_that_the_registry_office_told_needs_no_conversation(city: Moment, mother: PersonId) -> None:
    register_birth(at=city)
    hear("services.events", "services.offers_of_events")
    assert LifeEvent.objects.filter(person_id=mother, kind="child_birth").exists()
    assert not Talk.objects.exists()


def test_a_registry_office_that_is_quicker_ends_the_conversation(city: Moment, mother: PersonId) -> None:
    bear(at=city)
    register_birth(at=city)
    hear("services.events", "services.offers_of_events")
    assert answer([NAME], at=city).status == "not_needed"
    assert rows_of("births") == 1
    gain(mother, at=city)
    assert "offers.birth" in texts_to(mother)


def test_answers_are_forgotten_long_after_the_end(city: Moment, mother: PersonId) -> None:
    bear(at=city)
    talk = answer([NAME, "1", "1"], at=city)
    assert forget_old_talks(at=city) == 0
    assert find_standing_yes(talk.event_id) is not None
    assert forget_old_talks(at=Moment(city_at=city.city_at, wall_at=city.wall_at + timedelta(days=91))) == 1
    assert find_standing_yes(talk.event_id) is None
