"""Powerful roles: one administrator proposes, another confirms, and nothing opens in between."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from alatau.access.actor import roles_on
from alatau.access.errors import OwnRoleError, SecondAdministratorError
from alatau.access.load import access_person
from alatau.access.models import RoleGrant, User
from alatau.access.read import list_role_grants, list_scopes, list_staff
from alatau.access.roles import confirm_role, grant_role, revoke_role
from alatau.access.staff import create_staff
from alatau.core.content import content
from alatau.core.errors import NotAllowedError, NotFoundError
from alatau.core.models import JournalContents
from alatau.core.values import UserId, system_actor
from tests.people import Official, official, sign_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

    from alatau.core.values import Actor, Moment
    from tests.people import Resident

BY = system_actor("access.command_line")
POWERFUL = [role.key for role in content().roles if role.needs_two]
PLAIN = [role.key for role in content().roles if not role.needs_two]


@pytest.fixture
def laura(people: None, now: Moment) -> Official:
    """The second administrator, made on the command line."""
    user_id = create_staff(
        login="laura", name="Лаура", office="city_office", password="four-plain-words", by=BY, at=now
    )
    grant_role(user_id, "administrator", ground="Order 1", valid_from=now.city_day, by=BY, at=now)
    return Official(user_id, official("timur").staff)


def propose(role: str, *, to: UserId, by: Actor, at: Moment) -> UUID:
    """Give a role from today on."""
    return grant_role(to, role, ground="Order 7", valid_from=at.city_day, by=by, at=at)


def actions(role: str) -> list[str]:
    """Return what the journal says of a role, in order."""
    rows = JournalContents.objects.filter(line__action__startswith="access.role.").order_by("line__position")
    return [row.line.action for row in rows if row.body.get("role") == role]


@pytest.mark.parametrize("role", POWERFUL)
def test_powerful_role_opens_nothing_before_the_second_yes(
    timur: Official, saule: Official, now: Moment, role: str
) -> None:
    propose(role, to=saule.user_id, by=timur.actor, at=now)
    assert role not in saule.actor.roles
    assert saule.user_id not in {view.user_id for view in list_staff(role=role, at=now)}
    assert (role, "") not in list_scopes(saule.user_id, at=now)


@pytest.mark.parametrize("role", POWERFUL)
def test_powerful_role_opens_with_the_second_yes(
    timur: Official, laura: Official, saule: Official, now: Moment, role: str
) -> None:
    grant_id = propose(role, to=saule.user_id, by=timur.actor, at=now)
    confirm_role(grant_id, by=laura.actor, at=now)
    assert role in roles_on(saule.user_id, at=now)
    assert RoleGrant.objects.get(id=grant_id).confirmed_by_id == laura.user_id


@pytest.mark.parametrize("role", [role for role in PLAIN if role != "operator"])
def test_plain_role_opens_at_once(timur: Official, saule: Official, now: Moment, role: str) -> None:
    if role in saule.actor.roles:
        return
    propose(role, to=saule.user_id, by=timur.actor, at=now)
    assert role in saule.actor.roles


def test_role_that_waits_reads_nobody(timur: Official, yerlan: Official, aigerim: Resident, now: Moment) -> None:
    propose("auditor", to=yerlan.user_id, by=timur.actor, at=now)
    with pytest.raises(NotFoundError):
        access_person(aigerim.person_id, by=yerlan.actor, purpose="audit")


def test_giver_cannot_say_both_yeses(timur: Official, yerlan: Official, now: Moment) -> None:
    grant_id = propose("auditor", to=yerlan.user_id, by=timur.actor, at=now)
    with pytest.raises(SecondAdministratorError) as caught:
        confirm_role(grant_id, by=timur.actor, at=now)
    assert caught.value.sentence() == "You gave this role yourself. Another administrator has to confirm it."
    assert "auditor" not in yerlan.actor.roles


def test_receiver_cannot_say_the_second_yes(timur: Official, laura: Official, now: Moment) -> None:
    grant_id = propose("auditor", to=laura.user_id, by=timur.actor, at=now)
    with pytest.raises(OwnRoleError):
        confirm_role(grant_id, by=laura.actor, at=now)


@pytest.mark.parametrize("login", ["dana", "marat", "yerlan", "saule", "aliya"])
def test_only_administrators_say_the_second_yes(timur: Official, yerlan: Official, now: Moment, login: str) -> None:
    grant_id = propose("auditor", to=yerlan.user_id, by=timur.actor, at=now)
    with pytest.raises(NotAllowedError):
        confirm_role(grant_id, by=official(login).actor, at=now)


def test_second_yes_is_said_once(timur: Official, laura: Official, yerlan: Official, now: Moment) -> None:
    grant_id = propose("auditor", to=yerlan.user_id, by=timur.actor, at=now)
    confirm_role(grant_id, by=laura.actor, at=now)
    confirm_role(grant_id, by=laura.actor, at=now)
    assert actions("auditor") == ["access.role.proposed", "access.role.confirmed"]


def test_role_taken_back_cannot_be_confirmed(timur: Official, laura: Official, yerlan: Official, now: Moment) -> None:
    grant_id = propose("auditor", to=yerlan.user_id, by=timur.actor, at=now)
    revoke_role(grant_id, by=timur.actor, at=now)
    with pytest.raises(NotFoundError):
        confirm_role(grant_id, by=laura.actor, at=now)


def test_role_nobody_gave_cannot_be_confirmed(laura: Official, now: Moment) -> None:
    with pytest.raises(NotFoundError):
        confirm_role(uuid4(), by=laura.actor, at=now)


def test_one_administrator_is_enough_to_take_a_powerful_role(laura: Official, timur: Official, now: Moment) -> None:
    grant = next(grant for grant in list_role_grants(laura.user_id) if grant.role == "administrator")
    revoke_role(grant.id, by=timur.actor, at=now)
    assert "administrator" not in laura.actor.roles


def test_role_from_the_command_line_stands_at_once(yerlan: Official, now: Moment) -> None:
    propose("auditor", to=yerlan.user_id, by=BY, at=now)
    assert "auditor" in yerlan.actor.roles
    assert actions("auditor") == ["access.role.granted"]


@pytest.mark.parametrize("confirmer", ["giver", "receiver"])
def test_database_itself_refuses_a_yes_of_the_same_human(
    timur: Official, yerlan: Official, now: Moment, confirmer: str
) -> None:
    grant_id = propose("auditor", to=yerlan.user_id, by=timur.actor, at=now)
    by = timur.user_id if confirmer == "giver" else yerlan.user_id
    with pytest.raises(IntegrityError, match="role_grant_confirmed_by_another"), transaction.atomic():
        RoleGrant.objects.filter(id=grant_id).update(confirmed_by_id=by)


def test_second_yes_is_given_on_the_page(
    client: Client, timur: Official, laura: Official, yerlan: Official, now: Moment
) -> None:
    grant_id = propose("auditor", to=yerlan.user_id, by=timur.actor, at=now)
    address = reverse("access:confirm_role", args=[yerlan.user_id, grant_id])
    sign_in(client, laura)
    assert address in client.get(reverse("access:staff_roles", args=[yerlan.user_id])).content.decode()
    assert client.post(address).status_code == 302
    assert "auditor" in yerlan.actor.roles


def test_giver_is_shown_no_button_and_refused_all_the_same(
    client: Client, timur: Official, yerlan: Official, now: Moment
) -> None:
    grant_id = propose("auditor", to=yerlan.user_id, by=timur.actor, at=now)
    address = reverse("access:confirm_role", args=[yerlan.user_id, grant_id])
    sign_in(client, timur)
    page = client.get(reverse("access:staff_roles", args=[yerlan.user_id])).content.decode()
    assert address not in page
    assert client.post(address).status_code == 403
    assert "auditor" not in yerlan.actor.roles


@pytest.mark.parametrize("route", ["confirm_role", "take_role"])
def test_address_of_one_colleague_does_not_reach_the_role_of_another(
    client: Client, timur: Official, laura: Official, yerlan: Official, dana: Official, now: Moment, route: str
) -> None:
    grant_id = propose("auditor", to=yerlan.user_id, by=timur.actor, at=now)
    sign_in(client, laura)
    assert client.post(reverse(f"access:{route}", args=[dana.user_id, grant_id])).status_code == 404
    assert RoleGrant.objects.get(id=grant_id).awaits_second
    assert RoleGrant.objects.get(id=grant_id).revoked_at is None


def test_page_says_that_a_role_waits(client: Client, timur: Official, yerlan: Official, now: Moment) -> None:
    client.cookies["alatau_language"] = "en"
    sign_in(client, timur)
    form = {"role": "auditor", "ground": "Order 7", "valid_from": now.city_day.isoformat()}
    page = client.post(reverse("access:give_role", args=[yerlan.user_id]), form, follow=True).content.decode()
    assert "It opens once another administrator confirms it." in page
    assert "Waits for another administrator" in page


def test_receiver_reads_that_their_role_waits(client: Client, timur: Official, yerlan: Official, now: Moment) -> None:
    propose("auditor", to=yerlan.user_id, by=timur.actor, at=now)
    client.cookies["alatau_language"] = "en"
    sign_in(client, yerlan)
    assert "Waits for another administrator" in client.get(reverse("access:staff_me")).content.decode()
    assert client.get(reverse("access:staff_list")).status_code == 403


def test_list_of_staff_names_no_role_that_waits(client: Client, timur: Official, yerlan: Official, now: Moment) -> None:
    propose("auditor", to=yerlan.user_id, by=timur.actor, at=now)
    sign_in(client, timur)
    rows = client.get(reverse("access:staff_list")).context["rows"]
    held = next(row["roles"] for row in rows if row["staff"].user_id == yerlan.user_id)
    assert [role.say("en") for role in held] == ["Analyst"]


@pytest.mark.parametrize("region", ["", "191"])
def test_waiting_role_is_not_entered_twice(timur: Official, yerlan: Official, now: Moment, region: str) -> None:
    from alatau.access.errors import RoleHeldError

    facts = {"ground": "Order 7", "region": region, "valid_from": now.city_day, "by": timur.actor, "at": now}
    grant_role(yerlan.user_id, "auditor", **facts)
    with pytest.raises(RoleHeldError):
        grant_role(yerlan.user_id, "auditor", **facts)


def test_disabled_colleague_gets_no_role(timur: Official, yerlan: Official, now: Moment) -> None:
    from alatau.access.errors import StaffUnknownError

    User.objects.filter(id=yerlan.user_id).update(is_active=False)
    with pytest.raises(StaffUnknownError):
        propose("caseworker", to=yerlan.user_id, by=timur.actor, at=now)
