"""Roles: given and taken by administrators, never to oneself, within dates."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from alatau.access.actor import roles_on
from alatau.access.errors import OwnRoleError, RoleHeldError, RoleUnknownError, StaffUnknownError
from alatau.access.models import RoleGrant, User
from alatau.access.read import list_role_grants, list_staff
from alatau.access.roles import grant_role, revoke_role
from alatau.core.errors import NotAllowedError
from alatau.core.values import UserId
from tests.people import sign_in

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.test import Client

    from alatau.core.values import Moment
    from tests.people import Official


def give(
    role: str, *, to: UserId, by: Official, at: Moment, start: date | None = None, end: date | None = None
) -> UUID:
    """Give a role from today on, unless said otherwise."""
    begins = start or at.city_day
    return grant_role(to, role, ground="Order 7", valid_from=begins, valid_until=end, by=by.actor, at=at)


def test_administrator_gives_and_takes_a_role(timur: Official, yerlan: Official, now: Moment) -> None:
    grant_id = give("caseworker", to=yerlan.user_id, by=timur, at=now)
    assert "caseworker" in yerlan.actor.roles
    revoke_role(grant_id, by=timur.actor, at=now)
    revoke_role(grant_id, by=timur.actor, at=now)
    assert "caseworker" not in yerlan.actor.roles


def test_caseworker_gives_no_roles(dana: Official, yerlan: Official, now: Moment) -> None:
    with pytest.raises(NotAllowedError):
        give("caseworker", to=yerlan.user_id, by=dana, at=now)


def test_administrator_gives_no_role_to_themselves(timur: Official, now: Moment) -> None:
    with pytest.raises(OwnRoleError):
        give("caseworker", to=timur.user_id, by=timur, at=now)


def test_administrator_takes_no_role_of_their_own(timur: Official, now: Moment) -> None:
    with pytest.raises(OwnRoleError):
        revoke_role(list_role_grants(timur.user_id)[0].id, by=timur.actor, at=now)


def test_database_itself_refuses_a_role_to_oneself(timur: Official, now: Moment) -> None:
    row = RoleGrant(
        user_id=timur.user_id,
        granted_by_id=timur.user_id,
        role="auditor",
        ground="x",
        valid_from=now.city_day,
        granted_at=now.wall_at,
    )
    with pytest.raises(IntegrityError, match="role_grant_not_to_oneself"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("role", "known", "refusal"),
    [
        ("king", True, RoleUnknownError),
        ("auditor", False, StaffUnknownError),
        ("analyst", True, RoleHeldError),
    ],
)
def test_grants_that_make_no_sense_are_refused(
    timur: Official, yerlan: Official, now: Moment, role: str, known: bool, refusal: type[Exception]
) -> None:
    to = yerlan.user_id if known else UserId(timur.user_id.__class__(int=7))
    with pytest.raises(refusal):
        give(role, to=to, by=timur, at=now)


def test_role_holds_from_its_first_day_to_the_day_before_its_last(
    timur: Official, yerlan: Official, now: Moment
) -> None:
    start, end = now.city_day + timedelta(days=1), now.city_day + timedelta(days=3)
    give("caseworker", to=yerlan.user_id, by=timur, at=now, start=start, end=end)
    held = []
    for days in range(5):
        moment = type(now)(city_at=now.city_at + timedelta(days=days), wall_at=now.wall_at)
        held.append("caseworker" in roles_on(yerlan.user_id, at=moment))
    assert held == [False, True, True, False, False]


def test_role_for_a_region_covers_the_places_inside_it(timur: Official, yerlan: Official, now: Moment) -> None:
    give("caseworker", to=yerlan.user_id, by=timur, at=now)
    RoleGrant.objects.filter(user_id=yerlan.user_id, role="caseworker").update(region="190000000")
    inside = [view.name for view in list_staff(role="caseworker", at=now, region="199100000")]
    outside = [view.name for view in list_staff(role="caseworker", at=now, region="710000000")]
    assert yerlan.staff.name in inside
    assert yerlan.staff.name not in outside


def test_administrator_gives_a_role_on_the_page(client: Client, timur: Official, yerlan: Official, now: Moment) -> None:
    sign_in(client, timur)
    form = {"role": "caseworker", "ground": "Order 7", "valid_from": now.city_day.isoformat()}
    client.post(reverse("access:give_role", args=[yerlan.user_id]), form)
    assert "caseworker" in yerlan.actor.roles
    grant = next(grant for grant in list_role_grants(yerlan.user_id) if grant.role == "caseworker")
    client.post(reverse("access:take_role", args=[yerlan.user_id, grant.id]))
    assert "caseworker" not in yerlan.actor.roles


def test_role_for_a_region_is_given_and_shown_by_the_name_of_the_place(
    client: Client, timur: Official, yerlan: Official, now: Moment
) -> None:
    sign_in(client, timur)
    address = reverse("access:staff_roles", args=[yerlan.user_id])
    assert '<option value="190000000">Алматы облысы</option>' in client.get(address).content.decode()
    form = {"role": "caseworker", "region": "190000000", "ground": "Order 7", "valid_from": now.city_day.isoformat()}
    page = client.post(reverse("access:give_role", args=[yerlan.user_id]), form, follow=True).content.decode()
    assert 'data-label="Аймақ">Алматы облысы<' in page
    assert RoleGrant.objects.get(user_id=yerlan.user_id, role="caseworker").region == "190000000"


def test_role_for_an_unknown_place_is_refused(client: Client, timur: Official, yerlan: Official, now: Moment) -> None:
    sign_in(client, timur)
    form = {"role": "caseworker", "region": "990000000", "ground": "Order 7", "valid_from": now.city_day.isoformat()}
    client.post(reverse("access:give_role", args=[yerlan.user_id]), form)
    assert "caseworker" not in yerlan.actor.roles


def test_auditor_sees_roles_and_changes_none(client: Client, yerlan: Official) -> None:
    from tests.people import official

    sign_in(client, official("aliya"))
    page = reverse("access:staff_roles", args=[yerlan.user_id])
    assert client.get(page).status_code == 200
    assert client.post(reverse("access:give_role", args=[yerlan.user_id])).status_code == 403


def test_new_colleague_gets_a_first_password_shown_once(client: Client, timur: Official) -> None:
    sign_in(client, timur)
    form = {"login": "laura", "name": "Лаура", "office": "city_office"}
    answer = client.post(reverse("access:new_staff"), form)
    assert User.objects.get(login="laura").check_password(answer.context["password"])


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"name": ""}, 422), ({"office": "no_such_office"}, 422), ({"login": "dana"}, 409)],
)
def test_refused_colleague_keeps_what_was_typed(client: Client, timur: Official, wrong, status: int) -> None:
    sign_in(client, timur)
    form = {"login": "laura", "name": "Лаура", "office": "city_office"} | wrong
    answer = client.post(reverse("access:new_staff"), form)
    assert answer.status_code == status
    assert f'value="{form["login"]}"' in answer.content.decode()
    assert not User.objects.filter(name="Лаура").exists()
