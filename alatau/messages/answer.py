"""Answer a question in the inbox: the same door into the rooms above as a reply by SMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.messages.catalogue import get_template
from alatau.messages.errors import AnswerNotUnderstoodError, ConversationClosedError, ConversationNotFoundError
from alatau.messages.incoming import clean_text
from alatau.messages.models import Conversation, Inbound
from alatau.messages.record_answer import record_answer
from alatau.messages.values import ConversationId, InboundOutcome

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

IN_APP = "in_app"


@transaction.atomic
def answer_question(conversation_id: ConversationId, answer: str, *, by: Actor, at: Moment) -> None:
    """Record the person's answer: the key of a choice, or own words where the question takes them.

    Answering again with the same choice changes nothing.

    Raises:
        ConversationNotFoundError, ConversationClosedError, AnswerNotUnderstoodError: in this order; nothing is written.
    """
    assert by.subject_id is not None, "the inbox is a person's page"
    question = Conversation.objects.select_for_update().filter(id=conversation_id, person_id=by.subject_id).first()
    if question is None:
        raise ConversationNotFoundError
    template = get_template(question.template, question.version)
    choice = answer if any(answer == offered.key for offered in template.answers) else ""
    if question.answered_at is not None and choice and question.choice == choice:
        return
    if question.answered_at is not None or question.answers_until <= at.wall_at:
        raise ConversationClosedError
    text = clean_text(answer)
    if not choice and not (template.free_text and text.strip()):
        raise AnswerNotUnderstoodError

    # Nothing is refused below this line.
    inbound = Inbound.objects.create(
        gateway=IN_APP,
        gateway_message_id=str(question.id),
        text=choice or text,
        conversation=question,
        person_id=question.person_id,
        outcome=InboundOutcome.ANSWERED,
        choice=choice,
        city_at=at.city_at,
        received_at=at.wall_at,
    )
    record_answer(question, inbound, choice=choice, by=by, at=at)
