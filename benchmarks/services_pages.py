"""Pages of residents under people's load: home, family, services, requests, queues and offers, over HTTP."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from time import monotonic, sleep
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from alatau.core.postgres.ports import find_free_port
from benchmarks.city import start_python
from benchmarks.money_http import load, start_web, wait_for
from benchmarks.services_catalogue import READY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.values import Moment

#: Pages a second that are asked for, for how long, and how many residents read them.
RATE, SECONDS, READERS = 50, 12, 100
#: Children who wait for a place, of a city of fifty thousand; its people.
WAITING, PEOPLE = 2_000, 52_000
#: Days of birth over which they are spread.
DAYS = 20_000
READER_SECONDS = 60
PAGES = {
    "home": "/",
    "family": "/family/",
    "services": "/services/",
    "requests": "/services/requests/",
    "queue": "/services/queues/kindergarten/",
    "offers": "/services/offers/",
}
TOLD = {
    "pages_people": "people of the city whose pages are read",
    "pages_per_second": f"pages of residents, all kinds in turn (pages/s; {RATE} asked)",
    # Nobody's card is counted in this city: what a whole one takes is told with the measurement of cards.
    "pages_p95_ms": "wait for any of them (ms, 95 of 100; under 100 asked)",
    **{f"page_{key}_p95_ms": f"wait for {path} alone at that pace (ms, 95 of 100)" for key, path in PAGES.items()},
}


def measure(*, people: int, rows: int) -> dict[str, object]:  # noqa: ARG001  # every part is told both
    """Return the figures of this part."""
    from django.conf import settings

    count = max(people, PEOPLE)
    found = register_men(count)
    readers = [sign_in(person) for person in found[:READERS]]
    give_matters(found)
    port = find_free_port()
    reader = start_python("alatau", "reader")
    server = start_web(settings.ALATAU_HOME, port)
    try:
        wait_for_reader()
        wait_for(port, READY)
        every = [write_get(path, key) for key, path in product(readers, PAGES.values())]
        load(port, {"requests": every}, rate=RATE // 2, seconds=4)
        told = load(port, {"requests": every}, rate=RATE, seconds=SECONDS)
        assert told["failed"] == 0, "some were not answered"
        single = {key: _measure_page(port, path, readers) for key, path in PAGES.items()}
    finally:
        for process in (server, reader):
            process.terminate()
            process.wait()
    return {
        "pages_people": count,
        "pages_per_second": told["per_second"],
        "pages_p95_ms": told["p95_ms"],
        **{f"page_{key}_p95_ms": each for key, each in single.items()},
    }


def wait_for_reader() -> None:
    """Return when the process that reads cards takes questions."""
    from alatau.registry.reader.place import socket_path

    ends = monotonic() + READER_SECONDS
    while not socket_path().exists():
        assert monotonic() < ends, "the reader did not start"
        sleep(0.1)


def _measure_page(port: int, path: str, readers: Sequence[str]) -> object:
    sleep(1)
    told = load(port, {"requests": [write_get(path, key) for key in readers]}, rate=RATE, seconds=SECONDS // 2)
    assert told["failed"] == 0, f"{path} was not always answered"
    return told["p95_ms"]


def register_men(count: int) -> list[UUID]:
    """Register so many invented men, whom no other part of the measurement knows."""
    from alatau.access.register_many import NewPerson, register_many
    from alatau.core.clock import read_clocks
    from alatau.core.content import content
    from alatau.core.values import system_actor

    born = [date(1940, 1, 1) + timedelta(days=place % DAYS) for place in range(count)]
    # Serials stand apart: where a number would have no check digit, the next serial is taken.
    some = [
        NewPerson(
            number=content().person_numbers.synthesise(born_on=day, woman=False, serial=100 + 20 * (place // DAYS)),
            name="A B", short_name="A", born_on=day, region="", number_from=day,
        )
        for place, day in enumerate(born)
    ]  # fmt: skip
    return [*register_many(some, run_id=uuid4(), by=system_actor("services.bench"), at=read_clocks())]


def sign_in(person: UUID) -> str:
    """Return the key of a session that a whole sign-in of this person leaves."""
    from django.test import Client

    from alatau.access.user import open_resident_user
    from alatau.core.clock import read_clocks
    from tests.people import leave_session

    client = Client()
    return leave_session(client, open_resident_user(person, at=read_clocks()))


def give_matters(people: Sequence[UUID]) -> None:
    """Give each reader offers and a ticket, and the queue its length."""
    from alatau.core.clock import read_clocks
    from alatau.services.models.offers import Offer

    at = read_clocks()
    Offer.objects.bulk_create(
        Offer(
            right=right, benefit_key=key, holder_id=person, family_id=uuid4(), person_id=person, because="card",
            status="offered", opened_at=at.wall_at, opened_city_at=at.city_at, told_from=at.city_at, amount=16_440_000,
        )
        for person in people[:WAITING]
        for right, key in (("birth_grant_for_first_three", "BIRTH_GRANT"), ("silver_mother_allowance", "MOTHER_SILVER"))
    )  # fmt: skip
    put_in_queue(people[:WAITING], at=at)


def put_in_queue(people: Sequence[UUID], *, at: Moment) -> None:
    """Let people of three years wait for a place in a kindergarten."""
    from alatau.services.models.queues import Ticket

    Ticket.objects.bulk_create(
        Ticket(
            queue="kindergarten", number=f"B{place:05}", person_id=person, asked_by=person, status="waiting",
            born_on=date(at.city_day.year - 3, 3, 1), entered_at=at.city_at, classes=[], claimed=[], wishes=[],
        )
        for place, person in enumerate(people)
    )  # fmt: skip


def write_get(path: str, session: str) -> str:
    """Return the request for a page as a signed-in resident's browser in Kazakh sends it."""
    cookies = f"alatau_language=kk; {_cookie_name()}={session}"
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nCookie: {cookies}\r\n\r\n"


def _cookie_name() -> str:
    from django.conf import settings

    return settings.SESSION_COOKIE_NAME
