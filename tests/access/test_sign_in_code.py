"""Residents sign in by number and one-time code, as a person would, and what an attacker meets."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from alatau.access.errors import CodeRefusedError, TooManyTriesError
from alatau.access.models import SignIn, SignInCode
from alatau.access.sign_in_code import LIFE, TRIES, ask_code, check_code, make_code, sweep_codes
from alatau.core.content import content
from alatau.core.errors import NumberNotValidError
from alatau.core.journal.read import list_lines_about
from alatau.core.values import Moment
from alatau.messages.models import Message
from alatau.messages.sealing import unseal
from alatau.messages.send import SEALED_FOR
from tests.people import resident, sign_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from tests.people import Resident

NOBODY = content().person_numbers.synthesise(born_on=date(1990, 1, 1), woman=True, serial=1)


def later(at: Moment, delta: timedelta) -> Moment:
    """Return the moment some time later on both clocks."""
    return Moment(city_at=at.city_at + delta, wall_at=at.wall_at + delta)


def code_for(who: Resident) -> str:
    """Return the code of the newest message to the person, as their phone would show it."""
    message = Message.objects.filter(person_id=who.person_id).order_by("-written_at").first()
    assert message is not None
    assert message.sealed_words is not None
    words = unseal(bytes(message.sealed_words), purpose=SEALED_FOR)
    found = re.search(r"\d{6}", str(words["text"]))
    assert found is not None
    return found[0]


def asked(who: Resident, at: Moment) -> UUID:
    """Return a request whose code was made and sent."""
    request_id = ask_code(who.number, address="192.0.2.1", at=at)
    make_code(request_id, at=at)
    return request_id


def test_resident_signs_in_with_number_and_code(client: Client, aigerim: Resident, now: Moment) -> None:
    answer = client.post(reverse("access:sign_in"), {"number": aigerim.number, "next": "/me/"})
    assert answer["Location"] == reverse("access:sign_in_code")
    make_code(SignInCode.objects.get().id, at=now)
    answer = client.post(answer["Location"], {"code": code_for(aigerim)})
    assert answer["Location"] == "/me/"
    assert aigerim.person.name in client.get("/me/").content.decode()


def test_number_nobody_holds_gets_the_same_answer(client: Client, aigerim: Resident) -> None:
    answers = []
    for number in (aigerim.number, NOBODY):
        client.cookies.clear()
        answer = client.post(reverse("access:sign_in"), {"number": number})
        page = re.sub(r'value="[^"]{30,}"|nonce-\S+', "", client.get(answer["Location"]).content.decode())
        answers.append((answer.status_code, answer["Location"], page))
    assert answers[0] == answers[1]


def test_number_nobody_holds_costs_the_same_questions(aigerim: Resident, now: Moment) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (aigerim.number, NOBODY):
        with CaptureQueriesContext(connection) as caught:
            ask_code(number, address="192.0.2.1", at=now)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_code_is_in_no_table_in_the_clear(aigerim: Resident, now: Moment) -> None:
    asked(aigerim, now)
    code, message = code_for(aigerim), Message.objects.get(person_id=aigerim.person_id)
    assert code not in message.text
    assert code not in SignInCode.objects.get().code_hash


def test_code_works_once(aigerim: Resident, now: Moment) -> None:
    request_id = asked(aigerim, now)
    code = code_for(aigerim)
    assert check_code(request_id, code, at=now) == aigerim.person_id
    with pytest.raises(CodeRefusedError):
        check_code(request_id, code, at=now)


def test_code_is_refused_after_five_minutes(aigerim: Resident, now: Moment) -> None:
    request_id = asked(aigerim, now)
    with pytest.raises(CodeRefusedError):
        check_code(request_id, code_for(aigerim), at=later(now, LIFE))


def test_right_code_is_refused_after_five_wrong_ones(aigerim: Resident, now: Moment) -> None:
    request_id = asked(aigerim, now)
    code = code_for(aigerim)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(TRIES):
        with pytest.raises(CodeRefusedError):
            check_code(request_id, wrong, at=now)
    with pytest.raises(CodeRefusedError):
        check_code(request_id, code, at=now)


def test_code_opens_only_for_the_request_it_was_made_for(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    asked(aigerim, now)
    with pytest.raises(CodeRefusedError):
        check_code(asked(bolat, now), code_for(aigerim), at=now)


def test_code_is_sent_once_when_the_job_runs_twice(aigerim: Resident, now: Moment) -> None:
    request_id = asked(aigerim, now)
    make_code(request_id, at=now)
    assert Message.objects.filter(person_id=aigerim.person_id).count() == 1


def test_person_without_a_phone_gets_no_code_and_no_error(people: None, now: Moment) -> None:
    request_id = asked(resident("gulnara"), now)
    with pytest.raises(CodeRefusedError):
        check_code(request_id, "000000", at=now)


def test_another_code_undoes_the_earlier_one(client: Client, aigerim: Resident, now: Moment) -> None:
    client.post(reverse("access:sign_in"), {"number": aigerim.number})
    first = SignInCode.objects.get()
    client.post(reverse("access:sign_in_code_again"))
    first.refresh_from_db()
    assert first.used_at is not None
    assert SignInCode.objects.filter(used_at=None).count() == 1


def test_stranger_does_not_undo_the_code_somebody_waits_for(aigerim: Resident, now: Moment) -> None:
    request_id = asked(aigerim, now)
    code = code_for(aigerim)
    ask_code(aigerim.number, address="198.51.100.7", at=now)
    assert check_code(request_id, code, at=now) == aigerim.person_id


@pytest.mark.parametrize("number", ["aigerim", "nobody"])
def test_sixth_request_in_a_quarter_of_an_hour_waits(aigerim: Resident, now: Moment, number: str) -> None:
    wanted = aigerim.number if number == "aigerim" else NOBODY
    for _ in range(5):
        ask_code(wanted, address="192.0.2.1", at=now)
    with pytest.raises(TooManyTriesError):
        ask_code(wanted, address="192.0.2.1", at=now)
    ask_code(wanted, address="192.0.2.1", at=later(now, timedelta(minutes=15)))


def test_number_against_the_rules_is_told_at_once(now: Moment) -> None:
    with pytest.raises(NumberNotValidError):
        ask_code("123", address="192.0.2.1", at=now)


def test_sign_in_gives_the_session_a_new_key(client: Client, aigerim: Resident, now: Moment) -> None:
    client.post(reverse("access:sign_in"), {"number": aigerim.number})
    planted = client.session.session_key
    make_code(SignInCode.objects.get().id, at=now)
    client.post(reverse("access:sign_in_code"), {"code": code_for(aigerim)})
    assert client.session.session_key != planted


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_sign_in_leads_out_of_the_city_nowhere(client: Client, aigerim: Resident, now: Moment, address: str) -> None:
    client.post(reverse("access:sign_in"), {"number": aigerim.number, "next": address})
    make_code(SignInCode.objects.get().id, at=now)
    answer = client.post(reverse("access:sign_in_code"), {"code": code_for(aigerim)})
    assert answer["Location"] == "/"


def test_form_without_its_token_is_refused(aigerim: Resident) -> None:
    from django.test import Client as Browser

    answer = Browser(enforce_csrf_checks=True).post(reverse("access:sign_in"), {"number": aigerim.number})
    assert answer.status_code == 403


def test_session_ends_when_it_was_idle(client: Client, aigerim: Resident, settings: SettingsWrapper) -> None:
    sign_in(client, aigerim)
    idle = timedelta(seconds=settings.ALATAU_RESIDENT_IDLE_SECONDS + 61)
    SignIn.objects.update(seen_at=SignIn.objects.get().seen_at - idle)
    assert client.get("/me/").status_code == 302


def test_session_ends_for_good_after_its_longest_time(
    client: Client, aigerim: Resident, settings: SettingsWrapper
) -> None:
    sign_in(client, aigerim)
    longest = timedelta(seconds=settings.ALATAU_RESIDENT_SESSION_SECONDS + 1)
    SignIn.objects.update(started_at=SignIn.objects.get().started_at - longest)
    assert client.get("/me/").status_code == 302


def test_browser_ended_elsewhere_notices_at_its_next_page(client: Client, aigerim: Resident) -> None:
    from django.test import Client as Browser

    other = Browser()
    sign_in(other, aigerim)
    lost = SignIn.objects.get().id
    sign_in(client, aigerim)
    client.post(reverse("access:end_session", args=[lost]))
    assert other.get("/me/").status_code == 302
    assert client.get("/me/").status_code == 200


def test_nobody_ends_the_browser_of_another(client: Client, aigerim: Resident, bolat: Resident) -> None:
    sign_in(client, bolat)
    theirs = SignIn.objects.get().id
    sign_in(client, aigerim)
    assert client.post(reverse("access:end_session", args=[theirs])).status_code == 404


def test_sign_in_is_in_the_journal_of_the_person(client: Client, aigerim: Resident, now: Moment) -> None:
    client.post(reverse("access:sign_in"), {"number": aigerim.number})
    make_code(SignInCode.objects.get().id, at=now)
    client.post(reverse("access:sign_in_code"), {"code": code_for(aigerim)})
    assert "access.user.signed_in" in [line.action for line in list_lines_about(aigerim.person_id)]


def test_old_requests_are_swept(aigerim: Resident, now: Moment) -> None:
    asked(aigerim, now)
    assert sweep_codes(at=now) == 0
    assert sweep_codes(at=later(now, timedelta(days=31))) == 1
