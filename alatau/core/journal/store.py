"""The kept hashes of the tree, read from the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.models import JournalNode, JournalSeal

if TYPE_CHECKING:
    from collections.abc import Sequence


class StoredHashes:
    """The seals as level 0, the kept nodes as the levels above."""

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """Return `count` neighbouring hashes of a level, from the index `first`."""
        if level == 0:
            leaves = JournalSeal.objects.filter(number__gt=first, number__lte=first + count).order_by("number")
            found = [bytes(each) for each in leaves.values_list("leaf_hash", flat=True)]
        else:
            nodes = JournalNode.objects.filter(level=level, index__gte=first, index__lt=first + count)
            found = [bytes(each) for each in nodes.order_by("index").values_list("hash", flat=True)]
        if len(found) != count:
            message = f"hashes {first} to {first + count - 1} of level {level} are not all there"
            raise LookupError(message)
        return found
