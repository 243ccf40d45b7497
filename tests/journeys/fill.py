"""Fill the registers of the running city with one sample family, for its card: `python -m tests.journeys.fill`.

It runs as the city's worker, in a process of its own. Books come through the one door as files; the other registers are
sent and hold nothing, so that their silence says that there is none.
"""

from __future__ import annotations

import csv
import os
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import django

from alatau.core.ordinary_user import leave_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.access.kinds import SamplePerson

HOME, PLACE = "9875000000000001", "191810000"
PARENTS, CHILDREN = ("aigerim", "bolat"), ("dias", "amina")
#: A wage that leaves four people under the line of assistance: its contributions, in tenge.
CONTRIBUTION = "9000"


def fill() -> None:
    """Let Aigerim, Bolat and their children be known to the registers, and become a family."""
    from alatau.core.clock import read_clocks
    from alatau.core.values import system_actor
    from alatau.registry.declare import list_registers
    from alatau.registry.ingest.ingest import ingest_source
    from alatau.registry.lake.maintain import announce_nothing
    from alatau.registry.lake.protocol import writer
    from alatau.registry.people.refresh import refresh_people
    from alatau.registry.values import LoadKind

    at, by = read_clocks(), system_actor("registry.tests")
    today = at.city_day
    books = dict(_write_books(today))
    with tempfile.TemporaryDirectory() as folder:
        for register in list_registers():
            if register.key not in books:
                with writer(register.key):
                    announce_nothing(register, kind=LoadKind.SOURCE, as_of=today, by=by, at=at)
                continue
            path = Path(folder) / f"{register.key}.csv"
            with path.open("w", encoding="utf-8", newline="") as stream:
                rows = csv.DictWriter(stream, [*register.columns], restval="")
                rows.writeheader()
                rows.writerows(books[register.key])
            ingest_source(register, str(path), as_of=today, by=by, at=at)
    _wait_for_the_journal()
    refresh_people(by=by, at=read_clocks())


def _write_books(today: date) -> Iterator[tuple[str, list[dict[str, str]]]]:
    from alatau.access.sample import number_of
    from alatau.core.content import content

    people = {person.key: person for person in content().sample_city.residents if person.key in PARENTS + CHILDREN}
    numbers = {key: number_of(person) for key, person in people.items()}
    mother, father = (numbers[key] for key in PARENTS)
    yield "persons", [_person(person, numbers[key]) for key, person in people.items()]
    yield "births", [_birth(people[key], numbers[key], mother=mother, father=father) for key in CHILDREN]
    wedding = {"act_number": "M-1", "man_number": father, "woman_number": mother, "registered_on": "2010-09-01"}
    yield "marriages", [wedding]
    yield "addresses", [{"address_code": HOME, "place_code": PLACE, "kind": "flat"}]
    yield "residence", [_stay(person, numbers[key]) for key, person in people.items()]
    yield "contributions", [_contribution(mother, month) for month in _months_before(today)]


def _person(person: SamplePerson, number: str) -> dict[str, str]:
    sex = "female" if person.woman else "male"
    name, _space, surname = person.name.partition(" ")
    born = {"born_on": person.born_on.isoformat(), "sex": sex, "life_status": "alive", "citizenship": "KAZ"}
    return {"number": number, "surname": surname or name, "given_name": name} | born


def _birth(person: SamplePerson, number: str, *, mother: str, father: str) -> dict[str, str]:
    who = {"act_number": f"B-{person.key}", "child_number": number, "mother_number": mother, "father_number": father}
    return who | {"born_on": person.born_on.isoformat(), "status": "valid"}


def _stay(person: SamplePerson, number: str) -> dict[str, str]:
    place = {"address_code": HOME, "registration_kind": "permanent", "lives_from": person.born_on.isoformat()}
    return {"number": number} | place


def _contribution(number: str, month: date) -> dict[str, str]:
    paid = {"amount": CONTRIBUTION, "purpose_code": "010", "message_number": f"C-{month}", "months": "1"}
    return {"number": number, "month": f"{month:%Y-%m}", "received_on": month.isoformat()} | paid


def _months_before(today: date) -> list[date]:
    """Return the first days of the last six full months: the last full quarter lies among them."""
    first = today.year * 12 + today.month - 1
    return [date(place // 12, place % 12 + 1, 1) for place in range(first - 6, first)]


def _wait_for_the_journal() -> None:
    """Return when the lines of the loads are numbered: families are computed from what is known."""
    from alatau.core.models import JournalLine

    while JournalLine.objects.filter(seal=None).exists():
        time.sleep(0.05)


if __name__ == "__main__":
    # The city's folders belong to who runs it.
    leave_root()
    os.environ["DJANGO_SETTINGS_MODULE"] = "alatau.settings"
    django.setup()
    fill()
