"""Many people at once: the same guarantees as one at a time, and the same answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from cryptography.fernet import InvalidToken
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from alatau.access.errors import PersonNumberTakenError
from alatau.access.models import Person, PersonNumber
from alatau.access.numbers import link_numbers, list_merged_persons
from alatau.access.read import find_person_by_number
from alatau.access.register import change_number, merge_persons
from alatau.access.register_many import NewPerson, draw_ids, register_many
from alatau.access.seal import fingerprint, fingerprint_many, seal, seal_many, unseal
from alatau.core.models import JournalContents
from alatau.core.values import system_actor
from tests.access.test_register import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.values import Moment, PersonId

BY = system_actor("registry.ingest")
BORN = date(1990, 1, 1)


def new(serial: int) -> NewPerson:
    """Return somebody with a synthetic number."""
    return NewPerson(number(serial), f"Invented {serial}", "Invented", BORN, "", BORN)


def register(serials: Sequence[int], at: Moment) -> list[PersonId]:
    """Register people of these serial numbers at once."""
    return register_many([new(serial) for serial in serials], run_id=uuid4(), by=BY, at=at)


def test_each_of_many_is_found_by_their_own_number(now: Moment) -> None:
    ids = register(range(300, 340, 2), now)
    found = [find_person_by_number(number(serial), on=now.city_day) for serial in range(300, 340, 2)]
    assert found == ids
    assert Person.objects.get(id=ids[3]).name == "Invented 306"


def test_names_are_kept_sign_by_sign(now: Moment) -> None:
    odd = "\0" + 'Ә\\N "O\tö"\n\\.\r' + "'"
    (person_id,) = register_many([new(300)._replace(name=odd, born_on=None)], run_id=uuid4(), by=BY, at=now)
    row = Person.objects.get(id=person_id)
    assert (row.name, row.born_on, row.registered_at) == (odd[1:], None, now.wall_at)
    assert unseal(PersonNumber.objects.get(person=row).sealed) == number(300)


def test_many_of_whom_one_is_known_are_refused_whole(now: Moment) -> None:
    register([300], now)
    with pytest.raises(PersonNumberTakenError):
        register([310, 300, 320], now)
    assert Person.objects.count() == 1


def test_a_number_that_stands_twice_is_refused(now: Moment) -> None:
    with pytest.raises(PersonNumberTakenError):
        register([300, 310, 300], now)


def test_nobody_leaves_no_line(now: Moment) -> None:
    assert register([], now) == []
    assert not JournalContents.objects.filter(line__action="access.people.registered").exists()


def test_a_run_leaves_one_line_with_its_count(now: Moment) -> None:
    register([300, 310, 320], now)
    line = JournalContents.objects.get(line__action="access.people.registered")
    assert (line.body["people"], line.subject_id) == (3, None)


def test_many_numbers_find_their_holders_in_order(now: Moment) -> None:
    first, second = register([300, 310], now)
    asked = [number(310), number(999), number(300), number(310)]
    assert link_numbers(asked, on=now.city_day) == [second, None, first, second]
    assert link_numbers([], on=now.city_day) == []


def test_old_number_still_finds_who_held_it(now: Moment) -> None:
    (person_id,) = register([300], now)
    change_number(person_id, number(400), valid_from=now.city_day, by=BY, at=now)
    assert link_numbers([number(300), number(400)], on=now.city_day) == [person_id, person_id]


def test_number_that_passed_on_finds_its_holder_of_the_day(now: Moment) -> None:
    first, second = register([300, 310], now)
    yesterday = now.city_day - timedelta(days=1)
    change_number(first, number(400), valid_from=yesterday, by=BY, at=now)
    change_number(second, number(300), valid_from=now.city_day, by=BY, at=now)
    assert link_numbers([number(300)], on=now.city_day) == [second]
    assert link_numbers([number(300)], on=yesterday - timedelta(days=1)) == [first]


def test_links_follow_records_merged_twice(now: Moment) -> None:
    first, second, third = register([300, 310, 320], now)
    merge_persons(second, first, by=BY, at=now)
    merge_persons(third, second, by=BY, at=now)
    assert link_numbers([number(300), number(310)], on=now.city_day) == [third, third]
    assert list_merged_persons() == {first: third, second: third}


def test_ended_number_may_not_reach_into_an_open_one(now: Moment) -> None:
    first, second = register([300, 310], now)
    with pytest.raises(IntegrityError, match="one holder at a time"), transaction.atomic():
        _write(second, 300, BORN + timedelta(days=5))
    with pytest.raises(IntegrityError, match="one number at a time"), transaction.atomic():
        _write(first, 999, BORN + timedelta(days=5))
    _write(second, 300, BORN)


def _write(person_id: PersonId, serial: int, until: date) -> None:
    """Write a number that ended, as an import of history would."""
    PersonNumber.objects.create(
        person_id=person_id,
        fingerprint=fingerprint("person", number(serial)),
        sealed=b"",
        valid_from=BORN - timedelta(days=100),
        valid_until=until,
    )


def test_widening_an_ended_number_is_judged_again(now: Moment) -> None:
    (person_id,) = register([300], now)
    _write(person_id, 999, BORN)
    ended = PersonNumber.objects.filter(person_id=person_id).exclude(valid_until=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        ended.update(valid_until=BORN + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        ended.update(valid_until=None)


def test_writers_of_open_numbers_wait_for_who_writes_an_ended_one(
    committed_db: None, worker_connection: psycopg.Connection[object], moment: Moment
) -> None:
    (person_id,) = register([300], moment)
    with transaction.atomic():
        _write(person_id, 999, BORN)
        with pytest.raises(psycopg.errors.LockNotAvailable):
            _write_elsewhere(worker_connection)
    _write_elsewhere(worker_connection)


def _write_elsewhere(other: psycopg.Connection[object]) -> None:
    """Write an open number over another connection, and do not wait long."""
    person_id = uuid4()
    with other.transaction():
        other.execute("SET LOCAL lock_timeout = '50ms'")
        other.execute("INSERT INTO access_person VALUES (%s, 'A', 'A', NULL, '', false, now(), NULL)", [person_id])
        other.execute(_INSERT, [uuid4(), person_id, uuid4(), BORN])


_INSERT = """
INSERT INTO access_personnumber (id, person_id, fingerprint, sealed, valid_from) VALUES (%s, %s, %s, '', %s)
"""


@given(texts=st.lists(st.text(max_size=40), max_size=20))
def test_many_fingerprints_and_seals_equal_those_of_one(texts: list[str]) -> None:
    assert fingerprint_many("person", texts) == [fingerprint("person", text).bytes for text in texts]
    assert [unseal(sealed) for sealed in seal_many(texts)] == texts


def test_one_and_many_open_alike() -> None:
    assert unseal(seal("900101800001")) == unseal(seal_many(["900101800001"])[0]) == "900101800001"


@pytest.mark.parametrize("damage", [b"", b"\x01", b"\x01" + bytes(60), b"gAAAAA"])
def test_damaged_seal_is_refused(damage: bytes) -> None:
    with pytest.raises(InvalidToken):
        unseal(damage)


@given(first=st.integers(0, 65535), count=st.integers(0, 50))
def test_drawn_ids_ascend_within_their_slots(first: int, count: int) -> None:
    drawn = draw_ids(count, slots=(first, first + 1))
    assert drawn == sorted(drawn)
    assert {int.from_bytes(person_id.bytes[:2], "big") for person_id in drawn} <= {first}
    assert {(person_id.version, person_id.variant) for person_id in drawn} <= {(4, "specified in RFC 4122")}
