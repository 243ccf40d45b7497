"""Short helpful replies to answers that fit no open question. Bounded, so that two machines cannot talk for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alatau.core.text import direction
from alatau.core.values import PersonId
from alatau.messages.catalogue import get_template
from alatau.messages.choices import get_choices
from alatau.messages.errors import NoWayToReachError
from alatau.messages.models import Inbound
from alatau.messages.send import send_message
from alatau.messages.values import Channel, InboundOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.messages.models import ContactPoint, Conversation
    from alatau.messages.wording import MessageTemplate

#: Helpful replies per question.
HINTS_MOST = 3
#: Without an open question a phone gets one hint in this time.
QUIET_FOR = timedelta(days=1)

TEMPLATES = {
    InboundOutcome.NOT_UNDERSTOOD: "messages.answer_not_understood",
    InboundOutcome.AMBIGUOUS: "messages.answer_ambiguous",
    InboundOutcome.LATE: "messages.answer_late",
}


def hint_about(conversation: Conversation, outcome: InboundOutcome, *, by: Actor, at: Moment) -> None:
    """Tell the person why their answer was not taken and what to write instead, at most three times a question."""
    answers = list_answers(conversation) if outcome is InboundOutcome.NOT_UNDERSTOOD else None
    # Where own words are the only answer there is nothing to list: an empty reply is left at that.
    if conversation.hints >= HINTS_MOST or answers == "":
        return
    conversation.hints += 1
    conversation.save(update_fields=["hints"])
    facts: dict[str, object] = {} if answers is None else {"answers": answers}
    say_back(TEMPLATES[outcome], conversation.person_id, facts=facts, case_id=conversation.case_id, by=by, at=at)


def hint_nothing_asked(inbound: Inbound, people: Sequence[ContactPoint], *, by: Actor, at: Moment) -> None:
    """Tell a known phone that no question is open, at most once a day."""
    since = at.wall_at - QUIET_FOR
    earlier = Inbound.objects.filter(address=inbound.address, conversation=None, received_at__gte=since)
    if earlier.exclude(id=inbound.id).filter(outcome=InboundOutcome.NOT_UNDERSTOOD).exists():
        return
    say_back("messages.nothing_asked", people[0].person_id, facts={}, case_id=None, by=by, at=at)


def list_answers(conversation: Conversation) -> str:
    """Return the choices as a phone shows them: "1 yes, 2 no"."""
    template: MessageTemplate = get_template(conversation.template, conversation.version)
    spoken = get_choices(PersonId(conversation.person_id)).language
    comma = "، " if direction(spoken) == "rtl" else ", "
    return comma.join(f"{answer.digit} {answer.label(spoken)}" for answer in template.answers)


def say_back(
    template: str, person_id: UUID, *, facts: dict[str, object], case_id: UUID | None, by: Actor, at: Moment
) -> None:
    """Write back by SMS; a person whose number was ended meanwhile gets nothing."""
    try:
        send_message(template, to=PersonId(person_id), facts=facts, by=by, at=at, case_id=case_id, channel=Channel.SMS)
    except NoWayToReachError:
        return
