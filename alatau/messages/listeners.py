"""What the room hears from the journal: every declared event goes to the partners that listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from alatau.core.clock import read_clocks
from alatau.core.journal.listen import listener
from alatau.messages.webhooks.fan_out import fan_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine


# Every line, because the rooms above declare their events after this one is loaded.
@listener("messages.webhooks", actions=(), about=gettext_lazy("Tells partners what they asked to hear of"))
def hear(lines: Sequence[SealedLine]) -> None:
    """Write the deliveries that the lines cause."""
    fan_out(lines, at=read_clocks())
