"""Pick up what fell: messages whose worker died, whose morning came, whose time passed; secrets past their use."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from alatau.messages.catalogue import catalogue
from alatau.messages.claim import QUIET
from alatau.messages.models import Message, SeenCallback
from alatau.messages.nudge import nudge
from alatau.messages.quiet import wait_for_morning
from alatau.messages.values import MessageStatus

if TYPE_CHECKING:
    from alatau.core.values import Moment

#: A message is picked up when its own job is this late.
LATE = timedelta(seconds=30)
AT_MOST = 2000
#: Callbacks older than the replay window cannot be replayed.
CALLBACKS_KEPT = timedelta(hours=1)


@transaction.atomic
def requeue_late_messages(*, at: Moment) -> int:
    """Ask again for the delivery of messages whose job was lost, and of those whose morning came early.

    City time can be moved ahead, so a message that waits for the morning is looked at whenever the city's day is open.
    """
    late = Q(next_attempt_at__lte=at.wall_at - LATE, status__in=[MessageStatus.WAITING, MessageStatus.SENDING])
    if not wait_for_morning(at.city_at, catalogue().rules):
        late |= Q(status=MessageStatus.WAITING, failure=QUIET)
    found = Message.objects.select_for_update(skip_locked=True).filter(late).order_by("next_attempt_at")
    messages = list(found.only("next_attempt_at", "failure", "job_id")[:AT_MOST])
    for message in messages:
        # Pushed on, so that the next sweep does not ask again while the job waits its turn.
        message.next_attempt_at = at.wall_at
        message.failure = "" if message.failure == QUIET else message.failure
        nudge(message)
    Message.objects.bulk_update(messages, ["next_attempt_at", "failure", "job_id"], batch_size=500)
    return len(messages)


@transaction.atomic
def erase_old_secrets(*, at: Moment) -> int:
    """Forget codes whose time has passed, and the marks of calls that can no longer be repeated; return how many codes.

    How long words are kept is the content's to say, by class of data: see `forget.py`.
    """
    SeenCallback.objects.filter(seen_at__lte=at.wall_at - CALLBACKS_KEPT).delete()
    past = Message.objects.filter(sealed_words__isnull=False, expires_at__lte=at.wall_at)
    return past.exclude(status=MessageStatus.SENDING).update(sealed_words=None)
