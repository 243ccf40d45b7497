"""The resident's inbox and choices, as the right person, the wrong one, a representative and a visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.urls import reverse

from alatau.messages.inbox import PAGE, list_inbox, list_open_questions
from alatau.messages.models import Conversation, Message
from alatau.messages.read import count_unread
from alatau.messages.send import send_message
from alatau.messages.values import Channel
from tests.messages.people import later
from tests.messages.test_pages import aigerim, now, read, saule  # noqa: F401  fixtures
from tests.messages.test_send import CITY, ask, send_code
from tests.people import official, resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment, PersonId

LANGUAGES = ("kk", "ru", "en", "ar")
OF_OPERATORS = ("operator", "webhooks")


def write(person_id: PersonId, at: Moment, title: str) -> Message:
    """Tell the person of a document, in the inbox."""
    facts = {"title": title}
    sent = send_message("papers.document_ready", to=person_id, facts=facts, by=CITY, at=at, channel=Channel.IN_APP)
    return Message.objects.get(id=sent)


def answer(client: Client, question: Conversation, said: str) -> str:
    """Answer in the inbox and return the page that follows."""
    address = reverse("messages:answer", args=[question.id])
    return client.post(address, {"answer": said}, follow=True).content.decode()


def test_inbox_tells_that_the_answer_is_kept(aigerim: PersonId, client: Client, now: Moment) -> None:  # noqa: F811
    client.cookies["alatau_language"] = "en"
    page = answer(client, ask(aigerim, now).conversation, "no")
    assert "Thank you. We have your answer." in page
    assert "жоқ" in page


@pytest.mark.parametrize("said", ["", "perhaps", "1", "\x00"])
def test_answer_that_is_none_of_the_choices_is_asked_again(aigerim, client, now, said: str) -> None:  # noqa: F811
    client.cookies["alatau_language"] = "en"
    question = ask(aigerim, now).conversation
    assert "We could not tell which answer you mean. Choose one of the answers listed." in answer(
        client, question, said
    )
    assert Conversation.objects.get(id=question.id).answered_at is None


def test_question_answered_before_says_that_it_is_closed(aigerim, client: Client, now: Moment) -> None:  # noqa: F811
    client.cookies["alatau_language"] = "en"
    question = ask(aigerim, now).conversation
    answer(client, question, "no")
    assert "This question is closed, so your answer was not kept." in answer(client, question, "yes")
    assert Conversation.objects.get(id=question.id).choice == "no"


def test_question_of_another_and_an_absent_one_read_alike(aigerim, client: Client, now: Moment) -> None:  # noqa: F811
    others = ask(resident("bolat").person_id, now).conversation.id
    answers = [
        client.post(reverse("messages:answer", args=[question]), {"answer": "no"}) for question in (others, uuid4())
    ]
    assert [one.status_code for one in answers] == [404, 404]
    assert not Conversation.objects.exclude(answered_at=None).exists()


def test_inbox_shows_nothing_of_another_person(aigerim: PersonId, client: Client, now: Moment) -> None:  # noqa: F811
    write(resident("bolat").person_id, now, "Bolats certificate")
    assert "Bolats certificate" not in read(client, "inbox")
    assert count_unread(resident("bolat").person_id) == 1


@pytest.mark.parametrize("name", ["inbox", "choices"])
def test_visitor_is_sent_to_sign_in(now: Moment, client: Client, name: str) -> None:  # noqa: F811
    told = client.get(reverse(f"messages:{name}"))
    assert told.status_code in (302, 401, 403)
    assert told.status_code != 302 or "/sign-in/" in told["Location"]


@pytest.mark.parametrize("login", ["dana", "yerlan", "saule", "aliya"])
def test_staff_have_no_inbox_of_a_resident(now: Moment, client: Client, login: str) -> None:  # noqa: F811
    sign_in(client, official(login))
    assert client.get(reverse("messages:inbox")).status_code in (403, 404)


@pytest.mark.parametrize("name", OF_OPERATORS)
@pytest.mark.parametrize(
    ("login", "status"),
    [("saule", 200), ("timur", 200), ("dana", 403), ("marat", 403), ("yerlan", 403), ("aliya", 403)],
)
def test_pages_of_operators_open_to_operators_alone(now, client, name: str, login: str, status: int) -> None:  # noqa: F811
    sign_in(client, official(login))
    assert client.get(reverse(f"messages:{name}")).status_code == status


@pytest.mark.parametrize(("login", "status"), [("saule", 200), ("dana", 200), ("yerlan", 403), ("aliya", 403)])
def test_message_by_hand_is_written_by_those_who_serve(now, client: Client, login: str, status: int) -> None:  # noqa: F811
    sign_in(client, official(login))
    assert client.get(reverse("messages:new")).status_code == status


@pytest.mark.parametrize("name", ["webhook_rotate", "webhook_switch", "webhook_replay", "resend"])
def test_acts_of_operators_are_closed_to_the_wrong_people(aigerim, client: Client, name: str) -> None:  # noqa: F811
    assert client.post(reverse(f"messages:{name}", args=[uuid4()])).status_code == 403
    assert client.get(reverse(f"messages:{name}", args=[uuid4()])).status_code in (403, 405)


@pytest.mark.parametrize("name", ["webhook_rotate", "webhook_switch", "webhook"])
def test_absent_receiver_is_not_found(saule: None, client: Client, name: str) -> None:  # noqa: F811
    address = reverse(f"messages:{name}", args=[uuid4()])
    assert (client.get(address) if name == "webhook" else client.post(address)).status_code == 404


@pytest.mark.parametrize("url", ["nonsense", "ftp://a.example/", "https://user@a.example/"])
def test_receiver_with_a_wrong_address_is_refused_beside_the_field(saule, client: Client, url: str) -> None:  # noqa: F811
    client.cookies["alatau_language"] = "en"
    form = {"owner": "Bank", "url": url, "event_types": ["messages.reply.received"]}
    page = client.post(reverse("messages:webhooks"), form).content.decode()
    assert "Use a public https address without a user name." in page
    assert "whsec_" not in page


def test_days_that_cannot_be_read_are_asked_again(saule: None, client: Client, now: Moment) -> None:  # noqa: F811
    from alatau.messages.webhooks.endpoints import register_endpoint

    told = register_endpoint("B", url="https://b.example/", event_types=["messages.reply.received"], by=CITY, at=now)
    client.cookies["alatau_language"] = "en"
    address = reverse("messages:webhook_replay", args=[told.endpoint_id])
    assert (
        "We could not read the days. Choose them again."
        in client.post(address, {"first": "yesterday"}, follow=True).content.decode()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_page_offers_every_language_in_its_own_name(aigerim, client: Client, language: str) -> None:  # noqa: F811
    page = read(client, "choices", language=language)
    assert all(name in page for name in ("Қазақша", "Русский", "English", "العربية"))


@pytest.mark.parametrize("form", [{"language": "de"}, {"language": "kk", "channel": "pigeon"}, {}])
def test_choice_that_is_not_offered_is_not_kept(aigerim: PersonId, client: Client, form: dict[str, str]) -> None:  # noqa: F811
    from alatau.messages.choices import get_choices

    before = get_choices(aigerim)
    assert client.post(reverse("messages:choices"), form).status_code == 200
    assert get_choices(aigerim) == before


@pytest.mark.parametrize("before", ["", "nonsense", "2026-13-45", "2026-03-10", "2026-03-10T12:00"])
def test_odd_page_of_the_inbox_is_its_first_page(aigerim, client: Client, now: Moment, before: str) -> None:  # noqa: F811
    write(aigerim, now, "Certificate 7")
    assert "Certificate 7" in read(client, "inbox", before=before)


def test_inbox_is_read_page_by_page_without_a_gap(aigerim: PersonId, now: Moment) -> None:  # noqa: F811
    for number in range(PAGE + 2):
        write(aigerim, later(now, seconds=number), f"Certificate {number}")
    first = list_inbox(aigerim, at=now)
    second = list_inbox(aigerim, at=now, before=first[-1].written_at)
    assert (len(first), len(second)) == (PAGE, 2)
    assert len({item.id for item in first + second}) == PAGE + 2


def test_codes_are_not_news(aigerim: PersonId, now: Moment) -> None:  # noqa: F811
    send_code(aigerim, now)
    assert count_unread(aigerim) == 0
    assert [item.is_security for item in list_inbox(aigerim, at=now)] == [True]


def test_open_questions_come_oldest_first_and_go_when_answered(aigerim, client: Client, now: Moment) -> None:  # noqa: F811
    older, newer = ask(aigerim, now), ask(aigerim, later(now, seconds=1))
    assert [item.id for item in list_open_questions(aigerim, at=now)] == [older.id, newer.id]
    answer(client, older.conversation, "yes")
    assert [item.id for item in list_open_questions(aigerim, at=now)] == [newer.id]
    assert list_open_questions(aigerim, at=later(now, days=8)) == []


def test_message_whose_words_are_gone_says_so(aigerim: PersonId, client: Client, now: Moment) -> None:  # noqa: F811
    write(aigerim, now, "Certificate 7")
    Message.objects.update(text="", text_erased_at=now.wall_at)
    assert "The text is no longer kept." in read(client, "inbox")


def test_name_with_marks_of_a_page_is_shown_as_text(aigerim: PersonId, client: Client, now: Moment) -> None:  # noqa: F811
    write(aigerim, now, "<script>alert(1)</script>")
    page = read(client, "inbox")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
