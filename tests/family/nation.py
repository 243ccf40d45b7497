"""A family of six in the state's own registers: rows written by hand, each register sent once, most of them empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from alatau.access.register import register_person
from alatau.core.clock import read_clocks
from alatau.family.planning import plan_cards
from alatau.registry.lake.buckets import open_lake
from alatau.registry.lake.registers import get_lake_register
from alatau.registry.people.declared import FAMILIES, HOMES, MEMBERSHIP, RELATIONS, RESIDENCE
from tests.family.town import BUCKETS, WRITER, load
from tests.people import load_people, resident
from tests.registry.lake.stage import seal_journal

if TYPE_CHECKING:
    from collections.abc import Collection

    from alatau.core.values import Moment
    from alatau.family.seam import Plan
    from alatau.family.values import EngineKind
    from alatau.registry.lake.values import Question

FAMILY = UUID("cccccccc-0000-4000-8000-000000000000")
HOME = "9875000000000001"
#: A village of the first region of the list, in whole tenge a month.
PLACE, WAGE = "750000000", 90_000
TIYN = 100
#: Registers that hold rows of the family.
FILLED = {"persons", "addresses", "residence", "contributions", "family_cards"}


@dataclass(frozen=True)
class Six:
    """The people of the family, and the day on which all of it was sent."""

    aigerim: UUID
    bolat: UUID
    children: tuple[UUID, ...]
    at: Moment

    @property
    def everybody(self) -> tuple[UUID, ...]:
        """Return all six."""
        return (self.aigerim, self.bolat, *self.children)


def plan_of(wanted: Collection[str]) -> object:
    """Return what plans a run of some rules alone: the whole law takes seconds to compile."""

    def plan(question: Question, engine: EngineKind) -> Plan:
        return plan_cards(question, engine, want=wanted)

    return plan


def quarter_before(day: date) -> list[date]:
    """Return the first days of the months of the last full quarter."""
    last = (day.month - 1) // 3 * 3
    return [date(day.year - (last == 0), (last or 12) - back, 1) for back in (2, 1, 0)]


def settle_six(registers: Collection[str]) -> Six:
    """Write the family into the lake, and every other named register as one that was sent and holds nothing."""
    load_people()
    at = read_clocks()
    open_lake(at=at, buckets=BUCKETS)
    six = Six(
        resident("aigerim").person_id,
        resident("bolat").person_id,
        (resident("dias").person_id, resident("amina").person_id, _register("Әли", at), _register("Ару", at)),
        at,
    )
    today = at.city_day
    _live_together(six)
    ages = dict(zip(six.everybody, (38, 40, 12, 8, 4, 2), strict=True))
    _send("persons", today, *(_person(who, today, age=age, is_female=who != six.bolat) for who, age in ages.items()))
    _send("addresses", today, {"address_code": HOME, "place_code": PLACE})
    _send("residence", today, *(_stay(who, today) for who in six.everybody))
    _send("contributions", today, *(_contribution(six.aigerim, month) for month in quarter_before(today)))
    _send("family_cards", today, {"family_number": "1", "number": six.aigerim, "award": "kumis_alqa"})
    for key in sorted(set(registers) - FILLED):
        if not key.startswith("_"):
            _send(key, today)
    seal_journal()
    return six


def _register(name: str, at: Moment) -> UUID:
    with transaction.atomic():
        return register_person(
            name=name, short_name=name, born_on=None, region="", number=None, number_from=at.city_day, by=WRITER, at=at
        )


def _live_together(six: Six) -> None:
    roles = {six.aigerim: "spouse", six.bolat: "spouse"} | dict.fromkeys(six.children, "child")
    record = {"source": "residence", "source_load": 1}
    rows = [
        {"person": who, "family": FAMILY, "role": role, "source_line": line} | record
        for line, (who, role) in enumerate(roles.items(), 1)
    ]
    load(MEMBERSHIP, *rows, as_of=six.at.city_day)
    load(FAMILIES, *({**row, "family": str(FAMILY)} for row in rows), as_of=six.at.city_day)
    homes = [{"person": who, "place": HOME, "is_temporary": False} for who in six.everybody]
    load(RESIDENCE, *homes, as_of=six.at.city_day)
    load(HOMES, *homes, as_of=six.at.city_day)
    load(RELATIONS, as_of=six.at.city_day)


def _send(key: str, today: date, *rows: dict[str, object]) -> None:
    load(get_lake_register(key), *rows, as_of=today)


def _person(who: UUID, today: date, *, age: int, is_female: bool) -> dict[str, object]:
    return {
        "number": who,
        "born_on": date(today.year - age, 1, 1),
        "sex": "female" if is_female else "male",
        "citizenship": "KAZ",
        "life_status": "alive",
        "is_imprisoned": False,
        "capacity": "full",
    }


def _stay(who: UUID, today: date) -> dict[str, object]:
    return {
        "number": who,
        "address_code": HOME,
        "registration_kind": "permanent",
        "lives_from": date(today.year - 1, 1, 1),
    }


def _contribution(who: UUID, month: date) -> dict[str, object]:
    return {
        "number": who,
        "month": month,
        "amount": WAGE * TIYN // 10,
        "purpose_code": "010",
        "message_number": str(uuid4()),
        "received_on": month,
        "months": 1,
    }
