"""What this room hears: families that were computed anew, and rows that change somebody's card."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from alatau.core.clock import read_clocks
from alatau.core.jobs import defer
from alatau.core.journal.listen import listener
from alatau.core.values import system_actor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine

#: How long a large load waits for others.
QUIET = timedelta(seconds=30)


@listener(
    "family.first_cards",
    actions=("registry.people.computed",),
    about=gettext_lazy("Computes the first cards when there are families"),
)
def ask_for_first_cards(lines: Sequence[SealedLine]) -> None:
    """Ask for cards as soon as there are families and none of today's cards."""
    from alatau.family.nightly import is_run_due

    if lines and is_run_due(read_clocks()):
        # An invented city was drawn for a day in the past: its registers tell of the days since first.
        defer("registry.quiet_days_now")
        defer("family.run")


@listener(
    "family.changes",
    actions=("registry.row.received", "registry.load.announced"),
    batch_lines=200,
    about=gettext_lazy("Computes cards anew as rows of registers change"),
)
def follow_rows(lines: Sequence[SealedLine]) -> None:
    """Compute the touched families anew; where nearly everybody is touched, ask for a run over all of them."""
    from alatau.family.events.recompute import recompute_families

    at = read_clocks()
    changes = recompute_families(lines, by=system_actor("family.changes"), at=at)
    if changes.is_run_needed:
        # Loads come one after the other: all of them together are computed once.
        defer("family.run", schedule_at=at.wall_at + QUIET)
