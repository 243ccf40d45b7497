"""Hold payments against cards that changed: of the families and rights that the journal names, and of no others."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from alatau.services.payments.read import list_plans_paying
from alatau.services.payments.review import review_plans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Moment


def follow_lines(lines: Sequence[SealedLine], *, at: Moment) -> int:
    """Review the plans that pay rights of which lines tell, in the caller's transaction; return how many.

    Safe to repeat: a card is asked as it stands now, whatever a line said.
    """
    changed = {(UUID(str(line.body["family"])), str(line.body["name"])) for line in lines}
    found = list_plans_paying({family for family, _name in changed}, {name for _family, name in changed})
    plans = [plan for plan in found if (plan.family_id, plan.right) in changed]
    review_plans(plans, at=at)
    return len(plans)
