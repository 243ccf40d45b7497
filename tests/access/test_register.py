"""Persons, their dated numbers and merged records."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.access.errors import PersonNumberTakenError, PersonsCannotMergeError
from alatau.access.models import Person, PersonNumber
from alatau.access.read import find_person_by_number
from alatau.access.register import change_number, merge_persons, register_person
from alatau.access.representations import list_representations_held
from alatau.access.seal import fingerprint, seal, unseal
from alatau.core.content import content
from alatau.core.values import PersonId, system_actor
from alatau.messages.contacts import set_contact_point
from alatau.messages.read import find_contact_points
from alatau.messages.values import Channel
from tests.people import resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment
    from tests.people import Resident

BY = system_actor("registry.load")
BORN = date(1990, 1, 1)


def number(serial: int) -> str:
    """Return a synthetic number."""
    return content().person_numbers.synthesise(born_on=BORN, woman=True, serial=serial)


def register(serial: int | None, at: Moment) -> PersonId:
    """Register a person with a number from their birth on."""
    return register_person(
        name="Invented Person",
        short_name="Invented",
        born_on=BORN,
        region="",
        number=number(serial) if serial is not None else None,
        number_from=BORN,
        by=BY,
        at=at,
    )


def test_person_is_found_by_number(now: Moment) -> None:
    person_id = register(100, now)
    assert find_person_by_number(number(100), on=now.city_day) == person_id
    assert find_person_by_number(number(101), on=now.city_day) is None


def test_number_is_not_readable_in_the_tables(now: Moment) -> None:
    register(100, now)
    row = PersonNumber.objects.get(fingerprint=fingerprint("person", number(100)))
    assert number(100).encode() not in bytes(row.sealed)
    assert unseal(row.sealed) == number(100)


def test_same_text_is_sealed_differently_each_time() -> None:
    assert seal("900101800001") != seal("900101800001")


def test_number_of_another_person_is_refused(now: Moment) -> None:
    register(100, now)
    with pytest.raises(PersonNumberTakenError):
        register(100, now)
    assert Person.objects.count() == 1


def test_changed_number_finds_the_person_from_its_day(now: Moment) -> None:
    person_id, today = register(100, now), now.city_day
    change_number(person_id, number(200), valid_from=today, by=BY, at=now)
    assert find_person_by_number(number(200), on=today) == person_id
    assert find_person_by_number(number(100), on=today) is None
    assert find_person_by_number(number(100), on=today - timedelta(days=1)) == person_id


def test_changing_to_the_number_in_force_changes_nothing(now: Moment) -> None:
    person_id = register(100, now)
    change_number(person_id, number(100), valid_from=now.city_day, by=BY, at=now)
    assert PersonNumber.objects.filter(person_id=person_id).count() == 1


def test_both_numbers_find_the_kept_record_after_a_merge(now: Moment) -> None:
    kept, absorbed = register(100, now), register(200, now)
    merge_persons(kept, absorbed, by=BY, at=now)
    merge_persons(kept, absorbed, by=BY, at=now)
    assert find_person_by_number(number(200), on=now.city_day) == kept


def test_who_signed_in_under_the_absorbed_record_goes_on_as_the_kept_one(
    client: Client, aigerim: Resident, bolat: Resident, now: Moment
) -> None:
    sign_in(client, aigerim)
    merge_persons(bolat.person_id, aigerim.person_id, by=BY, at=now)
    assert bolat.person.name in client.get("/me/").content.decode()


def test_representations_go_on_under_the_kept_record_once(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    both = {
        view.represented_name
        for who in (aigerim, bolat)
        for view in list_representations_held(who.person_id, at=now)
        if view.represented_name not in (aigerim.person.name, bolat.person.name)
    }
    merge_persons(bolat.person_id, aigerim.person_id, by=BY, at=now)
    held = [view.represented_name for view in list_representations_held(bolat.person_id, at=now)]
    assert sorted(held) == sorted(both)
    assert {resident(key).person.name for key in ("dias", "amina", "gulnara")} <= both


def test_merge_back_is_refused(now: Moment) -> None:
    kept, absorbed = register(100, now), register(200, now)
    merge_persons(kept, absorbed, by=BY, at=now)
    with pytest.raises(PersonsCannotMergeError):
        merge_persons(absorbed, kept, by=BY, at=now)


spans = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 40), st.integers(1, 20) | st.none())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(spans, max_size=8))
def test_dated_numbers_never_overlap_whatever_is_written(now: Moment, rows: list[tuple[int, int, int, int]]) -> None:
    with transaction.atomic():
        people = [register(None, now) for _ in range(3)]
        for who, which, start, days in rows:
            _try_to_write(people[who], which, start, days)
        kept = list(PersonNumber.objects.filter(person_id__in=people))
        transaction.set_rollback(True)
    for first in kept:
        for second in kept:
            same = first.person_id == second.person_id or first.fingerprint == second.fingerprint
            assert first is second or not same or _apart(first, second)


def _try_to_write(person_id: PersonId, which: int, start: int, days: int | None) -> None:
    begins = BORN + timedelta(days=start)
    try:
        with transaction.atomic():
            PersonNumber.objects.create(
                person_id=person_id,
                fingerprint=fingerprint("test", str(which)),
                sealed=b"",
                valid_from=begins,
                valid_until=begins + timedelta(days=days) if days else None,
            )
    except IntegrityError:
        return


def _apart(first: PersonNumber, second: PersonNumber) -> bool:
    end = date.max
    return (first.valid_until or end) <= second.valid_from or (second.valid_until or end) <= first.valid_from


def test_overlap_is_refused_by_the_database_itself(now: Moment) -> None:
    register(100, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x' AND conname LIKE 'person_number_%%'")
        assert len(cursor.fetchall()) == 2


def test_phone_of_the_absorbed_record_reaches_the_kept_one(now: Moment) -> None:
    kept, absorbed = register(100, now), register(200, now)
    set_contact_point(absorbed, Channel.SMS, "+77000000042", by=BY, at=now)
    merge_persons(kept, absorbed, by=BY, at=now)
    assert [point.address for point in find_contact_points(kept)] == ["+77000000042"]
