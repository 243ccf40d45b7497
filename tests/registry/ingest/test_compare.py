"""Whatever is delivered in whatever order: what is said is believed of its day, and a repeat changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alatau.registry.ingest.compare import Comparison
from alatau.registry.ingest.convert.rows import stored_names
from alatau.registry.values import ColumnType, Delivery, History
from tests.registry.ingest.stage import column, wages

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(day) for day in range(6)]
THING, CONTENT = column("thing", ColumnType.TEXT), column("content", ColumnType.TEXT)
THINGS = replace(wages(), subject="thing", identity=("thing",), columns={"thing": THING, "content": CONTENT})

rows = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), max_size=4)
deliveries = st.lists(st.tuples(st.sampled_from(DAYS), rows), min_size=1, max_size=5)
dated = st.tuples(
    st.sampled_from("AB"), st.sampled_from("xy"), st.sampled_from(DAYS), st.one_of(st.none(), st.integers(0, 3))
)


@dataclass
class Believed:
    """The versions that a register of things would hold, moved on by what a comparison finds."""

    register: object = THINGS
    versions: list[tuple] = field(default_factory=list)
    loads: int = 0

    def take(self, engine, said, *, as_of):
        """Take a delivery of (thing, content, valid_from, valid_until) in, and return how many rows were accepted."""
        self.loads += 1
        lay(engine, "said", [(line, 0, thing, *rest) for line, (thing, *rest) in enumerate(said, start=2)])
        lay(engine, "held", self.versions)
        outcome = Comparison(
            register=self.register,
            as_of=as_of,
            delivery=self.register.delivery,
            rows="SELECT line, slot, thing AS subject, vf AS _valid_from, vu AS _valid_until, thing, content FROM said",
            versions="SELECT line // 1000 AS load, line, slot, thing AS subject, vf AS valid_from, vu AS valid_until, "
            "thing, content FROM held",
            faulty="",
        ).run(engine)
        return self._move_on(engine, outcome, as_of=as_of)

    def _move_on(self, engine, outcome, *, as_of):
        dropped = fetch(engine, "line", outcome.dropped)
        days = {
            line: (since, until) for line, since, until in fetch(engine, "line, valid_from, valid_until", outcome.dated)
        }
        closed = {line for (line,) in fetch(engine, "line", outcome.closed)}
        kept = [version for version in self.versions if version[0] not in closed]
        accepted = [each for each in engine.execute("FROM said").fetchall() if (each[0],) not in dropped]
        for line, slot, thing, content, since, until in accepted:
            since, until = days.get(line, (since or as_of, until))
            kept.append((self.loads * 1000 + line, slot, thing, content, since, until))
        for place, row in enumerate(fetch(engine, "slot, thing, content, valid_from, valid_until", outcome.restated)):
            kept.append((self.loads * 1000 + 500 + place, *row))
        self.versions = kept
        return len(accepted)

    def in_force(self, day):
        """Return what is believed of a day, by thing."""
        found = [row for row in self.versions if row[4] <= day and (row[5] is None or row[5] > day)]
        return sorted((thing, content) for _line, _slot, thing, content, *_days in found)


def lay(engine, table, rows):
    engine.execute(
        f"CREATE OR REPLACE TABLE {table} (line BIGINT, slot INTEGER, thing TEXT, content TEXT, vf DATE, vu DATE)"
    )
    if rows:
        engine.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?)", rows)


def fetch(engine, columns, table):
    return engine.execute(f"SELECT {columns} FROM {table}").fetchall() if table else []


def clear(said):
    """Return what a delivery says of each thing without contradicting itself."""
    contents = {thing: {content for each, content, *_days in said if each == thing} for thing, *_rest in said}
    return {thing: found.pop() for thing, found in contents.items() if len(found) == 1}


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


def test_stored_names_are_the_columns_of_the_model():
    assert stored_names(THINGS) == ["thing", "content"]


@settings(max_examples=12)
@given(deliveries=deliveries)
def test_state_is_what_the_newest_delivery_up_to_the_day_said_anew(engine, deliveries):
    believed = Believed()
    model: dict[str, dict[date, str]] = {}
    for as_of, said in deliveries:
        believed.take(engine, [(*each, None, None) for each in said], as_of=as_of)
        for thing, content in clear(said).items():
            told = model.setdefault(thing, {})
            # What says the same as is known leaves nothing, and so does not stand against an earlier day's word later.
            if told.get(max((day for day in told if day <= as_of), default=as_of)) != content:
                told[as_of] = content
    for day in DAYS:
        expected = [
            (thing, told[max(d for d in told if d <= day)]) for thing, told in model.items() if min(told) <= day
        ]
        assert believed.in_force(day) == sorted(expected)


@settings(max_examples=8)
@given(deliveries=deliveries)
def test_same_delivery_again_accepts_nothing(engine, deliveries):
    believed = Believed()
    for as_of, said in deliveries:
        rows = [(*each, None, None) for each in said]
        believed.take(engine, rows, as_of=as_of)
        before = sorted(believed.versions)
        told = [row for row in rows if row[0] in clear(said)]
        assert believed.take(engine, told, as_of=as_of) == 0
        assert sorted(believed.versions) == before


@settings(max_examples=8)
@given(deliveries=st.lists(rows, min_size=1, max_size=4))
def test_whole_register_is_what_its_last_delivery_said(engine, deliveries):
    believed = Believed(replace(THINGS, delivery=Delivery.WHOLE))
    for as_of, said in zip(DAYS, deliveries, strict=False):
        before = dict(believed.in_force(as_of))
        believed.take(engine, [(*each, None, None) for each in said], as_of=as_of)
        # What contradicts itself is neither changed nor ended.
        muddled = {thing: before[thing] for thing, _content in said if thing in before and thing not in clear(said)}
        assert believed.in_force(as_of) == sorted({**clear(said), **muddled}.items())


@settings(max_examples=8)
@given(said=st.lists(st.lists(dated, max_size=3, unique_by=lambda row: row[0]), min_size=1, max_size=4))
def test_fact_is_the_last_that_was_said_with_its_own_days(engine, said):
    believed = Believed(replace(THINGS, history=History.FACTS))
    model: dict[str, tuple[object, ...]] = {}
    for rows in said:
        given = [(*row[:3], row[2] + timedelta(row[3]) if row[3] is not None else None) for row in rows]
        believed.take(engine, given, as_of=DAYS[-1])
        model |= {row[0]: row for row in given}
    assert sorted((row[2:] for row in believed.versions), key=str) == sorted(model.values(), key=str)
