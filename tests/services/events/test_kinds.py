"""Kinds of events are content: each file is checked against the registers, and refused by file and reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from alatau.rules.gather import read_book
from alatau.services.events.checks import check_event_kinds
from alatau.services.events.errors import EventKindContentError, EventKindNotFoundError
from alatau.services.events.kinds import get_kind, list_kinds, read_kinds
from tests.services.events.golden import TODAY

if TYPE_CHECKING:
    from pathlib import Path

KIND = """
ground = "documented"
flow = "message"
[name]
kk = "Оқиға"
ru = "Событие"
en = "Event"
ar = "حدث"
[description]
kk = "Оқиға болды."
ru = "Событие произошло."
en = "It happened."
ar = "وقع حدث."
[[row]]
register = "deaths"
whose = ["number"]
day = { column = "died_on" }
"""


def read(folder: Path, text: str) -> object:
    (folder / "some.toml").write_text(text, encoding="utf-8")
    return read_kinds(folder)["some"]


def test_all_thirty_two_kinds_can_be_used() -> None:
    assert (len(list_kinds()), check_event_kinds()) == (32, [])


def test_nobody_is_written_to_about_what_only_officials_may_know() -> None:
    closed = {key for key, kind in list_kinds().items() if kind.is_staff_only}
    assert closed == {"domestic_violence", "release", "serious_illness"}


def test_every_benefit_and_right_that_an_event_brings_is_in_the_law() -> None:
    # The payment after the floods of 2024 was for that year alone.
    laws = [read_book().on(day, known=TODAY).rules for day in (date(2024, 6, 1), TODAY)]
    names, codes = {*laws[1]}, {rule.version.key for law in laws for rule in law.values()}
    for kind in list_kinds().values():
        assert {*kind.entitlements} <= names
        assert {*kind.benefits} <= codes


def test_an_unknown_kind_is_not_found() -> None:
    with pytest.raises(EventKindNotFoundError) as refusal:
        get_kind("comet")
    assert "alatau services events" in refusal.value.sentence()


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('flow = "message"', "", "flow is missing"),
        ('flow = "message"', 'flow = "pigeon"', "pigeon"),
        ('flow = "message"', 'flow = "message"\ncolour = "red"', "colour is not a field"),
        ('flow = "message"', 'flow = "message"\ntask = "life_event_in_person"', "no message speaks of"),
        ('flow = "message"', 'flow = "message"\ndoubt_task = "nothing"', "nothing is not declared"),
        ('flow = "message"', 'flow = "message"\nparts = ["a"]', "parts"),
        ('flow = "message"', 'flow = "message"\nwithin_days = 3', "belong together"),
        ('"deaths"', '"comets"', "not declared"),
        ('["number"]', '["act_number"]', "names no person"),
        ('["number"]', "[]", "whose event it is"),
        ('"died_on" }', '"act_number" }', "holds no day"),
        ('"died_on" }', '"died_on", weeks = 2 }', "weeks is not known"),
        ("day = {", 'when = { place = ["x"], moon = ["full"] }\nday = {', "moon is no column"),
        ("day = {", "above = { place = 3 }\nday = {", "no whole number"),
        ("day = {", 'day = { column = "died_on", age_by = "place" }\n#', "belong together"),
        ("ground =", "ground ", "Expected"),
    ],
)
def test_a_kind_that_cannot_be_used_is_refused(tmp_path: Path, before: str, after: str, problem: str) -> None:
    assert before in KIND
    with pytest.raises(EventKindContentError) as refusal:
        read(tmp_path, KIND.replace(before, after, 1))
    assert "some.toml" in str(refusal.value)
    assert problem in str(refusal.value)


def test_a_kind_is_read_from_its_file_alone(tmp_path: Path) -> None:
    kind = read(tmp_path, KIND)
    assert (kind.key, kind.triggers[0].whose, kind.late_days) == ("some", ("number",), 365)
