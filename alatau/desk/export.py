"""The queue as a table for spreadsheets: no person in it, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.desk.read import list_tasks
from alatau.desk.task_types import list_skills
from alatau.desk.words import STATE_WORDS

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.desk.values import QueueFilter, TaskRow

ROWS_MAX = 10_000
#: A cell that begins with one of these is a formula to a spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@transaction.atomic
def export_tasks(asked: QueueFilter, *, by: Actor, at: Moment) -> str:
    """Return the filtered queue as CSV in the reader's language, in fair order; the export leaves an audit line."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Case"), _("Kind of case"), _("Region"), _("Skill"), _("State"), _("Opened"), _("Deadline")])
    # One query: page by page, a task that moves meanwhile would be told twice or not at all.
    rows = list_tasks(asked, by=by, at=at, page_rows=ROWS_MAX)
    writer.writerows([_cell(cell) for cell in _cells(row)] for row in rows)
    line = NewLine(kind=LineKind.AUDIT, action="desk.queue.exported", actor=by, body={"rows": len(rows)})
    append_lines([line], at=at)
    return out.getvalue()


def _cells(row: TaskRow) -> tuple[str, ...]:
    # Days are the city's: a case of one in the morning there is not of the day before. `due_at` is in its zone already.
    opened_on = row.opened_at.astimezone(row.due_at.tzinfo).date()
    days = (opened_on.isoformat(), row.due_at.date().isoformat())
    skill = list_skills().get(row.skill)
    return (
        row.case_number,
        row.type_name.say(),
        row.region,
        skill.say() if skill else row.skill,
        str(STATE_WORDS[row.status]),
        *days,
    )


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
