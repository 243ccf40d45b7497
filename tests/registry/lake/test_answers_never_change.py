"""Whatever comes later, an answer about the past stays what it was, and is what a plain model of the same rows says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.read import last_number
from alatau.core.journal.values import LineKind, NewLine
from alatau.registry.lake.clip import NEVER
from alatau.registry.lake.compact import compact_register, vacuum_register
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.fold import fold_inbox
from alatau.registry.lake.identity import identity_digest
from alatau.registry.lake.inbox import versions_known
from alatau.registry.lake.layout import bucket_of_slot, slot_of_subject
from alatau.registry.lake.protocol import writer
from alatau.registry.lake.sight import look_at
from alatau.registry.lake.values import Knowledge, Question
from alatau.registry.lake.views import store_views
from alatau.registry.models import InboxRow
from alatau.registry.reader.read import read_rows
from alatau.registry.values import History, Register
from tests.registry.lake.stage import AIGERIM, BOLAT, DAY, WRITER, boats, load_rows, seal_journal

pytestmark = pytest.mark.usefixtures("as_worker")

MASTS, OWNERS = ["A", "B", "C"], [AIGERIM, BOLAT, None]
DAYS = [DAY + timedelta(day) for day in range(6)]

rows = st.fixed_dictionaries(
    {
        "mast": st.sampled_from(MASTS),
        "owner_number": st.sampled_from(OWNERS),
        "mate_number": st.sampled_from(OWNERS),
        "length": st.integers(0, 9),
        "valid_from": st.sampled_from(DAYS[:5]),
        "days": st.one_of(st.none(), st.integers(1, 3)),
    }
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("load"), st.lists(rows, max_size=3), st.integers(0, 9)),
        st.tuples(st.just("push"), rows),
        st.tuples(st.just("push"), rows),
        st.tuples(st.sampled_from(["fold", "compact", "views"])),
    ),
    min_size=2,
    max_size=9,
)


@dataclass
class Model:
    """Rows in the order of the journal, and nothing clever.

    A row that came alone takes the place of all others of its name, of loads too that came before it was folded.
    """

    history: History
    #: Each with its number, those at which it was closed and folded, and whether it came alone.
    versions: list[dict] = field(default_factory=list)

    def answer(self, number: int) -> list[tuple]:
        """Return what was true of all days, as known at a number."""
        known = [each for each in self.versions if each["number"] <= number < each["closed"]]
        return sorted(
            (each["mast"], *people_of(each), each["length"], str(each["valid_from"]), str(until))
            for each in known
            for until in [self.end_of(each, known)]
            if each["valid_from"] < until
        )

    def fold(self, number: int) -> None:
        for each in self.versions:
            each["folded"] = min(each["folded"], number)

    def end_of(self, version: dict, known: list[dict]) -> date:
        """Return the end of validity after all that came alone and says something else about the same thing."""
        cuts = [
            NEVER if self.history is History.FACTS else each["valid_from"]
            for each in known
            if each["alone"] and each["mast"] == version["mast"] and each is not version
            if each["number"] > version["number"] or (not version["alone"] and version["number"] < each["folded"])
        ]
        return min([version["until"], *cuts])


@pytest.mark.parametrize("history", History)
@given(data=st.data())
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_answers_at_every_pair_of_dates_stay_as_the_model_says(history, data, alatau_home):
    check_history(history, data.draw(steps))


@pytest.mark.faults
@pytest.mark.parametrize("history", History)
@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_answers_stay_the_same_in_many_more_histories(history, data, alatau_home):
    check_history(history, data.draw(steps))


def check_history(history: History, taken: list[tuple]) -> None:
    """Ask after each step what is known now, and in the end again what was known at every number."""
    register = boats(key=f"boats_{uuid4().hex}", history=history)
    model = Model(history)
    take(register, model, ("load", [], 0))
    answers: dict[int, list[tuple]] = {}
    with open_engine(threads=1) as engine:
        for step in taken:
            take(register, model, step)
            number = last_number()
            found = ask_lake(engine, register, number)
            assert answers.setdefault(number, found) == found == model.answer(number)
            assert ask_reader(register, number) == own(model.answer(number))
        for number, answer in answers.items():
            assert ask_lake(engine, register, number) == answer == model.answer(number)
            assert ask_reader(register, number) == own(answer)


def take(register: Register, model: Model, step: tuple) -> None:
    kind, *facts = step
    if kind == "load":
        load(register, model, *facts)
    elif kind == "push":
        push(register, model, *facts)
    elif kind == "views":
        store_views(bucket_of_slot(slot_of_subject(AIGERIM), 4), [register])
    else:
        with writer(register.key):
            tidy = fold_inbox if kind == "fold" else compact_register
            done = tidy(register, by=WRITER, at=read_clocks())
            vacuum_register(register, keep_hours=0)
        seal_journal()
        if done and kind == "fold":
            model.fold(last_number())


def load(register, model, given, closing):
    """Load rows, and close some that a load brought."""
    lines = [{name: value for name, value in finished(row).items() if name != "days"} for row in given]
    old = [each for each in model.versions if not each["alone"] and each["closed"] == float("inf")][: closing % 3]
    closes = [(*each["name"], each["owner_number"]) for each in old]
    number = load_rows(register, lines, closes=closes)
    known = last_number()
    for each in old:
        each["closed"] = known
    for line, row in enumerate(given, 1):
        model.versions.append(version(row, name=(number, line), number=known, alone=False))


def push(register, model, row):
    """Put a row into the inbox, with its journal line."""
    at, row_id = read_clocks(), uuid4()
    row = finished(row)
    stored = {
        "mast": row["mast"],
        **{name: row[name] and str(row[name]) for name in ("owner_number", "mate_number")},
        "length": row["length"],
    }
    with transaction.atomic():
        append_lines([NewLine(kind=LineKind.EVENT, action="registry.row.received", actor=WRITER, id=row_id)], at=at)
        InboxRow.objects.create(
            id=row_id,
            register_key=register.key,
            subject=str(row["owner_number"] or ""),
            named=[str(row["mate_number"])] if row["mate_number"] else [],
            bucket=bucket_of_slot(slot_of_subject(row["owner_number"]), 4),
            columns=stored,
            sealed=b"",
            valid_from=row["valid_from"],
            valid_until=row["valid_until"],
            received_at=at.wall_at,
            line_id=row_id,
            identity=identity_digest(register, stored),
            digest="",
        )
    seal_journal()
    model.versions.append(version(row, name=None, number=last_number(), alone=True))


def finished(row: dict) -> dict:
    return row | {"valid_until": row["days"] and row["valid_from"] + timedelta(row["days"])}


def version(row: dict, **facts: object) -> dict:
    return (
        finished(row)
        | {
            "until": finished(row)["valid_until"] or date.max,
            "closed": float("inf"),
            "folded": float("inf"),
        }
        | facts
    )


def ask_lake(engine, register, number) -> list[tuple]:
    versions = versions_known(engine, register, number, sight=look_at(register.key))
    found = engine.execute(
        "SELECT mast, coalesce(owner_number::VARCHAR, 'None'), coalesce(mate_number::VARCHAR, 'None'), length,"
        f" valid_from::VARCHAR, coalesce(valid_until::VARCHAR, '9999-12-31') FROM ({versions})"
    ).fetchall()
    return sorted(found)


def ask_reader(register, number) -> list[tuple]:
    """Return what the reader says of Aigerim on one day."""
    question = Question(in_force=DAYS[2], known=Knowledge(number=number, moment=read_clocks().wall_at))
    return sorted(
        (
            row.values["mast"],
            *people_of(row.values),
            row.values["length"],
            str(row.valid_from),
            str(row.valid_until or date.max),
        )
        for row in read_rows(AIGERIM, [register], question)
    )


def own(answer: list[tuple]) -> list[tuple]:
    """Keep what Aigerim is told: boats of which she is the owner or the mate."""
    return [each for each in answer if str(AIGERIM) in each[1:3] and each[4] <= str(DAYS[2]) < each[5]]


def people_of(row) -> tuple[str, str]:
    return str(row["owner_number"]), str(row["mate_number"])
