"""The nets below the logs at their edges: bytes, underscores, half characters, files that cannot be written."""

from __future__ import annotations

import json
import logging
from array import array
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.logfiles import DayFileHandler, ErrorStreamHandler
from alatau.core.redaction import CUT, LONGEST_PLAIN_NUMBER, PERSONAL_KEYS, redact
from alatau.core.tracebacks import CHAIN_MAX, FRAMES_MAX, describe_error

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = "050101700013"


class Colour(Enum):
    """A value whose text holds a number."""

    RED = f"red {NUMBER}"


@pytest.mark.parametrize("value", [NUMBER.encode(), bytearray(NUMBER.encode()), memoryview(NUMBER.encode())])
def test_bytes_are_cut_for_they_spell_out_text(value: object) -> None:
    assert redact(value) == CUT
    assert redact({"raw": [value]}) == {"raw": [CUT]}


@pytest.mark.parametrize(
    "text",
    [
        f"person_{NUMBER}.pdf",
        f"ЖСН{NUMBER}",
        f"ИИН:{NUMBER}",
        f"/files/{NUMBER}/letter",
        f"({NUMBER})",
        "+77000000001",
        "_87000000001",
        "KZ86125KZT5004100100",
        "user:secret@database",
    ],
)
def test_a_number_is_cut_whatever_stands_beside_it(text: str) -> None:
    assert NUMBER not in str(redact(text))
    assert CUT in str(redact(text))


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-10",
        "2026-03-10T07:00:00+00:00",
        "2026-03-10 07:00:00.123456Z",
        "12345678",
        "v1.2.3",
        "a1b2c3d4e5f60718",
    ],
)
def test_moments_versions_and_short_figures_stay(text: str) -> None:
    assert redact(text) == text


@given(number=st.integers())
def test_a_whole_number_stays_while_it_is_shorter_than_a_telephone(number: int) -> None:
    assert redact(number) == (number if abs(number) < LONGEST_PLAIN_NUMBER else CUT)
    assert redact(number, key="sent_bytes") == number


@pytest.mark.parametrize("key", sorted(PERSONAL_KEYS))
def test_a_personal_field_is_cut_in_any_capitals(key: str) -> None:
    assert redact("x", key=key.upper()) == CUT
    assert redact({key: ["x"]}) == {key: CUT}


@pytest.mark.parametrize(
    "value",
    [
        MappingProxyType({"a": NUMBER}),
        {"a": {"b": (NUMBER,)}},
        frozenset({NUMBER}),
        Colour.RED,
        Path(f"/people/{NUMBER}"),
        ValueError(NUMBER),
        {NUMBER: 1},
    ],
)
def test_nothing_hides_inside_other_values(value: object) -> None:
    assert NUMBER not in str(redact(value))


def test_plain_values_stay_as_they_are() -> None:
    row_id = uuid4()

    assert redact([None, True, 1.5, row_id, str(row_id)]) == [None, True, 1.5, row_id, str(row_id)]


@given(value=st.recursive(st.text() | st.integers() | st.none() | st.binary(), lambda inner: st.lists(inner)))
def test_no_value_breaks_the_net(value: object) -> None:
    json.dumps(redact(value))


def test_other_sequences_are_looked_through_too() -> None:
    assert redact(array("q", [1, 10**11])) in ([1, CUT], CUT, f"array('q', [1, {CUT}])")


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[DayFileHandler]:
    handler = DayFileHandler(tmp_path / "logs", role="web", keep_days=3)
    handler.setFormatter(logging.Formatter("%(message)s"))
    yield handler
    handler.close()


def record(message: str, day: int = 10) -> logging.LogRecord:
    made = logging.LogRecord("tests", logging.INFO, __file__, 1, message, None, None)
    made.created = datetime(2026, 3, day, 12, tzinfo=UTC).timestamp()
    return made


def written(handler: DayFileHandler) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(handler.folder.iterdir())}


def test_half_a_character_never_fails_the_work_that_is_logged(handler: DayFileHandler) -> None:
    handler.emit(record('{"place": "caf\udce9.py"}'))

    assert json.loads(written(handler)["web-2026-03-10.jsonl"]) == {"place": "caf\udce9.py"}


def test_a_line_that_cannot_be_formatted_is_dropped(handler: DayFileHandler) -> None:
    handler.setFormatter(logging.Formatter("%(missing)s"))
    handler.emit(record("first"))
    handler.setFormatter(logging.Formatter("%(message)s"))
    handler.emit(record("second"))

    assert written(handler) == {"web-2026-03-10.jsonl": "second\n"}


def test_a_folder_that_cannot_be_made_drops_lines_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file")
    DayFileHandler(tmp_path / "logs", role="web", keep_days=3).emit(record("lost"))

    assert (tmp_path / "logs").read_text() == "a file"


def test_a_new_day_opens_a_new_file_and_keeps_the_last_three(handler: DayFileHandler) -> None:
    for day in (10, 11, 12, 13, 14):
        handler.emit(record(str(day), day))

    assert list(written(handler)) == [f"web-2026-03-{day}.jsonl" for day in (11, 12, 13, 14)]


def test_files_of_other_roles_are_left_to_them(handler: DayFileHandler) -> None:
    handler.folder.mkdir()
    (handler.folder / "worker-2020-01-01.jsonl").write_text("old")
    handler.emit(record("new"))

    assert "worker-2020-01-01.jsonl" in written(handler)


def test_a_closed_file_is_opened_again_by_the_next_line(handler: DayFileHandler) -> None:
    handler.emit(record("one"))
    handler.close()
    handler.emit(record("two"))

    assert written(handler)["web-2026-03-10.jsonl"] == "one\ntwo\n"


def test_a_closed_terminal_stops_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stream = (tmp_path / "stream").open("w")
    stream.close()
    monkeypatch.setattr("sys.stderr", stream)
    ErrorStreamHandler().emit(record("lost"))


def fail_deeply(depth: int) -> None:
    if depth == 0:
        raise ValueError(NUMBER)
    fail_deeply(depth - 1)


def test_an_endless_recursion_is_told_by_its_innermost_places() -> None:
    with pytest.raises(ValueError, match=NUMBER) as failed:
        fail_deeply(200)
    (told,) = describe_error(failed.value)

    assert len(told["places"]) == FRAMES_MAX
    assert told["places"][-1].endswith("fail_deeply")
    assert NUMBER not in json.dumps(told)


def test_a_long_chain_of_causes_is_cut_at_its_end() -> None:
    error: Exception = ValueError("first")
    for _ in range(CHAIN_MAX * 2):
        following = KeyError("next")
        following.__cause__ = error
        error = following

    assert [each["kind"] for each in describe_error(error)] == ["builtins.KeyError"] * CHAIN_MAX


def test_a_cause_that_was_hidden_on_purpose_stays_hidden() -> None:
    error = ValueError()
    error.__context__ = KeyError()
    assert len(describe_error(error)) == 2
    error.__suppress_context__ = True

    assert len(describe_error(error)) == 1
