"""Words of conversations. No Django here."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType
from uuid import UUID

TalkId = NewType("TalkId", UUID)


class TalkStatus(StrEnum):
    """Where a conversation stands."""

    BEGUN = "begun"  # what the registers know of it is being read
    ASKING = "asking"  # a question waits for its answer
    DONE = "done"
    HANDED_OVER = "handed_over"  # nobody answered: an official goes on
    NOT_NEEDED = "not_needed"  # somebody else has told the state everything already
