"""Steps, states and filters in words, for officials and for the people cases are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from alatau.desk.values import DueFilter, HolderFilter, Step, TaskKind, TaskStatus

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STEP_WORDS: dict[Step, _StrPromise] = {
    Step.OPENED: _("The case was opened"),
    Step.TAKEN: _("Taken to work on"),
    Step.ASSIGNED: _("Given to a colleague"),
    Step.HANDED_OVER: _("Handed over to a colleague"),
    Step.RELEASED: _("Put back into the queue"),
    Step.NOTED: _("Note"),
    Step.FILED: _("A document was attached"),
    Step.SUSPENDED: _("The clock was stopped"),
    Step.RESUMED: _("The clock runs again"),
    Step.ESCALATED: _("The deadline came near or passed"),
    Step.PROPOSED: _("A decision was proposed"),
    Step.RETURNED: _("The proposal was sent back"),
    Step.DECIDED: _("The case was decided"),
    Step.REOPENED: _("The case was opened again"),
    Step.EXPLAINED: _("The resident explained"),
    Step.APPEALED: _("The resident appealed"),
}

#: What the person of a case reads. Who of the staff holds it, and notes among colleagues, are not theirs to follow.
OWN_STEP_WORDS: dict[Step, _StrPromise] = {
    Step.OPENED: _("We opened your case"),
    Step.FILED: _("A document was attached"),
    Step.SUSPENDED: _("We are waiting for something, and the deadline waits too"),
    Step.RESUMED: _("We are working on it again"),
    Step.PROPOSED: _("A second official is checking the decision"),
    Step.RETURNED: _("The first official is working on it again"),
    Step.DECIDED: _("We decided your case"),
    Step.REOPENED: _("We opened your case again"),
    Step.EXPLAINED: _("You explained"),
    Step.APPEALED: _("You appealed"),
}

KIND_WORDS: dict[TaskKind, _StrPromise] = {
    TaskKind.WORK: _("Look into it"),
    TaskKind.CONFIRM: _("Check and confirm"),
}

STATE_WORDS: dict[TaskStatus, _StrPromise] = {
    TaskStatus.WAITING: _("Nobody's yet"),
    TaskStatus.TAKEN: _("Somebody's"),
}

DUE_WORDS: dict[DueFilter, _StrPromise] = {
    DueFilter.ANY: _("Any deadline"),
    DueFilter.OVERDUE: _("Overdue"),
    DueFilter.TODAY: _("Due today"),
    DueFilter.WEEK: _("Due within a week"),
}

HOLDER_WORDS: dict[HolderFilter, _StrPromise] = {
    HolderFilter.ANY: _("Anybody's"),
    HolderFilter.FREE: _("Nobody's yet"),
    HolderFilter.MINE: _("Mine"),
    HolderFilter.TAKEN: _("Somebody's"),
}
