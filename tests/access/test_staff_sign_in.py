"""Staff sign in: nothing opens before the second factor, and guessing gets slower and slower."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from alatau.access import factors
from alatau.access.errors import LastFactorError, SignInRefusedError
from alatau.access.models import Throttle, User
from alatau.access.staff import create_staff, disable_staff
from alatau.core.values import Moment, UserId, system_actor
from tests.access.authenticator import Authenticator
from tests.people import sign_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.people import Official

BY = system_actor("access.command_line")
PASSWORD = "a-password-for-tests"


def give_password(client: Client, login: str, password: str) -> str:
    """Send name and password; return where the city leads."""
    answer = client.post(reverse("access:staff_sign_in"), {"login": login, "password": password})
    return answer.headers.get("Location", "")


def newcomer(at: Moment) -> UserId:
    """Make a colleague without a second factor."""
    return create_staff(login="Newcomer", name="New Colleague", office="city_office", password=PASSWORD, by=BY, at=at)


def test_official_signs_in_with_password_and_generator(client: Client, dana: Official, now: Moment) -> None:
    assert give_password(client, "dana", dana.staff.password) == reverse("access:staff_factor")
    answer = client.post(reverse("access:staff_factor"), {"code": factors.totp_code(dana.staff.totp_secret, at=now)})
    assert answer["Location"] == "/desk/"
    assert client.get(reverse("access:staff_me")).status_code == 200


@pytest.mark.parametrize("page", ["staff_me", "people", "staff_list", "my_sign_in"])
def test_no_staff_page_opens_between_password_and_second_factor(client: Client, dana: Official, page: str) -> None:
    give_password(client, "dana", dana.staff.password)
    assert client.get(reverse(f"access:{page}")).status_code == 302


def test_code_of_the_generator_works_once(dana: Official, now: Moment) -> None:
    code = factors.totp_code(dana.staff.totp_secret, at=now)
    assert factors.check_totp(dana.user_id, code, at=now) is not None
    assert factors.check_totp(dana.user_id, code, at=now) is None


def test_earlier_code_is_refused_after_a_later_one(dana: Official, now: Moment) -> None:
    before = Moment(city_at=now.city_at, wall_at=now.wall_at - timedelta(seconds=30))
    factors.check_totp(dana.user_id, factors.totp_code(dana.staff.totp_secret, at=now), at=now)
    assert factors.check_totp(dana.user_id, factors.totp_code(dana.staff.totp_secret, at=before), at=now) is None


def test_page_says_what_to_do_when_a_code_was_used_already(client: Client, dana: Official, now: Moment) -> None:
    give_password(client, "dana", dana.staff.password)
    code = factors.totp_code(dana.staff.totp_secret, at=now)
    factors.check_totp(dana.user_id, code, at=now)
    answer = client.post(reverse("access:staff_factor"), {"code": code}, headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "used already. Wait half a minute" in answer.content.decode()


def test_second_factor_page_is_closed_without_the_password(client: Client, dana: Official, now: Moment) -> None:
    code = factors.totp_code(dana.staff.totp_secret, at=now)
    answer = client.post(reverse("access:staff_factor"), {"code": code})
    assert answer["Location"] == reverse("access:staff_sign_in")


def test_newcomer_sets_up_a_generator_and_gets_recovery_codes(client: Client, now: Moment) -> None:
    user_id = newcomer(now)
    assert give_password(client, "newcomer", PASSWORD) == reverse("access:staff_enrol")
    page = client.get(reverse("access:staff_enrol"))
    secret = page.context["secret"].replace(" ", "")
    answer = client.post(reverse("access:staff_enrol"), {"code": factors.totp_code(secret, at=now)})
    codes = answer.context["codes"]
    assert len(codes) == 10
    assert factors.check_recovery_code(user_id, codes[0], at=now) is not None
    assert factors.check_recovery_code(user_id, codes[0], at=now) is None


def test_newcomer_sets_up_a_passkey_and_uses_it(client: Client, now: Moment) -> None:
    newcomer(now)
    give_password(client, "newcomer", PASSWORD)
    key = Authenticator()
    credential = key.create(client.get(reverse("access:staff_challenge")).json())
    assert client.post(reverse("access:staff_enrol"), {"credential": credential}).status_code == 200
    client.post(reverse("access:sign_out"))
    give_password(client, "newcomer", PASSWORD)
    answer = key.get(client.get(reverse("access:staff_challenge")).json())
    assert client.post(reverse("access:staff_factor"), {"credential": answer})["Location"] == "/desk/"


def test_enrolment_is_closed_once_there_is_a_second_factor(client: Client, dana: Official) -> None:
    give_password(client, "dana", dana.staff.password)
    assert client.get(reverse("access:staff_enrol"))["Location"] == reverse("access:staff_sign_in")


def test_wrong_password_and_unknown_name_answer_alike(client: Client, dana: Official) -> None:
    answers = [
        client.post(
            reverse("access:staff_sign_in"), {"login": login, "password": "wrong"}, headers={"accept-language": "en"}
        )
        for login in ("dana", "nobody")
    ]
    sentences = {answer.context["problem"] for answer in answers}
    assert sentences == {SignInRefusedError().sentence()}
    assert {answer.status_code for answer in answers} == {403}


def test_whole_sign_in_forgets_the_failures(client: Client, dana: Official, now: Moment) -> None:
    give_password(client, "dana", "wrong")
    give_password(client, "dana", dana.staff.password)
    client.post(reverse("access:staff_factor"), {"code": factors.totp_code(dana.staff.totp_secret, at=now)})
    assert not Throttle.objects.filter(locked_until__isnull=False).exists()


def test_last_second_factor_cannot_be_removed(dana: Official, now: Moment) -> None:
    factor = factors.list_factors(dana.user_id)[0]
    with pytest.raises(LastFactorError):
        factors.remove_factor(factor.id, by=dana.actor, at=now)
    assert factors.has_second_factor(dana.user_id)


def test_disabled_official_is_signed_out_at_once(client: Client, dana: Official, now: Moment) -> None:
    sign_in(client, dana)
    disable_staff("dana", by=BY, at=now)
    assert client.get(reverse("access:staff_me")).status_code == 302


def test_changed_password_signs_other_browsers_out(client: Client, dana: Official) -> None:
    from django.test import Client as Browser

    other = Browser()
    sign_in(other, dana)
    sign_in(client, dana)
    new = {"old": dana.staff.password, "new": "four-plain-words-here"}
    assert client.post(reverse("access:set_password"), new).status_code == 302
    assert other.get(reverse("access:staff_me")).status_code == 302
    assert client.get(reverse("access:staff_me")).status_code == 200


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012345"])
def test_weak_password_is_refused(client: Client, dana: Official, password: str) -> None:
    sign_in(client, dana)
    answer = client.post(reverse("access:set_password"), {"old": dana.staff.password, "new": password})
    assert answer.status_code == 409
    assert User.objects.get(id=dana.user_id).check_password(dana.staff.password)


def test_secret_of_the_generator_is_sealed_in_the_tables(dana: Official) -> None:
    from allauth.mfa.models import Authenticator as Row

    assert dana.staff.totp_secret not in str(Row.objects.get(user_id=dana.user_id).data)
