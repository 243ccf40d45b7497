"""Appending: with the caller's transaction, once per id, in a form that survives the database."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.journal.append import append_lines
from alatau.core.journal.canonical import contents_hash, leaf_bytes, plain
from alatau.core.journal.errors import LineIdReusedError
from alatau.core.journal.read import list_lines_about, list_lines_of_case
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.models import JournalContents, JournalLine
from alatau.core.values import Actor, ActorKind, PersonId
from tests.core.journal.lines import WRITER, append, new_line

if TYPE_CHECKING:
    from alatau.core.journal.seal import Sealer
    from alatau.core.values import Moment

NOON = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)
# What JSON and the database carry without loss: no floats, no NUL, no halves of characters.
TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def test_line_exists_once_its_transaction_commits(db: None, moment: Moment) -> None:
    append_lines([new_line()], at=moment)

    assert JournalLine.objects.count() == JournalContents.objects.count() == 1


def test_line_of_a_rolled_back_transaction_does_not_exist(db: None, moment: Moment) -> None:
    def write_and_fail() -> None:
        with transaction.atomic():
            append_lines([new_line()], at=moment)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert not JournalLine.objects.exists()


def test_line_outside_of_a_transaction_is_our_mistake(committed_db: None, moment: Moment) -> None:
    with pytest.raises(AssertionError):
        append_lines([new_line()], at=moment)


def test_same_line_twice_is_one_line(db: None, moment: Moment) -> None:
    line = new_line()
    append_lines([line], at=moment)
    append_lines([line, new_line(1)], at=moment)

    assert JournalLine.objects.count() == 2


def test_id_of_another_line_is_refused(db: None, moment: Moment) -> None:
    line = new_line()
    append_lines([line], at=moment)

    with pytest.raises(LineIdReusedError):
        append_lines(
            [NewLine(kind=line.kind, action=line.action, actor=WRITER, body={"step": 9}, id=line.id)], at=moment
        )


def test_line_keeps_who_acted_for_whom(db: None, moment: Moment) -> None:
    mother, grandmother = PersonId(uuid4()), PersonId(uuid4())
    actor = Actor(kind=ActorKind.RESIDENT, person_id=mother, for_person_id=grandmother, roles=frozenset({"b", "a"}))
    append_lines([NewLine(kind=LineKind.LOOK, action="tests.step.taken", actor=actor)], at=moment)

    assert JournalContents.objects.get().actor == {
        "kind": "resident",
        "person_id": str(mother),
        "for_person_id": str(grandmother),
        "roles": ["a", "b"],
    }


def test_float_in_a_body_is_our_mistake(db: None, moment: Moment) -> None:
    with pytest.raises(TypeError):
        append_lines([NewLine(kind=LineKind.EVENT, action="tests.a.b", actor=WRITER, body={"sum": 0.1})], at=moment)


def test_ids_days_and_decimals_become_text() -> None:
    value = {"id": UUID(int=1), "on": date(2026, 3, 10), "rate": Decimal("0.10"), "kind": LineKind.LOOK, "all": {2, 1}}

    assert plain(value) == {
        "id": "00000000-0000-0000-0000-000000000001",
        "on": "2026-03-10",
        "rate": "0.10",
        "kind": "look",
        "all": [1, 2],
    }


@given(st.dictionaries(TEXT, PLAIN, max_size=4), st.binary(min_size=16, max_size=16))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hash_of_contents_survives_the_database(db: None, body: dict[str, object], salt: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb", [connection.ops.adapt_json_value(body, None)])
        returned = cursor.fetchone()[0]
    assert contents_hash(salt, json.loads(returned)) == contents_hash(salt, body)


@given(st.sampled_from(list(LineKind)), st.from_regex(r"[a-z]{1,9}\.[a-z]{1,9}", fullmatch=True), st.uuids())
def test_leaf_tells_every_field_apart(kind: LineKind, action: str, line_id: UUID) -> None:
    facts = {"line_id": line_id, "kind": kind, "action": action, "times": (NOON, NOON), "contents": bytes(32)}
    changes = [{"kind": f"{kind}x"}, {"action": f"{action}x"}, {"contents": bytes([1] * 32)}, {"line_id": UUID(int=0)}]

    assert len({leaf_bytes(**facts), *(leaf_bytes(**facts | change) for change in changes)}) == len(changes) + 1


def test_lines_about_a_person_come_newest_first_numbered_or_not(sealer: Sealer) -> None:
    person = uuid4()
    older = append(2, subject_id=person)
    sealer.seal_once()
    newer = append(1, subject_id=person)
    lines = list_lines_about(person)

    assert [line.id for line in lines] == [newer[0].id, older[1].id, older[0].id]
    assert [line.number for line in lines] == [None, 2, 1]
    assert [line.number for line in list_lines_about(person, before=2)] == [1]


def test_lines_are_chosen_by_kind_and_by_case(db: None, moment: Moment) -> None:
    person, case = uuid4(), uuid4()
    look = NewLine(kind=LineKind.LOOK, action="tests.a.b", actor=WRITER, subject_id=person, purpose="own")
    event = NewLine(kind=LineKind.EVENT, action="tests.a.b", actor=WRITER, subject_id=person, case_id=case)
    append_lines([look, event], at=moment)

    assert [line.purpose for line in list_lines_about(person, kinds=(LineKind.LOOK,))] == ["own"]
    assert [line.id for line in list_lines_of_case(case)] == [event.id]


@pytest.mark.parametrize("table", ["line", "contents", "seal", "node", "batch", "checkpoint", "erasure"])
@pytest.mark.parametrize("change", ["UPDATE core_journal{0} SET {1} = {1}", "DELETE FROM core_journal{0}"])
def test_web_can_change_nothing_in_the_journal(db: None, table: str, change: str) -> None:
    column = JournalLine._meta.apps.get_model("core", f"Journal{table}")._meta.concrete_fields[0].column
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table, column))


def test_web_cannot_erase_contents_without_an_account(db: None) -> None:
    with pytest.raises(ProgrammingError, match="accounted for"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT core_erase_journal_contents(ARRAY[]::uuid[], gen_random_uuid())")
