"""Many people are placed at once, and only those who moved leave a trace."""

from __future__ import annotations

from uuid import uuid4

from alatau.access.models import Person
from alatau.access.place_people import place_people
from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.core.values import system_actor

BY = system_actor("access.tests")


def place(*places):
    return place_people(places, by=BY, at=read_clocks())


def test_people_are_placed_once_and_strangers_are_left_out(db):
    at = read_clocks()
    one, other = (
        Person.objects.create(name=name, short_name=name, region="", registered_at=at.wall_at) for name in "ab"
    )
    assert place((one.id, "191810000"), (other.id, "191810000"), (uuid4(), "191810000")) == 2
    assert place((one.id, "191810000"), (other.id, "751110000")) == 1
    assert place((one.id, "191810000")) == 0
    other.refresh_from_db()
    assert other.region == "751110000"
    assert JournalLine.objects.filter(action="access.people.placed").count() == 2
