"""The resident's inbox: every message of the last months, whichever way it went, and the questions still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.text import direction
from alatau.messages.catalogue import get_template
from alatau.messages.models import Conversation, Message
from alatau.messages.values import Channel, ConversationId, MessageId, PurposeClass

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from alatau.core.values import Moment, PersonId

#: Messages on one page of the inbox.
PAGE = 30


@dataclass(frozen=True, kw_only=True)
class QuestionView:
    """A question as its page draws it."""

    id: ConversationId
    is_open: bool
    #: (key, word) of each choice, in the message's language.
    choices: tuple[tuple[str, str], ...]
    takes_own_words: bool
    #: The word of the choice that was made; empty for none.
    chosen: str
    answers_until: datetime


@dataclass(frozen=True, kw_only=True)
class InboxItem:
    """One message as the person sees it."""

    id: MessageId
    heading: str
    text: str
    language: str
    channel: Channel
    city_at: datetime
    written_at: datetime
    is_read: bool
    #: A code or a warning: it has had its moment, and lists of news leave it out.
    is_security: bool
    question: QuestionView | None
    #: What it is about, in the room that sent it; None for what is about nothing else.
    case_id: UUID | None = None

    @property
    def direction(self) -> str:
        """Which way the text runs, whatever its first letter is."""
        return direction(self.language)


def list_inbox(person_id: PersonId, *, at: Moment, before: datetime | None = None) -> list[InboxItem]:
    """Return the person's messages, newest first, one page from `before` (wall time) on."""
    found = Message.objects.filter(person_id=person_id).select_related("conversation")
    if before is not None:
        found = found.filter(written_at__lt=before)
    return [_view(message, at=at) for message in found.order_by("-written_at", "id")[:PAGE]]


def list_open_questions(person_id: PersonId, *, at: Moment) -> list[InboxItem]:
    """Return the questions that wait for this person's answer, the oldest first."""
    found = Message.objects.filter(
        person_id=person_id, conversation__answered_at=None, conversation__answers_until__gt=at.wall_at
    )
    return [_view(message, at=at) for message in found.select_related("conversation").order_by("written_at")]


@transaction.atomic
def mark_inbox_read(person_id: PersonId, *, at: Moment) -> None:
    """Note that the person has opened the inbox: everything in it counts as read."""
    Message.objects.filter(person_id=person_id, read_at=None).update(read_at=at.wall_at)


def _view(message: Message, *, at: Moment) -> InboxItem:
    question = getattr(message, "conversation", None)
    return InboxItem(
        id=MessageId(message.id),
        heading=message.heading,
        text=message.text,
        language=message.language,
        channel=Channel(message.channel),
        city_at=message.city_at,
        written_at=message.written_at,
        is_read=message.read_at is not None,
        is_security=message.purpose_class == PurposeClass.SECURITY,
        question=None if question is None else _view_question(question, message.language, at=at),
        case_id=message.case_id,
    )


def _view_question(question: Conversation, language: str, *, at: Moment) -> QuestionView:
    template = get_template(question.template, question.version)
    choices = tuple((answer.key, answer.label(language)) for answer in template.answers)
    return QuestionView(
        id=ConversationId(question.id),
        is_open=question.answered_at is None and question.answers_until > at.wall_at,
        choices=choices,
        takes_own_words=template.free_text,
        chosen=dict(choices).get(question.choice, ""),
        answers_until=question.answers_until,
    )
