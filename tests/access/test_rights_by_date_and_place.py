"""Rights of staff: both sides of each date, place, purpose and visit, asked of the tables and not of the session."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.access.desk_visit import DOCUMENT_KINDS, VISIT, close_desk_visit, open_desk_visit
from alatau.access.errors import PurposeUnknownError
from alatau.access.load import access_person
from alatau.access.models import DeskVisit, Person, RoleGrant
from alatau.access.read import find_desk_visit
from alatau.access.regions import covers, places_over
from alatau.core.content import content
from alatau.core.errors import NotAllowedError, NotFoundError
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import LineKind
from alatau.core.values import Moment, PersonId
from tests.people import official, resident

if TYPE_CHECKING:
    from tests.people import Official, Resident

PURPOSES = [purpose.key for purpose in content().purposes]
CASE_WORK = {"service", "case", "appeal", "social_support", "correction", "desk_visit"}


def reads(by: Official, whom: Resident, at: Moment, *, purpose: str = "case", with_case: bool = True) -> bool:
    """Tell whether the official gets to see the person."""
    case_id = uuid4() if with_case else None
    try:
        access_person(whom.person_id, by=by.actor, purpose=purpose, case_id=case_id, at=at)
    except NotFoundError:
        return False
    return True


def wall_later(at: Moment, delta: timedelta) -> Moment:
    """Return the moment some time later by the wall's clock."""
    return Moment(city_at=at.city_at, wall_at=at.wall_at + delta)


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("login", ["dana", "marat", "yerlan", "saule", "timur", "aliya"])
def test_roles_read_for_their_purposes_alone(aigerim: Resident, now: Moment, login: str, purpose: str) -> None:
    allowed = {"dana": CASE_WORK, "marat": CASE_WORK, "aliya": {"audit"}}.get(login, set())
    assert reads(official(login), aigerim, now, purpose=purpose) is (purpose in allowed)


@pytest.mark.parametrize(("login", "purpose", "may"), [("dana", "case", False), ("aliya", "audit", True)])
def test_only_the_auditor_reads_without_a_case(
    aigerim: Resident, now: Moment, login: str, purpose: str, may: bool
) -> None:
    assert reads(official(login), aigerim, now, purpose=purpose, with_case=False) is may


@pytest.mark.parametrize(
    ("starts", "ends", "may"),
    [(0, None, True), (1, None, False), (-9, 1, True), (-9, 0, False), (-9, -1, False), (0, 1, True)],
)
def test_role_reads_from_its_first_day_to_the_day_before_its_end(
    dana: Official, aigerim: Resident, now: Moment, starts: int, ends: int | None, may: bool
) -> None:
    day = now.city_day
    RoleGrant.objects.filter(user_id=dana.user_id).update(
        valid_from=day + timedelta(days=starts), valid_until=None if ends is None else day + timedelta(days=ends)
    )
    assert reads(dana, aigerim, now) is may


def test_roles_an_actor_claims_count_only_when_the_tables_agree(
    yerlan: Official, aigerim: Resident, now: Moment
) -> None:
    forged = replace(yerlan.actor, roles=frozenset({"caseworker", "auditor"}))
    for purpose in ("case", "audit"):
        with pytest.raises(NotFoundError):
            access_person(aigerim.person_id, by=forged, purpose=purpose, case_id=uuid4(), at=now)


def test_role_taken_during_a_request_counts_no_more(dana: Official, aigerim: Resident, now: Moment) -> None:
    remembered = dana.actor
    RoleGrant.objects.filter(user_id=dana.user_id).update(revoked_at=now.wall_at)
    with pytest.raises(NotFoundError):
        access_person(aigerim.person_id, by=remembered, purpose="case", case_id=uuid4(), at=now)


@pytest.mark.parametrize(
    ("scope", "may"),
    [("", True), ("199100000", True), ("190000000", True), ("710000000", False), ("nowhere", False)],
)
def test_role_reads_in_its_place_and_the_places_inside(
    dana: Official, aigerim: Resident, now: Moment, scope: str, may: bool
) -> None:
    RoleGrant.objects.filter(user_id=dana.user_id).update(region=scope)
    assert reads(dana, aigerim, now) is may


def test_person_without_a_place_is_read_by_whole_city_roles_alone(
    dana: Official, aigerim: Resident, now: Moment
) -> None:
    Person.objects.filter(id=aigerim.person_id).update(region="")
    assert reads(dana, aigerim, now)
    RoleGrant.objects.filter(user_id=dana.user_id).update(region="199100000")
    assert not reads(dana, aigerim, now)


@pytest.mark.parametrize("region", ["199100000", "190000000", "", "nowhere"])
def test_places_over_a_region_are_those_that_cover_it(region: str) -> None:
    assert places_over(region)[0] == ""
    assert all(covers(scope, region) for scope in places_over(region))


