"""Let an official go on where a conversation cannot: nobody answers, or an answer could not be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from alatau.access.load import access_person
from alatau.core.values import PersonId
from alatau.desk.open import open_case
from alatau.services.flows.content import list_flows
from alatau.services.flows.talk import BY, end, say
from alatau.services.flows.values import TalkStatus

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.services.models.flows import Talk

PURPOSE = "social_support"


def hand_over_talk(talk: Talk, *, reason: str, at: Moment) -> None:
    """Open a case about a conversation that the caller holds, once, and tell the person that somebody will call."""
    if talk.status == TalkStatus.HANDED_OVER:
        return
    flow, person_id = list_flows()[talk.flow], PersonId(talk.person_id)
    person = access_person(person_id, by=BY, purpose=PURPOSE, case_id=talk.id, data=("region",), at=at)
    talk.case_id = open_case(
        flow.task,
        subject_id=person_id,
        region=person.region or "",
        facts={"talk": talk.id, "event": talk.event_id, "question": talk.question, "reason": reason},
        request_id=uuid5(talk.id, "case"),
        by=BY,
        at=at,
    )
    end(talk, TalkStatus.HANDED_OVER, at=at)
    say(talk, flow.with_person, facts={}, at=at)
