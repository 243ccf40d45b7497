"""What this room hears: decisions about contested records and unsure matches, and loads with names to match.

What opens the lake is imported where it is needed: its libraries cost 0.4 s and 100 MB, and every process reads this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.jobs import defer
from alatau.core.journal.listen import listener
from alatau.core.values import system_actor
from alatau.desk.values import CaseId
from alatau.registry.contest import reopen_contest
from alatau.registry.declare import list_registers
from alatau.registry.linkage.naming import find_naming
from alatau.registry.values import LoadKind

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
    from alatau.registry.correct import settle_contest

    at = read_clocks()
    for line in lines:
        if line.case_id is None:
            continue
        if line.action == "desk.case.reopened":
            reopen_contest(CaseId(line.case_id))
        else:
            outcome, decision = (str(line.body.get(name, "")) for name in ("outcome", "decision"))
            settle_contest(CaseId(line.case_id), outcome=outcome, decision=decision, by=CONTESTS, at=at)


@listener(
    "registry.matches",
    actions=("desk.case.decided",),
    about=gettext_lazy("Links records as officials decide whose they are"),
)
def settle_unsure_matches(lines: Sequence[SealedLine]) -> None:
    """Ask for the work that follows from decisions about unsure matches; a load needs a transaction of its own."""
    from alatau.registry.linkage.decide import is_about_match

    for line in lines:
        if line.case_id is not None and is_about_match(line.case_id):
            defer(
                "registry.settle_match",
                case_id=line.case_id,
                outcome=line.body["outcome"],
                decision_id=line.body["decision"],
                decided_by=line.actor["user_id"],
            )


@listener(
    "registry.unnamed",
    actions=("registry.load.announced",),
    about=gettext_lazy("Finds whose the records of a new load are"),
)
def link_new_rows(lines: Sequence[SealedLine]) -> None:
    """Ask for linking once for each register that got a source whose rows may carry a name and no number."""
    if content().name_weights is None:
        return
    told = {str(line.body["register"]) for line in lines if line.body["kind"] == LoadKind.SOURCE.value}
    for register in list_registers():
        if register.key in told and find_naming(register):
            defer("registry.link", register=register.key)
