"""A town of two families, its jobs, helpers and bills: registers declared here, and loads written by hand."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from alatau.core.clock import read_clocks
from alatau.core.text import Text
from alatau.core.values import system_actor
from alatau.registry.lake.buckets import open_lake
from alatau.registry.lake.connect import open_engine, quoted
from alatau.registry.lake.layout import Part, bucket_of_slot, slot_of_subject
from alatau.registry.lake.protocol import announce_load, commit_files, plan_load, writer
from alatau.registry.lake.registers import declare_derived
from alatau.registry.lake.schema import Field, names_of, part_fields
from alatau.registry.lake.values import Counts
from alatau.registry.lake.write import write_part
from alatau.registry.people.declared import FAMILIES, HOMES, MEMBERSHIP, RELATIONS, RESIDENCE
from alatau.registry.values import Column, ColumnType, Coverage, LoadKind, PersonalClass, Register, Rhythm
from tests.family.tiny import TinyPhase, TinyPlan, TinyRegister, TinyRelation
from tests.registry.lake.stage import seal_journal

WRITER = system_actor("family.tests")
#: A run takes four of them at once.
BUCKETS = 16
DAY = date(2026, 3, 1)
LONG_AGO = date(2020, 1, 1)

AIGERIM = UUID("11111111-1111-4111-8111-111111111111")
BOLAT = UUID("22222222-2222-4222-8222-222222222222")
DIAS = UUID("33333333-3333-4333-8333-333333333333")
YUSUF = UUID("44444444-4444-4444-8444-444444444444")
#: Yusuf's grown daughter, who lives in no family here.
LAYLA = UUID("55555555-5555-4555-8555-555555555555")
OURS, THEIRS = UUID("aaaaaaaa-0000-4000-8000-000000000000"), UUID("bbbbbbbb-0000-4000-8000-000000000000")


def _register(key: str, columns: dict[str, ColumnType], covers: Coverage = Coverage.EVERYONE) -> Register:
    return declare_derived(
        Register(
            code=key.upper(),
            key=key,
            name=Text(en=key),
            owner=Text(en="The town"),
            row="one row",
            subject=next(iter(columns)),
            identity=(*columns,),
            covers=covers,
            rhythm=Rhythm.YEARLY,
            legal_ground=Text(en="Tiny Act 7"),
            approximate_rows=1,
            is_in_family_card=True,
            evidence=("invented",),
            columns={
                name: Column(name=name, type=kind, personal_class=PersonalClass.ECONOMIC)
                for name, kind in columns.items()
            },
            valid_from="since",
        )
    )


JOBS = _register(
    "town_jobs",
    {"worker": ColumnType.PERSON_NUMBER, "wage": ColumnType.AMOUNT, "helper": ColumnType.PERSON_NUMBER},
)
BILLS = _register("town_bills", {"home": ColumnType.ADDRESS_CODE, "sum": ColumnType.AMOUNT}, Coverage.PLACES)
DEBTS = _register("town_debts", {"debtor": ColumnType.PERSON_NUMBER, "sum": ColumnType.AMOUNT}, Coverage.LISTED)

PLAN = TinyPlan(
    registers=(
        TinyRegister(key=JOBS.key, reduced={"wages": "sum(wage)"}, columns=("wage",)),
        TinyRegister(key=JOBS.key, by="helper", reduced={"helped": "count(*)"}),
        TinyRegister(key=BILLS.key, by="home", reduced={"billed": "sum(sum)"}, columns=("sum",)),
        TinyRegister(key=DEBTS.key, reduced={"debt": "sum(sum)"}, columns=("sum",)),
    ),
    relations=(TinyRelation(key="children_of_mother", columns=("wages",)),),
    phases=(
        TinyPhase(
            name="people_0",
            level="person",
            source="{measures} AS m LEFT JOIN (SELECT person, sum(wages)::BIGINT AS sent FROM {children_of_mother}"
            " GROUP BY person) AS k USING (person)",
            values={"earned": ("indicator", "m.wages"), "children_earn": ("indicator", "coalesce(k.sent, 0)")},
        ),
        TinyPhase(
            name="families_0",
            level="family",
            source="{measures} AS m",
            values={
                "family_wages": ("indicator", "sum(m.wages)::BIGINT"),
                "allowance": ("benefit", "CASE WHEN bool_or(m.debt IS NULL) THEN NULL ELSE 100 END::BIGINT"),
            },
        ),
        TinyPhase(
            name="people_1",
            level="person",
            source="{measures} AS m JOIN {families_0} AS f ON f.family = m.family",
            values={
                "share": ("indicator", "m.wages * 100 // nullif(f.family_wages, 0)"),
                "help": ("benefit", "m.helped * 7"),
            },
        ),
    ),
)


def load(register: Register, *rows: dict[str, object], as_of: date = DAY, since: date = LONG_AGO) -> int:
    """Announce one load of rows written by hand, and return its number."""
    at = read_clocks()
    with writer(register.key), open_engine() as engine:
        begun = plan_load(register, kind=LoadKind.SOURCE, as_of=as_of, at=at)
        fields = [*part_fields(register, Part.ROWS), Field("bucket", "INTEGER")]
        values = [_values(register, row, line=line, since=since) for line, row in enumerate(rows, 1)]
        listed = ", ".join(
            "(" + ", ".join(_literal(({"load": begun.number} | row).get(f.name), f.type) for f in fields) + ")"
            for row in values
        )
        query = f"SELECT * FROM (VALUES {listed}) AS t ({names_of(fields)})"
        files = write_part(engine, query, register=register, part=Part.ROWS, load=begun.number) if rows else []
        commit_files(begun, files, Counts(read=len(rows), accepted=len(rows)), register=register)
        announce_load(begun, by=WRITER, at=at)
    return begun.number


def _values(register: Register, row: dict[str, object], *, line: int, since: date) -> dict[str, object]:
    subject = row[register.subject]
    slot = slot_of_subject(subject)
    own = {"line": line, "subject": subject, "slot": slot, "bucket": bucket_of_slot(slot, BUCKETS), "valid_from": since}
    return own | row


def _literal(value: object, kind: str) -> str:
    return f"NULL::{kind}" if value is None else f"{quoted(value)}::{kind}"


def settle() -> None:
    """Let the two families live: Aigerim, Bolat and Dias at one home, Yusuf at another."""
    open_lake(at=read_clocks(), buckets=BUCKETS)
    members = {AIGERIM: OURS, BOLAT: OURS, DIAS: OURS, YUSUF: THEIRS}
    homes = {AIGERIM: "home one", BOLAT: "home one", DIAS: "home one", YUSUF: "home two"}
    load(MEMBERSHIP, *({"person": p, "family": f, "role": "spouse"} for p, f in members.items()))
    load(FAMILIES, *({"family": str(f), "person": p, "role": "spouse"} for p, f in members.items()))
    load(RESIDENCE, *({"person": p, "place": home, "is_temporary": False} for p, home in homes.items()))
    load(HOMES, *({"place": home, "person": p, "is_temporary": False} for p, home in homes.items()))
    load(
        RELATIONS,
        {"person": AIGERIM, "relation": "children_of_mother", "other": DIAS},
        {"person": YUSUF, "relation": "children_of_mother", "other": LAYLA},
    )


def fill() -> None:
    """Settle the town and fill its registers."""
    settle()
    load(
        JOBS,
        {"worker": AIGERIM, "wage": 300, "helper": YUSUF},
        {"worker": BOLAT, "wage": 100, "helper": YUSUF},
        {"worker": LAYLA, "wage": 40, "helper": None},
    )
    load(BILLS, {"home": "home one", "sum": 9}, {"home": "home two", "sum": 5})
    load(DEBTS, {"debtor": YUSUF, "sum": 1})
    seal_journal()
