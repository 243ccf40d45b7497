"""Ask for a look at a message, now or later. The message's row says what is then to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.jobs import defer

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.messages.models import Message


def nudge(message: Message, *, at: datetime | None = None) -> None:
    """Defer a job that looks at the message, and note it on the row, which the caller saves in its transaction.

    The note lets a worker that takes the message along withdraw the job; a job that runs all the same does nothing.
    """
    message.job_id = defer("messages.deliver", schedule_at=at, message_id=str(message.id))
