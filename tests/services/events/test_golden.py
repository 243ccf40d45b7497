"""Each kind of event has a row that tells of it, and one that nearly does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alatau.registry.declare import get_register
from alatau.services.events.kinds import list_kinds, triggers_by_register
from alatau.services.events.lake_rows import is_met
from alatau.services.events.telling import RowSeen, read_row
from tests.services.events.golden import BY_CARD, GOLDEN, Golden

if TYPE_CHECKING:
    from alatau.services.events.telling import RowNews

goldens = pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: f"{golden.kind}-{golden.register}")


def read(golden: Golden, *, but: bool) -> RowNews:
    """Return what the row tells by today by the triggers of its kind, or the one that nearly tells."""
    row = golden.row | (golden.but if but else {})
    span = golden.but_span if but and golden.but_span else golden.span
    asked = [each for each in triggers_by_register()[golden.register] if each.kind == golden.kind]
    seen = RowSeen(
        register=get_register(golden.register),
        row="r",
        subject="",
        columns=row,
        told_on=golden.today,
        triggers=[trigger for trigger in asked if span is None or is_met(trigger, row, span=span)],
    )
    return read_row(seen)


def timely(golden: Golden, *, but: bool) -> set[object]:
    """Return whose events, or of which places, are told of in time."""
    news, late = read(golden, but=but), list_kinds()[golden.kind].late_days
    found = [each for each in (*news.told, *news.places) if 0 <= (golden.today - each.on_day).days <= late]
    return {getattr(each, "person", None) or each.place for each in found}


def test_every_kind_has_a_golden_row_or_a_right() -> None:
    assert {golden.kind for golden in GOLDEN} | {*BY_CARD} == {*list_kinds()}
    assert {key for key, kind in list_kinds().items() if kind.entitlements} == {*BY_CARD}


@goldens
def test_the_row_tells_of_the_event_on_its_day(golden: Golden) -> None:
    news = read(golden, but=False)
    assert golden.on in {each.on_day for each in (*news.told, *news.places)}
    assert {*golden.whose} <= {each.person for each in news.told}


@goldens
def test_the_row_that_nearly_tells_makes_no_event(golden: Golden) -> None:
    assert timely(golden, but=False)
    assert not timely(golden, but=True)


def test_a_row_that_names_one_person_twice_is_doubted() -> None:
    [golden] = [each for each in GOLDEN if each.but == {"woman_number": golden_man(each)}]
    assert [doubt for _kind, _person, doubt in read(golden, but=True).doubted] == ["same_person"]


def golden_man(golden: Golden) -> object:
    return golden.row.get("man_number", "nobody")
