"""A resident's registers in three heaps: what holds something, what holds nothing, and what nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.core.text import format_day
from alatau.desk.deadlines import first_deadline
from alatau.desk.task_types import get_type
from alatau.registry.contest import CONTESTED
from alatau.registry.coverage import Why, judge_silence
from alatau.registry.lake.knowledge import ask
from alatau.registry.models import Load
from alatau.registry.present.records import view_row
from alatau.registry.present.unfold import ReaderKind, is_closed_to_others
from alatau.registry.read_records import is_about_people
from alatau.registry.values import ContestAnswer, Coverage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.registry.contest import ContestView
    from alatau.registry.coverage import Silence
    from alatau.registry.present.records import RowView
    from alatau.registry.present.unfold import Reader
    from alatau.registry.read_records import PersonRecords
    from alatau.registry.records import RecordRow
    from alatau.registry.values import Register


@dataclass(frozen=True, kw_only=True)
class OwnRegister:
    """One register on a resident's list."""

    register: Register
    count: int
    fresh_words: str
    #: Why nothing is known; empty where something is, or where there is known to be nothing.
    why: str
    is_contested: bool
    icon: str = "document-text"


def list_own(found: PersonRecords, *, reader: Reader, contests: list[ContestView], at: Moment) -> dict[str, object]:
    """Return what the page of all registers shows."""
    silences = judge_silence(found.registers, ask(at))
    contested = {each.register_key for each in contests if each.answer is None}
    shown = [each for each in found.registers if reader.kind is ReaderKind.SUBJECT or not is_closed_to_others(each)]
    # Of a register of firms or places nobody expects anything, unless it names the person.
    told = [each for each in shown if is_about_people(each) or found.of(each)]
    listed = [
        _list_one(each, count=len(found.of(each)), silence=silences[each.key], is_contested=each.key in contested)
        for each in told
    ]
    return _in_heaps(listed) | {
        "contested": sum(each.answer is None for each in contests),
        "closed_count": len(found.registers) - len(shown),
    }


def _in_heaps(listed: list[OwnRegister]) -> dict[str, object]:
    """Part the registers that hold something from those that hold nothing, and from those of which nobody knows."""
    silent = [each for each in listed if not each.count]
    return {
        "held": [each for each in listed if each.count],
        "nothing": [each for each in silent if not each.why],
        "unknown": [each for each in silent if each.why],
    }


def show_own(
    register: Register,
    found: PersonRecords,
    *,
    reader: Reader,
    names: Mapping[UUID, str],
    contests: list[ContestView],
    at: Moment,
) -> dict[str, object]:
    """Return what the page of one register shows."""
    silence = judge_silence([register], ask(at))[register.key]
    rows = found.of(register)
    days = _delivery_days(register, rows)
    views = [
        view_row(row, reader=reader, names=names, contests=contests, came_on=days.get(row.load or 0)) for row in rows
    ]
    about = _list_one(register, count=len(rows), silence=silence, is_contested=False)
    words = about.why or _("This register holds nothing about this person.")
    return {
        "register": register,
        "rows": [_say_row(view) for view in sorted(views, key=lambda view: view.valid_from, reverse=True)],
        "about": {"words": words, "fresh_words": about.fresh_words},
    }


def promise_of_answer(at: Moment) -> str:
    """Say until when a contest of today is answered."""
    due_at = first_deadline(at.city_at, get_type(CONTESTED).deadline, content().calendar)
    return _("The register's owner answers by %(day)s. Until then the record is marked as contested.") % {
        "day": format_day(due_at.date())
    }


def _list_one(register: Register, *, count: int, silence: Silence, is_contested: bool) -> OwnRegister:
    return OwnRegister(
        register=register,
        count=count,
        fresh_words=_say_fresh(silence),
        why="" if count else say_why(register, silence),
        is_contested=is_contested,
    )


def _say_fresh(silence: Silence) -> str:
    if silence.as_of is None:
        return _("Not delivered yet")
    facts = {"day": format_day(silence.as_of)}
    if silence.is_late:
        return _("As of %(day)s, and late since then") % facts
    return _("As of %(day)s") % facts


def say_why(register: Register, silence: Silence) -> str:
    """Say why no row does not mean that there is nothing; empty where it does mean that."""
    if silence.why is Why.NOT_COVERING and register.covers is Coverage.CONSENTED:
        return _("The register holds only people who agreed.")
    return {
        Why.NOT_LOADED: _("The register was not delivered to the city yet."),
        Why.NOT_COVERING: _("The register does not claim to hold everybody."),
        Why.STALE: _("The register is late, so something may be missing."),
        None: "",
    }[silence.why]


def _delivery_days(register: Register, rows: list[RecordRow]) -> dict[int, date]:
    loads = {row.load for row in rows if row.load is not None}
    found = Load.objects.filter(register_key=register.key, number__in=loads)
    return dict(found.values_list("number", "as_of"))


def _say_row(view: RowView) -> dict[str, object]:
    return {
        "key": view.key,
        "shown": view.shown,
        "is_contested": view.is_contested,
        "open_contests": [
            {"due_words": format_day(each.due_at.date()), "case_id": each.case_id} for each in view.open_contests
        ],
        "answered": view.answered,
        "answer_words": _say_answer(view.answered),
        "came_on": view.came_on,
        "came_words": format_day(view.came_on) if view.came_on else "",
        "valid_words": _say_valid(view),
    }


def _say_answer(contest: ContestView | None) -> str:
    if contest is None or contest.answer is None or contest.answered_at is None:
        return ""
    facts = {"day": format_day(contest.answered_at.date())}
    if contest.answer is ContestAnswer.CORRECTED:
        return _("You said that this was wrong. It was corrected on %(day)s.") % facts
    return _("You said that this was wrong. On %(day)s the owner found it to be right.") % facts


def _say_valid(view: RowView) -> str:
    facts = {"first": format_day(view.valid_from)}
    if view.valid_until is None:
        return _("In force since %(first)s.") % facts
    return _("In force from %(first)s until %(last)s.") % (facts | {"last": format_day(view.valid_until)})
