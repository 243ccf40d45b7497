"""Rows that came alone become events at once; loads, places and days are read by jobs."""

from __future__ import annotations

import pytest
from django.db import connection

from alatau.access.models import Person
from alatau.core.clock import read_clocks
from alatau.services import jobs as jobs_of_room
from alatau.services.events.from_load import read_load
from alatau.services.events.from_people import read_day_of_events, read_people
from alatau.services.models import EventDay
from tests.services.events.stage import AIGERIM, BOLAT, BY, CHILD, ago, bring, events, follow, lines, load

pytestmark = pytest.mark.usefixtures("as_worker")


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE task_name LIKE 'services.read%%' ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def read(key: str, number: int) -> int:
    return read_load(key, number, as_of=ago(0), by=BY, at=read_clocks())


def birth(number: str, born: int, **more: object) -> dict[str, object]:
    row = {"act_number": number, "child_number": CHILD, "mother_number": AIGERIM, "born_on": ago(born)}
    return row | {"status": "valid"} | more


def licence(number: str, days_left: int) -> dict[str, object]:
    return {"number": BOLAT, "licence_number": number, "valid_from_day": ago(3000), "expires_on": ago(-days_left)}


def test_a_row_that_came_alone_is_an_event_as_soon_as_it_is_heard_of() -> None:
    bring("births", **birth("A1", 3))
    follow()
    assert events() == {("child_birth", AIGERIM, ago(3), "detected")}
    assert (lines(), jobs()) == (["services.event.detected"], [])


def test_the_newest_of_two_rows_of_one_identity_counts() -> None:
    bring("births", **birth("A1", 3))
    bring("births", **birth("A1", 3, status="annulled"))
    follow()
    assert events() == set()


def test_a_load_tells_what_lone_rows_would() -> None:
    load("births")
    number = load("births", birth("A1", 3), birth("A2", 900))
    follow()
    assert jobs() == ["services.read_load"]
    assert (read("births", number), read("births", number)) == (1, 0)
    assert events() == {("child_birth", AIGERIM, ago(3), "detected")}


def test_a_ward_s_notices_are_read_by_the_moment_of_birth() -> None:
    notice = {"notice_number": "N1", "mother_number": AIGERIM, "born_at": f"{ago(3)} 20:30:00+00", "sex": "male"}
    read("birth_notices", load("birth_notices", notice))
    assert events() == {("child_birth", AIGERIM, ago(2), "detected")}


def test_what_the_first_load_tells_of_months_ago_is_history() -> None:
    load("births")
    number = load("births", birth("A1", 3), birth("A2", 90, child_number=BOLAT))
    assert read("births", number) == 1


def test_a_later_load_is_believed_about_months_ago() -> None:
    load("births", birth("A1", 3))
    number = load("births", birth("A2", 90, child_number=BOLAT))
    assert read("births", number) == 1


def test_a_row_that_a_load_closed_is_no_event_any_more() -> None:
    load("births")
    first = load("births", birth("A1", 3))
    read("births", first)
    read("births", load("births", closes=((first, 1, CHILD),)))
    assert events() == {("child_birth", AIGERIM, ago(3), "withdrawn")}


def test_a_load_does_not_overrule_what_came_alone_since() -> None:
    load("births")
    number = load("births", birth("A1", 3))
    bring("births", **birth("A1", 3, status="annulled"))
    follow()
    assert read("births", number) == 0


def test_a_licence_that_expires_is_told_when_its_day_comes() -> None:
    load("driving_licences", licence("L1", 30))
    at = read_clocks()
    assert (read_day_of_events(by=BY, at=at), read_day_of_events(by=BY, at=at)) == (1, 0)
    assert events() == {("licence_expiry", BOLAT, ago(0), "detected")}
    assert EventDay.objects.filter(day=at.city_day).exists()


def test_a_day_that_was_named_before_is_told_when_it_comes_and_not_much_later() -> None:
    contracts = [("C1", 2), ("C2", 60)]
    seeks = {"number": BOLAT, "vacancy_number": "V", "status": "seeking", "registered_on": ago(1)}
    read("labour_market", load("labour_market", seeks))
    load("labour_contracts", *({"contract_number": c, "number": BOLAT, "terminated_on": ago(d)} for c, d in contracts))
    read_day_of_events(by=BY, at=read_clocks())
    assert events() == {("job_loss", BOLAT, ago(2), "detected")}


def test_who_has_a_newer_licence_is_not_reminded() -> None:
    load("driving_licences", licence("L1", 30), licence("L2", 3000))
    assert read_day_of_events(by=BY, at=read_clocks()) == 0


def test_only_who_lived_elsewhere_before_has_moved() -> None:
    home = {"registration_kind": "permanent"}
    rows = [(AIGERIM, "0201300000000001", 2000), (AIGERIM, "0201300000000002", 5), (CHILD, "0201300000000002", 5)]
    load("residence", *({"number": p, "address_code": a, "lives_from": ago(d)} | home for p, a, d in rows))
    read_people("residence", [str(AIGERIM), str(CHILD)], by=BY, at=read_clocks())
    assert events() == {("moving", AIGERIM, ago(5), "detected")}


def test_a_lone_row_that_needs_others_asks_for_a_job() -> None:
    bring(
        "residence", number=AIGERIM, address_code="0201300000000002", lives_from=ago(5), registration_kind="permanent"
    )
    follow()
    assert (events(), jobs()) == (set(), ["services.read_people"])


def test_a_flood_happens_to_everybody_who_lives_in_the_zone() -> None:
    for person, region in ((AIGERIM, "117910100"), (BOLAT, "117910100"), (CHILD, "750000000")):
        Person.objects.create(id=person, region=region, registered_at=read_clocks().wall_at)
    zone = {"zone_number": "Z1", "place_code": "117910000", "kind": "flood", "level": "emergency"}
    load("emergency_zones", zone | {"declared_on": ago(1)})
    read_people("emergency_zones", ["117910000"], by=BY, at=read_clocks())
    assert events() == {("flood", person, ago(1), "detected") for person in (AIGERIM, BOLAT)}


def test_jobs_do_what_the_listener_asked_for() -> None:
    load("births")
    number = load("births", birth("A1", 3))
    jobs_of_room.read_events_of_load(register="births", load=number, as_of=ago(0).isoformat())
    bring("driving_licences", **licence("L1", 30))
    follow()
    jobs_of_room.read_events_of_people(register="driving_licences", subjects=[str(BOLAT)])
    jobs_of_room.read_events_of_day(0)
    assert {kind for kind, *_rest in events()} == {"child_birth", "licence_expiry"}
