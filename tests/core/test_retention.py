"""What is past its keeping is forgotten, accounted for, and leaves the journal whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import transaction

from alatau.core.content import content
from alatau.core.journal.append import append_lines
from alatau.core.journal.erasures import ERASED
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.models import JournalContents, JournalLine
from alatau.core.retention import (
    Forgotten,
    apply_retention,
    declare_retention,
    erase_lines_about,
    find_retention_class,
    list_purged_classes,
)
from tests.core.journal.lines import WRITER

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from alatau.core.values import Moment

YEAR = timedelta(days=366)


def write(kind: LineKind, *, at: Moment, subject_id: UUID | None = None) -> UUID:
    line = NewLine(kind=kind, action="tests.step.taken", actor=WRITER, subject_id=subject_id)
    with transaction.atomic():
        append_lines([line], at=at)
    return line.id


def contents_left() -> set[UUID]:
    return set(JournalContents.objects.exclude(line__action=ERASED).values_list("line__id", flat=True))


def test_looks_past_their_keeping_lose_their_contents_and_younger_ones_stay(db: None, moment: Moment) -> None:
    write(LineKind.LOOK, at=moment)
    later = replace(moment, city_at=moment.city_at + 6 * YEAR)
    young = write(LineKind.LOOK, at=replace(later, city_at=later.city_at - YEAR))

    assert apply_retention(at=later) == [Forgotten("journal.look", 1)]
    assert contents_left() == {young}
    assert JournalLine.objects.exclude(action=ERASED).count() == 2


def test_lines_without_a_period_are_kept_for_good(db: None, moment: Moment) -> None:
    kept = {write(LineKind.EVENT, at=moment), write(LineKind.AUDIT, at=moment)}

    assert apply_retention(at=replace(moment, city_at=moment.city_at + 60 * YEAR)) == []
    assert contents_left() == kept


@pytest.mark.parametrize(("days", "is_kept"), [(0, True), (1, False)])
def test_line_is_kept_to_the_last_day_of_its_period(db: None, moment: Moment, days: int, is_kept: bool) -> None:
    write(LineKind.EXCHANGE, at=moment)
    end = moment.city_at.replace(year=moment.city_at.year + 3)
    apply_retention(at=replace(moment, city_at=end + timedelta(days=days)))

    assert bool(contents_left()) == is_kept


def test_erasing_says_how_much_went_and_on_which_ground(db: None, moment: Moment) -> None:
    write(LineKind.LOOK, at=moment)
    apply_retention(at=replace(moment, city_at=moment.city_at + 6 * YEAR))
    account = JournalContents.objects.get(line__action=ERASED).body

    assert (account["class"], account["lines"]) == ("journal.look", 1)
    assert account["ground"] == find_retention_class("journal.look").law


def test_room_forgets_what_it_declared(db: None, moment: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[datetime] = []
    monkeypatch.setattr("alatau.core.retention._purges", {})
    monkeypatch.setattr(
        content(),
        "retention_classes",
        (replace(find_retention_class("journal.look"), key="tests.rows", kept_months=1),),
    )

    @declare_retention("tests.rows")
    def purge(*, before: datetime, limit: int) -> int:
        asked.append(before)
        return 3

    assert list_purged_classes() == ["tests.rows"]
    assert apply_retention(at=moment) == [Forgotten("tests.rows", 3)]
    assert asked == [moment.city_at.replace(month=moment.city_at.month - 1)]
    assert JournalContents.objects.get(line__action="core.data.forgotten").body["rows"] == 3


def test_lines_are_erased_on_request_only_where_the_law_allows(
    db: None, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = uuid4()
    write(LineKind.LOOK, at=moment, subject_id=person)
    request = {"kind": LineKind.LOOK, "ground": "the person asked", "by": WRITER, "at": moment}
    assert erase_lines_about(person, **request) == 0
    allowed = replace(find_retention_class("journal.look"), is_erased_on_request=True)
    monkeypatch.setattr(content(), "retention_classes", (allowed,))

    assert erase_lines_about(person, **request) == 1
    assert erase_lines_about(person, **request) == 0


def test_every_content_has_a_period_for_each_kind_of_line_and_each_purged_class() -> None:
    from qazaqstan.content import CONTENT as QAZAQSTAN
    from tests.tinyland.content import CONTENT as TINYLAND

    needed = {f"journal.{kind}" for kind in LineKind} | set(list_purged_classes())
    for each in (QAZAQSTAN, TINYLAND):
        assert {retention_class.key for retention_class in each.retention_classes} >= needed
