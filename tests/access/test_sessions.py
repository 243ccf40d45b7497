"""Signed-in browsers: both sides of each time-out, a warning of a new device, and ends that are final."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alatau.access.device import BROWSERS, SYSTEMS, name_device
from alatau.access.models import SignIn, SignInCode, User
from alatau.access.sessions import SEEN_EVERY
from alatau.access.sign_in_code import make_code
from alatau.core.clock import read_clocks
from alatau.core.journal.read import list_lines_about
from alatau.messages.models import ContactPoint, Message
from tests.access.test_sign_in_code import code_for
from tests.people import Official, Resident, sign_in

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Moment

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1"
#: Tests and the clock are no faster than this.
SLACK = 20


def whole_sign_in(who: Resident, at: Moment, *, device: str) -> Client:
    """Sign in with number and code in a browser of this kind."""
    client = Client(headers={"user-agent": device})
    client.post(reverse("access:sign_in"), {"number": who.number})
    # Each code is made at its own instant: the newest message is the last one.
    made_at = read_clocks()
    assert made_at.wall_at >= at.wall_at
    make_code(SignInCode.objects.latest("asked_at").id, at=made_at)
    client.post(reverse("access:sign_in_code"), {"code": code_for(who)})
    return client


def warnings_to(who: Resident) -> int:
    """Return how many times the person was warned of a new device."""
    return Message.objects.filter(person_id=who.person_id, template="access.new_device").count()


def backdate(**fields: timedelta) -> None:
    """Let the only sign-in have begun, or been seen, this long ago."""
    row = SignIn.objects.get()
    for name, delta in fields.items():
        setattr(row, name, getattr(row, name) - delta)
    row.save()


@pytest.mark.parametrize(("over", "is_open"), [(-SLACK, True), (1, False)])
def test_residents_idle_time_has_two_sides(
    client: Client, aigerim: Resident, settings: SettingsWrapper, over: int, is_open: bool
) -> None:
    sign_in(client, aigerim)
    backdate(seen_at=timedelta(seconds=settings.ALATAU_RESIDENT_IDLE_SECONDS + over) + SEEN_EVERY)
    assert (client.get(reverse("access:me")).status_code == 200) is is_open


@pytest.mark.parametrize(("over", "is_open"), [(-SLACK, True), (1, False)])
def test_staffs_idle_time_has_two_sides(
    client: Client, dana: Official, settings: SettingsWrapper, over: int, is_open: bool
) -> None:
    sign_in(client, dana)
    backdate(seen_at=timedelta(seconds=settings.ALATAU_STAFF_IDLE_SECONDS + over) + SEEN_EVERY)
    assert (client.get(reverse("access:staff_me")).status_code == 200) is is_open


@pytest.mark.parametrize(("over", "is_open"), [(-SLACK, True), (1, False)])
def test_staffs_longest_time_has_two_sides(
    client: Client, dana: Official, settings: SettingsWrapper, over: int, is_open: bool
) -> None:
    sign_in(client, dana)
    backdate(started_at=timedelta(seconds=settings.ALATAU_STAFF_SESSION_SECONDS + over))
    assert (client.get(reverse("access:staff_me")).status_code == 200) is is_open


def test_session_that_ended_does_not_come_back(client: Client, aigerim: Resident) -> None:
    sign_in(client, aigerim)
    cookie = client.cookies["alatau_session" if "alatau_session" in client.cookies else "sessionid"].value
    client.post(reverse("access:sign_out"))
    thief = Client()
    thief.cookies["sessionid"] = cookie
    thief.cookies["alatau_session"] = cookie
    assert thief.get(reverse("access:me")).status_code == 302
    assert SignIn.objects.get().ended_at is not None


def test_reading_pages_writes_at_most_once_a_minute(client: Client, aigerim: Resident) -> None:
    sign_in(client, aigerim)
    first = SignIn.objects.get().seen_at
    client.get(reverse("access:me"))
    assert SignIn.objects.get().seen_at == first
    backdate(seen_at=SEEN_EVERY + timedelta(seconds=1))
    client.get(reverse("access:me"))
    assert SignIn.objects.get().seen_at >= first


def test_first_device_of_all_is_no_warning(aigerim: Resident, now: Moment) -> None:
    whole_sign_in(aigerim, now, device=FIREFOX)
    assert warnings_to(aigerim) == 0


def test_new_device_is_told_to_its_owner(aigerim: Resident, now: Moment) -> None:
    whole_sign_in(aigerim, now, device=FIREFOX)
    whole_sign_in(aigerim, now, device=SAFARI)
    assert warnings_to(aigerim) == 1
    assert set(SignIn.objects.values_list("device", flat=True)) == {"Firefox, Android", "Safari, iPhone"}


def test_known_device_is_told_once(aigerim: Resident, now: Moment) -> None:
    for device in (FIREFOX, SAFARI, SAFARI, FIREFOX):
        whole_sign_in(aigerim, now, device=device)
    assert warnings_to(aigerim) == 1


def test_device_of_one_person_is_new_to_another(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    whole_sign_in(aigerim, now, device=SAFARI)
    whole_sign_in(bolat, now, device=FIREFOX)
    whole_sign_in(bolat, now, device=SAFARI)
    assert (warnings_to(aigerim), warnings_to(bolat)) == (0, 1)


def test_warning_is_in_the_persons_language_and_names_no_number(bolat: Resident, now: Moment) -> None:
    whole_sign_in(bolat, now, device=FIREFOX)
    whole_sign_in(bolat, now, device=SAFARI)
    said = Message.objects.get(template="access.new_device")
    assert said.language == "ru"
    assert bolat.number not in said.text


def test_sign_in_goes_on_when_nobody_can_be_warned(client: Client, aigerim: Resident, now: Moment) -> None:
    from tests.access.test_passkeys import add_passkey, sign_in_with

    key = add_passkey(client, aigerim)
    ContactPoint.objects.filter(person_id=aigerim.person_id).update(ended_at=now.wall_at)
    client.defaults["HTTP_USER_AGENT"] = SAFARI
    assert sign_in_with(client, key) == 302
    assert client.get(reverse("access:me")).status_code == 200


def test_list_of_browsers_marks_this_one(client: Client, aigerim: Resident) -> None:
    other = Client()
    sign_in(other, aigerim)
    sign_in(client, aigerim)
    shown = client.get(reverse("access:my_sign_in")).context["sessions"]
    assert [view.is_this for view in shown] == [True, False]


def test_ended_browser_leaves_the_list_and_a_line(client: Client, aigerim: Resident) -> None:
    other = Client()
    sign_in(other, aigerim)
    lost = SignIn.objects.get().id
    sign_in(client, aigerim)
    client.post(reverse("access:end_session", args=[lost]))
    assert len(client.get(reverse("access:my_sign_in")).context["sessions"]) == 1
    assert "access.user.signed_out_elsewhere" in [line.action for line in list_lines_about(aigerim.person_id)]
    assert client.post(reverse("access:end_session", args=[lost])).status_code == 404


def test_changed_password_leaves_one_browser_in_the_list(client: Client, dana: Official) -> None:
    sign_in(client, dana)
    form = {"old": dana.staff.password, "new": "four-plain-words-here"}
    client.post(reverse("access:set_password"), form)
    assert len(client.get(reverse("access:staff_me")).context["sessions"]) == 1


@pytest.mark.parametrize("old", ["", "wrong", "tau-samal-bulaq-2"])
def test_password_is_not_changed_without_the_old_one(client: Client, dana: Official, old: str) -> None:
    sign_in(client, dana)
    client.post(reverse("access:set_password"), {"old": old, "new": "four-plain-words-here"})
    assert User.objects.get(id=dana.user_id).check_password(dana.staff.password)


def test_closed_sign_in_of_a_resident_opens_nothing(client: Client, aigerim: Resident, now: Moment) -> None:
    User.objects.filter(id=aigerim.actor.user_id).update(is_active=False)
    client.post(reverse("access:sign_in"), {"number": aigerim.number})
    make_code(SignInCode.objects.get().id, at=now)
    answer = client.post(reverse("access:sign_in_code"), {"code": code_for(aigerim)})
    assert answer.status_code == 403
    assert not SignIn.objects.exists()


@pytest.mark.parametrize("words", ["", " ", "curl/8.0", "\x00", "x" * 5000])
def test_unknown_device_has_no_name(words: str) -> None:
    assert name_device(words) == ""


@given(agent=st.text(max_size=200))
def test_name_of_a_device_holds_nothing_the_browser_wrote(agent: str) -> None:
    known = {name for _mark, name in (*BROWSERS, *SYSTEMS)}
    assert {part for part in name_device(agent).split(", ") if part} <= known
