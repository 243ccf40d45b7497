"""A request to represent somebody tells the asker nothing: not whether a number is known, and not whose it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from alatau.access.ask import ask_representation, withdraw_requests
from alatau.access.errors import RepresentationDatesError, TooManyTriesError
from alatau.access.models import Representation
from alatau.access.represent import accept_representation
from alatau.access.representations import list_open_representations
from alatau.access.throttle import ASK_PER_PERSON
from alatau.core.errors import NotFoundError, NumberNotValidError
from alatau.messages.models import Message
from tests.access.asked import asked_of
from tests.access.test_sign_in_code import NOBODY
from tests.people import resident, sign_in

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse
    from django.test import Client

    from alatau.core.values import Moment
    from tests.people import Resident


def ask(who: Resident, number: str, at: Moment, *, until: date | None = None, lets: bool = True) -> None:
    """Ask for a power of attorney by number."""
    purposes: frozenset[str] = frozenset()
    ask_representation(
        lets=lets, kind="power_of_attorney", number=number, purposes=purposes, until=until, by=who.actor, at=at
    )


def send(client: Client, number: str, **more: str) -> HttpResponse:
    """Send the form of the page, and go where it leads."""
    form = {"direction": "let", "kind": "power_of_attorney", "number": number, **more}
    return client.post(reverse("access:ask_representation"), form, follow=True)


def page_after(client: Client, who: Resident, number: str, **more: str) -> str:
    """Return what the asker reads after asking, without what changes with each page."""
    client.cookies.clear()
    client.cookies["alatau_language"] = "en"
    sign_in(client, who)
    answer = send(client, number, **more)
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return main.replace(number, "NUMBER").partition("csrfmiddlewaretoken")[0]


def test_page_after_asking_shows_no_name(client: Client, aigerim: Resident) -> None:
    yusuf = resident("yusuf")
    page = page_after(client, aigerim, yusuf.number)
    assert yusuf.person.name not in page
    assert yusuf.person.short_name not in page


@pytest.mark.parametrize("until", ["", "2001-01-01", "2999-01-01"])
def test_page_is_the_same_whether_or_not_the_number_is_known(client: Client, aigerim: Resident, until: str) -> None:
    known = page_after(client, aigerim, resident("yusuf").number, until=until)
    unknown = page_after(client, aigerim, NOBODY, until=until)
    assert known == unknown


@pytest.mark.parametrize("which", ["known", "unknown"])
@pytest.mark.parametrize("days", [0, -1, -400])
def test_end_that_is_no_later_than_today_is_refused_for_every_number(
    aigerim: Resident, now: Moment, which: str, days: int
) -> None:
    number = resident("yusuf").number if which == "known" else NOBODY
    with pytest.raises(RepresentationDatesError):
        ask(aigerim, number, now, until=now.city_day + timedelta(days=days))


def test_end_of_tomorrow_is_taken(aigerim: Resident, now: Moment) -> None:
    ask(aigerim, resident("yusuf").number, now, until=now.city_day + timedelta(days=1))
    assert Representation.objects.filter(asked_by_id=aigerim.person_id).count() == 1


def test_asking_twice_answers_alike_and_writes_once(aigerim: Resident, now: Moment) -> None:
    for _ in range(2):
        ask(aigerim, resident("yusuf").number, now)
    assert Representation.objects.filter(asked_by_id=aigerim.person_id).count() == 1
    assert Message.objects.filter(person_id=resident("yusuf").person_id).count() == 1


def test_person_without_a_phone_is_asked_on_their_own_page(aigerim: Resident, now: Moment) -> None:
    gulnara = resident("gulnara")
    Representation.objects.filter(represented_id=gulnara.person_id).update(ended_at=now.wall_at)
    ask(aigerim, gulnara.number, now, lets=False)
    assert list_open_representations(gulnara.person_id)[0].awaits(gulnara.person_id)


@pytest.mark.parametrize("number", ["123", "abc", "", "٠١٠١٠١٧٠٠٠١٦", "0" * 12])
def test_number_against_the_rules_is_refused(aigerim: Resident, now: Moment, number: str) -> None:
    with pytest.raises(NumberNotValidError):
        ask(aigerim, number, now)


@pytest.mark.parametrize("which", ["known", "unknown"])
def test_nobody_tries_numbers_by_the_dozen(aigerim: Resident, now: Moment, which: str) -> None:
    number = resident("yusuf").number if which == "known" else NOBODY
    for _ in range(ASK_PER_PERSON.most):
        ask(aigerim, number, now)
    with pytest.raises(TooManyTriesError):
        ask(aigerim, number, now)


def test_asked_side_sees_who_asks(client: Client, aigerim: Resident, now: Moment) -> None:
    yusuf = resident("yusuf")
    ask(aigerim, yusuf.number, now)
    sign_in(client, yusuf)
    assert aigerim.person.name in client.get(reverse("access:representations")).content.decode()


def test_asker_sees_the_other_after_their_yes(client: Client, aigerim: Resident, now: Moment) -> None:
    yusuf = resident("yusuf")
    ask(aigerim, yusuf.number, now)
    accept_representation(asked_of(yusuf)[0].id, by=yusuf.actor, at=now)
    sign_in(client, aigerim)
    assert yusuf.person.name in client.get(reverse("access:representations")).content.decode()


def test_request_taken_back_cannot_be_accepted(aigerim: Resident, now: Moment) -> None:
    yusuf = resident("yusuf")
    ask(aigerim, yusuf.number, now)
    request_id = asked_of(yusuf)[0].id
    withdraw_requests(by=aigerim.actor, at=now)
    with pytest.raises(NotFoundError):
        accept_representation(request_id, by=yusuf.actor, at=now)


def test_taking_back_leaves_what_was_accepted_and_what_others_asked(
    aigerim: Resident, bolat: Resident, now: Moment
) -> None:
    yusuf = resident("yusuf")
    ask(aigerim, yusuf.number, now)
    accept_representation(asked_of(yusuf)[0].id, by=yusuf.actor, at=now)
    ask(bolat, yusuf.number, now)
    withdraw_requests(by=aigerim.actor, at=now)
    assert len(asked_of(yusuf)) == 2


def test_taking_back_nothing_answers_alike(client: Client, aigerim: Resident, now: Moment) -> None:
    said = []
    for number in (resident("yusuf").number, NOBODY):
        sign_in(client, aigerim)
        ask(aigerim, number, now)
        answer = client.post(reverse("access:withdraw_requests"), follow=True)
        said.append([str(message) for message in answer.context["messages"]])
    assert said[0] == said[1] != []