@pytest.mark.parametrize("purpose", ["", "Case", "case ", "curiosity", "x" * 200, "\x00"])
def test_purpose_outside_the_list_is_refused_to_everybody(dana: Official, aigerim: Resident, purpose: str) -> None:
    for actor in (dana.actor, aigerim.actor):
        with pytest.raises(PurposeUnknownError):
            access_person(aigerim.person_id, by=actor, purpose=purpose, case_id=uuid4())


@pytest.mark.parametrize(
    ("after", "is_open"), [(timedelta(), True), (VISIT - timedelta(seconds=1), True), (VISIT, False)]
)
def test_visit_lasts_half_an_hour_and_no_longer(
    dana: Official, aigerim: Resident, now: Moment, after: timedelta, is_open: bool
) -> None:
    open_desk_visit(aigerim.person_id, document_kind="passport", case_id=None, by=dana.actor, at=now)
    RoleGrant.objects.filter(user_id=dana.user_id).update(region="710000000")
    at = wall_later(now, after)
    assert (find_desk_visit(dana.user_id, at=at) is not None) is is_open
    assert reads(dana, aigerim, at, purpose="desk_visit") is is_open


def test_visit_opens_the_visitor_alone(dana: Official, aigerim: Resident, bolat: Resident, now: Moment) -> None:
    open_desk_visit(aigerim.person_id, document_kind="passport", case_id=None, by=dana.actor, at=now)
    RoleGrant.objects.filter(user_id=dana.user_id).update(region="710000000")
    assert reads(dana, aigerim, now, purpose="desk_visit", with_case=False)
    assert not reads(dana, bolat, now, purpose="desk_visit")
    assert not reads(dana, aigerim, now, purpose="case")


def test_visit_of_a_colleague_opens_nothing(dana: Official, yerlan: Official, aigerim: Resident, now: Moment) -> None:
    open_desk_visit(aigerim.person_id, document_kind="passport", case_id=None, by=dana.actor, at=now)
    assert not reads(yerlan, aigerim, now, purpose="desk_visit")


@pytest.mark.parametrize("login", ["yerlan", "saule", "timur", "aliya"])
def test_only_case_workers_open_visits(aigerim: Resident, now: Moment, login: str) -> None:
    with pytest.raises(NotAllowedError):
        open_desk_visit(aigerim.person_id, document_kind="passport", case_id=None, by=official(login).actor, at=now)
    assert not DeskVisit.objects.exists()


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
def test_visit_keeps_which_document_was_checked(dana: Official, aigerim: Resident, now: Moment, kind: str) -> None:
    open_desk_visit(aigerim.person_id, document_kind=kind, case_id=None, by=dana.actor, at=now)
    line = list_lines_about(aigerim.person_id, kinds=[LineKind.LOOK])[0]
    assert (line.action, line.body["document"]) == ("access.visit.opened", kind)


def test_visit_of_nobody_is_refused(dana: Official, now: Moment) -> None:
    with pytest.raises(NotFoundError):
        open_desk_visit(PersonId(uuid4()), document_kind="passport", case_id=None, by=dana.actor, at=now)


def test_closing_twice_or_nothing_changes_nothing(dana: Official, aigerim: Resident, now: Moment) -> None:
    close_desk_visit(by=dana.actor, at=now)
    open_desk_visit(aigerim.person_id, document_kind="passport", case_id=None, by=dana.actor, at=now)
    for _ in range(2):
        close_desk_visit(by=dana.actor, at=now)
    closed = [line for line in list_lines_about(aigerim.person_id) if line.action == "access.visit.closed"]
    assert len(closed) == 1


def test_protected_address_stays_hidden_at_a_desk_and_from_oneself_too(
    dana: Official, aigerim: Resident, now: Moment
) -> None:
    Person.objects.filter(id=aigerim.person_id).update(address_protected=True)
    open_desk_visit(aigerim.person_id, document_kind="passport", case_id=None, by=dana.actor, at=now)
    assert access_person(aigerim.person_id, by=dana.actor, purpose="desk_visit", at=now).region is None
    assert access_person(aigerim.person_id, by=aigerim.actor, purpose="own", at=now).region is None


@pytest.mark.parametrize("purpose", PURPOSES)
def test_another_adult_is_never_read_by_a_resident(aigerim: Resident, now: Moment, purpose: str) -> None:
    for key in ("bolat", "yusuf", "nurlan", "gulnara", "dias"):
        with pytest.raises(NotFoundError):
            access_person(resident(key).person_id, by=aigerim.actor, purpose=purpose, case_id=uuid4(), at=now)


def test_refused_resident_leaves_no_line_about_the_other(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    with pytest.raises(NotFoundError):
        access_person(bolat.person_id, by=aigerim.actor, purpose="own", at=now)
    assert not [line for line in list_lines_about(bolat.person_id) if line.kind is LineKind.LOOK]


def test_look_names_what_the_caller_shows(dana: Official, aigerim: Resident, now: Moment) -> None:
    access_person(aigerim.person_id, by=dana.actor, purpose="case", case_id=uuid4(), data=("name",), at=now)
    assert list_lines_about(aigerim.person_id, kinds=[LineKind.LOOK])[0].body["data"] == ["name"]
