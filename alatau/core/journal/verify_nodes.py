"""Compare the kept hashes of subtrees with those the lines give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.core.journal.tree import STRIDE
from alatau.core.models import JournalNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.tree import Node


def find_fault_of_nodes(nodes: Sequence[Node]) -> str:
    """Say which kept hash differs from the one computed from the lines; empty when none does."""
    if not nodes:
        return ""
    rows = JournalNode.objects.filter(
        level__in={node.level for node in nodes}, index__in={node.index for node in nodes}
    ).values_list("level", "index", "hash")
    kept = {(level, index): bytes(value) for level, index, value in rows}
    for node in nodes:
        if kept.get((node.level, node.index)) != node.hash:
            width = 1 << (node.level * STRIDE)
            facts = {"first": node.index * width + 1, "last": (node.index + 1) * width}
            return _("The kept hash over the lines %(first)s to %(last)s was changed or deleted.") % facts
    return ""
