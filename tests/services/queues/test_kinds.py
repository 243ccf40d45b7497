"""Queues as content: what is refused, and how ages are counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.services.queues.errors import QueueContentError, QueueNotFoundError
from alatau.services.queues.kinds import get_queue, list_queues, read_queues
from qazaqstan.content import CONTENT

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = CONTENT.services / "queues" / "kindergarten.toml"
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))

#: What an author may write wrong, and a word of what they read.
WRONG = {
    "mix is below zero": ("mix = 4", "mix = -1", "mix"),
    "zone is unknown": ('zone = "gate"', 'zone = "moon"', "zone"),
    "register is unknown": ('register = "kindergarten_queue"', 'register = "none"', "register"),
    "column is unknown": ('"privilege"', '"nothing"', "column"),
    "groups overlap": ("from = 2\nto = 3", "from = 1\nto = 3", "overlap"),
    "rank is below one": ("rank = 1", "rank = 0", "rank"),
    "language is missing": ('en = "Kindergarten queue"\n', "", "lacks"),
    "text is no TOML": ("mix = 4", "mix = ", "mix"),
}


@pytest.mark.parametrize(("right", "wrong", "word"), WRONG.values(), ids=WRONG)
def test_queue_that_cannot_be_used_is_refused_by_name(tmp_path: Path, right: str, wrong: str, word: str) -> None:
    text = SOURCE.read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "kindergarten.toml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(QueueContentError) as refused:
        read_queues(tmp_path)
    assert refused.value.facts["queue"] == "kindergarten"
    assert word in str(refused.value.facts["problem"]) or word == "mix"


def test_unknown_queue_is_refused() -> None:
    with pytest.raises(QueueNotFoundError):
        get_queue("boats")
    assert set(list_queues()) == {"first_class", "housing", "kindergarten"}


def test_age_is_counted_on_the_first_day_of_the_school_year() -> None:
    kind = get_queue("kindergarten")
    groups = [kind.group_of(date(2022, 9, day), on=date(2026, 3, 1)) for day in (1, 2)]
    assert [group.key for group in groups if group] == ["3", "2"]


@given(st.dates(date(2018, 1, 1), date(2031, 12, 31)), days)
def test_everybody_of_a_group_is_born_between_its_days(born_on: date, on: date) -> None:
    kind = get_queue("kindergarten")
    group = kind.group_of(born_on, on=on)
    if group is not None:
        first, last = kind.births_of(group, on=on)
        assert first <= born_on <= last
    assert group is None or not kind.is_outgrown(born_on, on=on)


@given(days, st.integers(0, 900))
def test_whoever_is_too_young_has_a_first_day(on: date, before: int) -> None:
    kind = get_queue("kindergarten")
    born_on = date.fromordinal(on.toordinal() - before)
    if kind.group_of(born_on, on=on) is None:
        first = kind.first_day_of(born_on, on=on)
        assert first > on
        assert kind.group_of(born_on, on=first) is not None
