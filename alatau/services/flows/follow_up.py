"""Ask again who did not answer a question of a conversation, then let an official go on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.services.flows.content import list_flows
from alatau.services.flows.facts import facts_of
from alatau.services.flows.hand_over import hand_over_talk
from alatau.services.flows.talk import ask, read_kept
from alatau.services.flows.values import TalkStatus
from alatau.services.models.flows import Talk

if TYPE_CHECKING:
    from alatau.core.values import Moment

#: How long answers are kept after the end: for so long a yes takes rights that come with later cards.
KEPT = timedelta(days=90)
#: Conversations of one commit.
BATCH = 50


def follow_up_talks(*, at: Moment, limit: int = BATCH) -> int:
    """Remind those who did not answer in time, or hand them to a person, in one commit; return how many."""
    with transaction.atomic():
        late = Talk.objects.select_for_update(skip_locked=True).filter(
            answer_by__lte=at.city_at, status=TalkStatus.ASKING.value
        )
        talks = list(late.order_by("answer_by", "id")[:limit])
        for talk in talks:
            if talk.was_reminded:
                hand_over_talk(talk, reason="silent", at=at)
                continue
            flow, question = list_flows()[talk.flow], talk.question
            # Asked anew in the very words of the first time: whoever lost the message finds the question in this one.
            talk.question = ""
            ask(talk, flow.question(question), flow, facts=facts_of(talk, read_kept(talk)), at=at)
            Talk.objects.filter(id=talk.id).update(was_reminded=True)
    return len(talks)


def forget_old_talks(*, at: Moment, limit: int = BATCH) -> int:
    """Erase what people said in conversations that ended long ago, and return how many. That they were held stays."""
    with transaction.atomic():
        old = Talk.objects.select_for_update(skip_locked=True).filter(ended_at__lte=at.wall_at - KEPT)
        talks = [talk.id for talk in old.exclude(kept=b"").order_by("ended_at")[:limit]]
        return Talk.objects.filter(id__in=talks).update(kept=b"")
