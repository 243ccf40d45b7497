"""What families listen for: news in registers that tell of people, and records that became one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from alatau.core.clock import read_clocks
from alatau.core.jobs import defer, is_waiting
from alatau.core.journal.listen import listener

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from alatau.core.journal.values import SealedLine

LOADED, RECEIVED, MERGED = "registry.load.announced", "registry.row.received", "access.persons.merged"
#: How long a load waits for others.
QUIET = timedelta(seconds=15)


@listener(
    "registry.people",
    actions=(LOADED, RECEIVED, MERGED),
    about=gettext_lazy("Computes families when registers have news"),
)
def ask_for_families(lines: Sequence[SealedLine]) -> None:
    """Ask for families to be computed when a register that tells of people has news, or two records became one."""
    from alatau.registry.people.sources import list_telling_keys

    telling = list_telling_keys()
    news = {line.action for line in lines if line.action == MERGED or _tells(line, telling)}
    # Loads come one after the other: all of them together are computed once.
    later = read_clocks().wall_at + QUIET if news == {LOADED} else None
    if news and not is_waiting("registry.people"):
        defer("registry.people", schedule_at=later)
    if LOADED in news and not is_waiting("registry.people_whole"):
        defer("registry.people_whole", schedule_at=later)


def _tells(line: SealedLine, telling: Collection[str]) -> bool:
    """Tell whether the line brings a row that says something of people; a delivery without news brings none."""
    is_empty = line.action == LOADED and not (line.body.get("rows_accepted") or line.body.get("rows_closed"))
    return line.body.get("register") in telling and not is_empty
