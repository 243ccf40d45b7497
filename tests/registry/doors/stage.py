"""Rows of real registers about the people tests speak of, brought into a lake by hand."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from alatau.core.clock import read_clocks
from alatau.registry.declare import get_register
from alatau.registry.errand import ask_to_take_file, run_errand
from alatau.registry.lake.connect import open_engine, quoted
from alatau.registry.lake.layout import Part, bucket_of_slot, slot_of_subject
from alatau.registry.lake.named import write_named
from alatau.registry.lake.protocol import announce_load, commit_files, plan_load, writer
from alatau.registry.lake.registers import get_lake_register
from alatau.registry.lake.schema import Field, names_of, part_fields, person_name
from alatau.registry.lake.values import Counts
from alatau.registry.lake.write import write_part
from alatau.registry.models import Errand
from alatau.registry.values import LoadKind
from tests.conftest import RUN
from tests.harness.databases import working_as
from tests.people import official
from tests.registry.lake.stage import WRITER, seal_journal

SINCE = date(2026, 1, 1)


def bring_rows(key: str, *rows: dict[str, object], as_of: date | None = None) -> None:
    """Announce a load of rows, in force since `SINCE` unless they say otherwise; persons are named by their ids."""
    register, at = get_lake_register(key), read_clocks()
    whose = person_name(register.columns[register.subject])
    lines = [{"valid_from": SINCE, "line": line} | row | _place(row[whose]) for line, row in enumerate(rows, 1)]
    with working_as(RUN, "worker"):
        with writer(register.key), open_engine() as engine:
            load = plan_load(register, kind=LoadKind.SOURCE, as_of=as_of or at.city_day, at=at)
            files = [
                file
                for part in (Part.ROWS, Part.PRIVATE)
                for file in write_part(
                    engine,
                    _select(part_fields(register, part), [{"load": load.number} | line for line in lines]),
                    register=register,
                    part=part,
                    load=load.number,
                )
            ]
            files += write_named(engine, register, files, load=load.number)
            commit_files(load, files, Counts(read=len(rows), accepted=len(rows)), register=register)
            announce_load(load, by=WRITER, at=at)
        seal_journal()


def _place(subject: object) -> dict[str, object]:
    slot = slot_of_subject(subject)
    return {"subject": subject, "slot": slot, "bucket": bucket_of_slot(slot, 4)}


def _select(fields: list[Field], rows: list[dict[str, object]]) -> str:
    every = [*fields, Field("bucket", "INTEGER")]
    values = ", ".join(
        "(" + ", ".join(_literal(row.get(field.name), field.type) for field in every) + ")" for row in rows
    )
    return f"SELECT * FROM (VALUES {values}) AS t ({names_of(every)})"


def _literal(value: object, kind: str) -> str:
    return f"NULL::{kind}" if value is None else f"{quoted(value)}::{kind}"


def deliver_deaths(*rows: str) -> None:
    """Hand in a delivery of deaths as lines of CSV, and let the worker and the sealer do their work."""
    header = "act_number;number;died_on;cause_icd10;place;registered_on"
    ask_to_take_file(
        get_register("deaths"),
        name="deaths.csv",
        data="\n".join([header, *rows]).encode(),
        as_of=read_clocks().city_day,
        may_shrink=False,
        errand_id=uuid4(),
        by=official("saule").actor,
        at=read_clocks(),
    )
    do_errands()


def do_errands() -> None:
    """Do what waits, as the worker and the sealer do."""
    with working_as(RUN, "worker"):
        for errand_id in Errand.objects.filter(state="waiting").values_list("id", flat=True):
            run_errand(errand_id, at=read_clocks())
        seal_journal()
