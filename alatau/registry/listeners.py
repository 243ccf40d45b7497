"""What this room hears: that a contested record was decided, or is looked into again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from alatau.core.clock import read_clocks
from alatau.core.journal.listen import listener
from alatau.core.values import system_actor
from alatau.desk.values import CaseId
from alatau.registry.contest import reopen_contest
from alatau.registry.correct import settle_contest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine

CONTESTS = system_actor("registry.contests")


@listener(
    "registry.contests",
    actions=("desk.case.decided", "desk.case.reopened"),
    about=gettext_lazy("Answers contested records as their cases are decided"),
)
def answer_contested_rows(lines: Sequence[SealedLine]) -> None:
    """Answer contested rows as their cases were decided, and mark them anew when a case opens again."""
    at = read_clocks()
    for line in lines:
        if line.case_id is None:
            continue
        if line.action == "desk.case.reopened":
            reopen_contest(CaseId(line.case_id))
        else:
            outcome, decision = (str(line.body.get(name, "")) for name in ("outcome", "decision"))
            settle_contest(CaseId(line.case_id), outcome=outcome, decision=decision, by=CONTESTS, at=at)
