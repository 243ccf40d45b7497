"""What families listen for: news in registers that tell of people, and records that became one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from alatau.core.jobs import defer
from alatau.core.journal.listen import listener
from alatau.registry.people.sources import list_telling_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine

MERGED = "access.persons.merged"


@listener(
    "registry.people",
    actions=("registry.load.announced", "registry.row.received", MERGED),
    about=gettext_lazy("Computes families when registers have news"),
)
def ask_for_families(lines: Sequence[SealedLine]) -> None:
    """Ask for families to be computed when a register that tells of people has news, or two records became one."""
    telling = list_telling_keys()
    if any(line.action == MERGED or line.body.get("register") in telling for line in lines):
        defer("registry.people")
