"""When cards are published, the tables of the month follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from alatau.core.jobs import defer
from alatau.core.journal.listen import listener

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine


@listener(
    "family.tables",
    actions=("family.cards.published",),
    about=gettext_lazy("Counts the nation's families for analysts, once a month"),
)
def ask_for_tables(lines: Sequence[SealedLine]) -> None:
    """Ask for the tables of the newest run."""
    if lines:
        defer("family.tables")
