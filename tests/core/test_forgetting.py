"""Forgetting at its edges: the last day of a month, many batches, a room that fails, requests of a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from alatau.core import retention
from alatau.core.content import RetentionClass
from alatau.core.journal.append import append_lines
from alatau.core.journal.erasures import ERASED
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.models import JournalContents
from alatau.core.retention import Forgotten, apply_retention, declare_retention, erase_lines_about
from alatau.core.text import Text
from alatau.core.values import Moment
from tests.core.journal.lines import WRITER

if TYPE_CHECKING:
    from uuid import UUID

NAME = Text(kk="Сынақ", ru="Проба", en="Trial", ar="تجربة")
YEARS = 12


class SpoiltError(Exception):
    """The room cannot forget."""


def kept_for(key: str, months: int | None, *, on_request: bool = False) -> RetentionClass:
    return RetentionClass(key=key, name=NAME, kept_months=months, law="Law 1", is_erased_on_request=on_request)


@pytest.fixture
def classes(monkeypatch: pytest.MonkeyPatch) -> list[RetentionClass]:
    """The classes of data that the content knows in this test; rooms declare anew how to forget them."""
    known: list[RetentionClass] = []
    monkeypatch.setattr(retention, "content", lambda: type("Content", (), {"retention_classes": known}))
    monkeypatch.setattr(retention, "_purges", {})
    return known


def declare(key: str, *, rows: int = 0) -> list[datetime]:
    """Let a room forget so many rows, and remember until when it was asked to."""
    asked: list[datetime] = []
    left = [rows]

    @declare_retention(key)
    def purge(*, before: datetime, limit: int) -> int:
        asked.append(before)
        count = min(left[0], limit)
        left[0] -= count
        return count

    return asked


def write(count: int, kind: LineKind, *, at: Moment, subject_id: UUID | None = None) -> None:
    lines = [NewLine(kind=kind, action="tests.step.taken", actor=WRITER, subject_id=subject_id) for _ in range(count)]
    with transaction.atomic():
        append_lines(lines, at=at)


def contents_left() -> int:
    return JournalContents.objects.exclude(line__action__in=[ERASED, "core.data.forgotten"]).count()


@pytest.mark.parametrize(
    ("today", "months", "end"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2024, 3, 31), 1, (2024, 2, 29)),
        ((2024, 2, 29), 12, (2023, 2, 28)),
        ((2026, 1, 1), 1, (2025, 12, 1)),
        ((2026, 12, 31), 6, (2026, 6, 30)),
        ((2026, 3, 10), 0, (2026, 3, 10)),
        ((2026, 3, 10), 120, (2016, 3, 10)),
    ],
)
def test_a_period_ends_on_the_same_day_or_the_months_last(
    db: None, classes: list[RetentionClass], today: tuple[int, ...], months: int, end: tuple[int, ...]
) -> None:
    classes.append(kept_for("tests.things", months))
    asked = declare("tests.things")
    noon = datetime(*today, 12, tzinfo=UTC)
    apply_retention(at=Moment(city_at=noon, wall_at=noon))

    assert asked == [datetime(*end, 12, tzinfo=UTC)]


@given(day=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), months=st.integers(0, 600))  # noqa: DTZ001  naive bounds
def test_a_period_counts_whole_months_back_and_never_more(day: datetime, months: int) -> None:
    now = day.replace(tzinfo=UTC)
    end = retention._end_of_keeping(kept_for("tests.things", months), at=Moment(city_at=now, wall_at=now))

    assert (now.year - end.year) * YEARS + now.month - end.month == months
    assert end.day <= now.day
    assert end.time() == now.time()


def test_what_is_kept_for_good_is_never_asked_for(db: None, classes: list[RetentionClass], moment: Moment) -> None:
    classes.append(kept_for("tests.things", None))
    asked = declare("tests.things", rows=5)

    assert apply_retention(at=moment) == []
    assert asked == []


def test_a_class_that_no_room_knows_is_left_alone(db: None, classes: list[RetentionClass], moment: Moment) -> None:
    classes.append(kept_for("tests.unknown", 1))

    assert apply_retention(at=moment) == []


@pytest.mark.parametrize(("rows", "calls"), [(0, 1), (2, 1), (3, 2), (7, 3)])
def test_a_room_is_asked_until_it_has_less_than_a_batch(
    db: None, classes: list[RetentionClass], moment: Moment, monkeypatch: pytest.MonkeyPatch, rows: int, calls: int
) -> None:
    monkeypatch.setattr(retention, "BATCH_LINES", 3)
    classes.append(kept_for("tests.things", 1))
    asked = declare("tests.things", rows=rows)
    told = apply_retention(at=moment)

    assert told == ([Forgotten("tests.things", rows)] if rows else [])
    assert len(asked) == calls
    accounts = JournalContents.objects.filter(line__action="core.data.forgotten")
    assert sum(account.body["rows"] for account in accounts) == rows


def test_a_room_that_fails_keeps_nothing_of_the_others(db: None, classes: list[RetentionClass], moment: Moment) -> None:
    classes += [kept_for("tests.spoilt", 1), kept_for("tests.things", 1), kept_for("journal.look", 1)]
    write(2, LineKind.LOOK, at=replace(moment, city_at=moment.city_at.replace(year=2020)))

    @declare_retention("tests.spoilt")
    def fail(*, before: datetime, limit: int) -> int:
        raise SpoiltError

    asked = declare("tests.things", rows=2)
    with pytest.raises(SpoiltError):
        apply_retention(at=moment)

    assert len(asked) == 1
    assert contents_left() == 0


def test_two_rooms_that_fail_are_both_told(db: None, classes: list[RetentionClass], moment: Moment) -> None:
    classes += [kept_for("tests.spoilt", 1), kept_for("tests.lost", 1)]

    @declare_retention("tests.spoilt")
    def fail(*, before: datetime, limit: int) -> int:
        raise SpoiltError

    @declare_retention("tests.lost")
    def lose(*, before: datetime, limit: int) -> int:
        raise LookupError

    with pytest.raises(LookupError) as raised:
        apply_retention(at=moment)
    assert isinstance(raised.value.__context__, SpoiltError)


def test_a_room_declares_once_how_it_forgets(classes: list[RetentionClass]) -> None:
    declare("tests.things")
    with pytest.raises(AssertionError, match="is purged already"):
        declare("tests.things")

    assert retention.list_purged_classes() == ["tests.things"]


@pytest.mark.parametrize("kind", list(LineKind))
def test_each_kind_of_line_follows_its_own_period(
    db: None, classes: list[RetentionClass], moment: Moment, kind: LineKind
) -> None:
    classes.append(kept_for(f"journal.{kind}", 1))
    old = replace(moment, city_at=moment.city_at.replace(month=1))
    for each in LineKind:
        write(1, each, at=old)

    assert apply_retention(at=moment) == [Forgotten(f"journal.{kind}", 1)]
    assert contents_left() == len(LineKind) - 1


def test_many_lines_are_erased_in_batches_each_with_its_account(
    db: None, classes: list[RetentionClass], moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH_LINES", 3)
    classes.append(kept_for("journal.look", 1))
    write(8, LineKind.LOOK, at=replace(moment, city_at=moment.city_at.replace(month=1)))

    assert apply_retention(at=moment) == [Forgotten("journal.look", 8)]
    accounts = JournalContents.objects.filter(line__action=ERASED).order_by("line_id")
    assert [account.body["lines"] for account in accounts] == [3, 3, 2]


def test_forgetting_twice_forgets_once(db: None, classes: list[RetentionClass], moment: Moment) -> None:
    classes.append(kept_for("journal.look", 1))
    write(2, LineKind.LOOK, at=replace(moment, city_at=moment.city_at.replace(month=1)))
    apply_retention(at=moment)

    assert apply_retention(at=moment) == []


@pytest.mark.parametrize(("on_request", "erased"), [(True, 3), (False, 0)])
def test_a_persons_own_lines_go_on_request_where_the_law_allows(
    db: None, classes: list[RetentionClass], moment: Moment, on_request: bool, erased: int
) -> None:
    aigerim, bolat = uuid4(), uuid4()
    classes.append(kept_for("journal.exchange", None, on_request=on_request))
    write(3, LineKind.EXCHANGE, at=moment, subject_id=aigerim)
    write(2, LineKind.EXCHANGE, at=moment, subject_id=bolat)
    write(1, LineKind.AUDIT, at=moment, subject_id=aigerim)
    gone = erase_lines_about(aigerim, kind=LineKind.EXCHANGE, ground="Request 1", by=WRITER, at=moment)

    assert gone == erased
    assert contents_left() == 6 - erased
