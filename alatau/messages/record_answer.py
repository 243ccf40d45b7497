"""Close a question with its answer and tell the rooms above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.messages.catalogue import get_template
from alatau.messages.models import Message

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.messages.models import Conversation, Inbound


def record_answer(conversation: Conversation, inbound: Inbound, *, choice: str, by: Actor, at: Moment) -> None:
    """Close the question and append `messages.reply.received` in the caller's transaction.

    The event's body: `template`, `version`, `conversation_id`, `message_id`, `choice` (empty for own words),
    `free_text_id` (empty for a choice) and `task_type` (empty when the content opens none).
    """
    assert conversation.answered_at is None, "a question is answered once"
    conversation.answered_at = at.wall_at
    conversation.choice = choice
    conversation.save(update_fields=["answered_at", "choice"])
    # Whoever answers has read it.
    Message.objects.filter(id=conversation.message_id, read_at=None).update(read_at=at.wall_at)
    template = get_template(conversation.template, conversation.version)
    body = {
        "template": conversation.template,
        "version": conversation.version,
        "conversation_id": str(conversation.id),
        "message_id": str(conversation.message_id),
        "choice": choice,
        "free_text_id": "" if choice else str(inbound.id),
        "task_type": template.on_answer.get(choice or "free_text", ""),
    }
    line = NewLine(
        kind=LineKind.EVENT,
        action="messages.reply.received",
        actor=by,
        subject_id=conversation.person_id,
        case_id=conversation.case_id,
        body=body,
    )
    append_lines([line], at=at)
