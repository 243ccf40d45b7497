"""The queue as a table for spreadsheets: no person in it, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.desk.read import PAGE_ROWS, list_tasks
from alatau.desk.task_types import list_skills

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
    count = 0
    for page in range(1, ROWS_MAX // PAGE_ROWS + 1):
        rows = list_tasks(asked, by=by, at=at, page=page)
        writer.writerows([_cell(cell) for cell in _cells(row)] for row in rows)
        count += len(rows)
        if len(rows) < PAGE_ROWS:
            break
    line = NewLine(kind=LineKind.AUDIT, action="desk.queue.exported", actor=by, body={"rows": count})
    append_lines([line], at=at)
    return out.getvalue()


def _cells(row: TaskRow) -> tuple[str, ...]:
    days = (row.opened_at.date().isoformat(), row.due_at.date().isoformat())
    return (row.case_number, row.type_name.say(), row.region, list_skills()[row.skill].say(), row.status.value, *days)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
