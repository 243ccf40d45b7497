"""The books of a small town as files of the state's own registers, taken in through the one door."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

from alatau.access.numbers import link_numbers
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.values import system_actor
from alatau.registry.declare import get_register
from alatau.registry.ingest.ingest import ingest_source
from alatau.registry.lake.knowledge import ask
from alatau.registry.people.refresh import refresh_people
from tests.registry.lake.stage import seal_journal

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.core.values import PersonId
    from alatau.registry.ingest.values import LoadReport
    from alatau.registry.lake.values import Question
    from alatau.registry.people.values import PeopleReport

BY = system_actor("registry.tests")
DAY = date(2026, 3, 1)
HOME, OTHER_HOME, THIRD_HOME = "9875000000000001", "9875000000000002", "9875000000000003"
BORN = {
    "bolat": date(1985, 4, 1),
    "aigerim": date(1986, 5, 2),
    "dias": date(2012, 6, 3),
    "amina": date(2020, 7, 4),
    "saule": date(1980, 8, 5),
}


def number(name: str) -> str:
    """Return the number of one of the town's people."""
    return content().person_numbers.synthesise(born_on=BORN[name], woman=name != "bolat", serial=700)


def id_of(name: str) -> PersonId:
    """Return the id under which the city knows one of them."""
    (person_id,) = link_numbers([number(name)], on=DAY)
    assert person_id is not None
    return person_id


def take(folder: Path, key: str, rows: list[dict[str, str]], *, as_of: date = DAY) -> LoadReport:
    """Write rows as a CSV with every column of the register, and take it in."""
    register = get_register(key)
    path = folder / f"{key}-{as_of}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*register.columns], restval="")
        writer.writeheader()
        writer.writerows(rows)
    return ingest_source(register, str(path), as_of=as_of, by=BY, at=read_clocks())


def person(name: str, **more: str) -> dict[str, str]:
    """Return a row of the register of persons."""
    return {
        "number": number(name),
        "surname": "Invented",
        "given_name": name.capitalize(),
        "born_on": BORN[name].isoformat(),
        "sex": "male" if name == "bolat" else "female",
        "life_status": "alive",
        **more,
    }


def birth(child: str, mother: str, father: str, **more: str) -> dict[str, str]:
    """Return a birth act; parents whom the town does not know are left out."""
    return {
        "act_number": f"B-{child}",
        "child_number": number(child),
        "mother_number": number(mother) if mother else "",
        "father_number": number(father) if father else "",
        "born_on": BORN[child].isoformat(),
        "status": "valid",
        **more,
    }


def stay(name: str, place: str = HOME, **more: str) -> dict[str, str]:
    """Return a permanent registration from birth, or from a later day."""
    return {
        "number": number(name),
        "address_code": place,
        "registration_kind": "permanent",
        "lives_from": BORN[name].isoformat(),
        **more,
    }


def take_town(folder: Path) -> None:
    """Take in the books: Aigerim and Bolat with two children in one home, Saule in another."""
    take(folder, "persons", [person(name) for name in BORN])
    take(folder, "births", [birth("dias", "aigerim", "bolat"), birth("amina", "aigerim", "bolat")])
    take(
        folder,
        "marriages",
        [
            {
                "act_number": "M-1",
                "man_number": number("bolat"),
                "woman_number": number("aigerim"),
                "registered_on": "2010-09-01",
            }
        ],
    )
    take(folder, "residence", [stay(name, OTHER_HOME if name == "saule" else HOME) for name in BORN])
    seal_journal()


def refresh() -> PeopleReport | None:
    """Compute families, and let the journal number the lines."""
    report = refresh_people(by=BY, at=read_clocks())
    seal_journal()
    return report


def asked(day: date = DAY) -> Question:
    """Return a question about a day, as known now."""
    return ask(read_clocks(), in_force=day)


def names_of(ids: list[PersonId]) -> set[str]:
    """Return who they are."""
    known = {id_of(name): name for name in BORN}
    return {known[one] for one in ids}
