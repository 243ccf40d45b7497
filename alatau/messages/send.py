"""Say something to a person: write the message and ask for its delivery, both in the caller's transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.messages.catalogue import get_template
from alatau.messages.choices import get_choices
from alatau.messages.errors import MessageKeyReusedError
from alatau.messages.models import Conversation, Message
from alatau.messages.nudge import nudge
from alatau.messages.render import mask_secrets, render
from alatau.messages.route import choose_route
from alatau.messages.sealing import seal
from alatau.messages.segments import split_text
from alatau.messages.values import Channel, MessageId, MessageStatus, PurposeClass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.messages.render import Rendered
    from alatau.messages.route import Route
    from alatau.messages.wording import MessageTemplate

declare_points("messages.send.message_written", "messages.send.job_deferred")

SEALED_FOR = "messages.words"


@transaction.atomic
def send_message(
    template: str,
    *,
    to: PersonId,
    facts: Mapping[str, object],
    by: Actor,
    at: Moment,
    case_id: UUID | None = None,
    channel: Channel | None = None,
    key: str | None = None,
) -> MessageId:
    """Write a message in the person's language for the channel they chose, and have it delivered after the commit.

    The row and its job belong to the caller's transaction: both exist when, and only when, it commits. Facts the
    template declares secret are kept sealed and erased once the message has arrived or its time has passed. `key`
    makes the call safe to repeat: the same key for the same person, template and case is the same message.

    A class of message the person has stopped is kept in their inbox only.

    Raises:
        TemplateUnknownError, MessageKeyReusedError, ChannelNotOfferedError, NoWayToReachError, TemplateFactsError: in
            this order; nothing is written.
    """
    wanted = get_template(template)
    earlier = Message.objects.select_for_update().filter(key=key).first() if key is not None else None
    if earlier is not None:
        if (earlier.person_id, earlier.template, earlier.case_id) != (
            to,
            template,
            case_id,
        ):
            raise MessageKeyReusedError(template=template)
        return MessageId(earlier.id)
    choices = get_choices(to)
    route = choose_route(wanted, to, choices=choices, channel=channel)
    spoken = route.language
    shown = render(
        wanted,
        channel=route.channel,
        language=spoken,
        facts=mask_secrets(wanted, facts),
    )
    said = render(wanted, channel=route.channel, language=spoken, facts=facts)

    # Nothing is refused below this line.
    message = _write(wanted, route=route, shown=shown, person_id=to, case_id=case_id, key=key, at=at)
    message.parts = len(split_text(said.text).parts) if route.channel is Channel.SMS else 1
    message.sealed_words = _seal(said) if wanted.secret_names else None
    if message.status == MessageStatus.WAITING:
        nudge(message)
        reach("messages.send.job_deferred")
    message.save(force_insert=True)
    reach("messages.send.message_written")
    if wanted.is_question:
        _open_conversation(message, wanted, at=at)
    append_lines([_line(message, by=by)], at=at)
    return MessageId(message.id)


def _write(
    template: MessageTemplate,
    *,
    route: Route,
    shown: Rendered,
    person_id: PersonId,
    case_id: UUID | None,
    key: str | None,
    at: Moment,
) -> Message:
    in_app = route.channel is Channel.IN_APP
    return Message(
        id=uuid4(),
        person_id=person_id,
        case_id=case_id,
        key=key,
        template=template.key,
        version=template.version,
        language=route.language,
        purpose_class=template.purpose_class,
        channel=route.channel,
        address=route.address,
        heading=shown.heading,
        text=shown.text,
        has_secret=bool(template.secret_names),
        # The inbox needs no gateway: what is written there has arrived.
        status=MessageStatus.DELIVERED if in_app else MessageStatus.WAITING,
        delivered_at=at.wall_at if in_app else None,
        sent_at=at.wall_at if in_app else None,
        next_attempt_at=None if in_app else at.wall_at,
        city_at=at.city_at,
        written_at=at.wall_at,
        round_began_at=at.wall_at,
        expires_at=at.wall_at + timedelta(minutes=template.lives_minutes),
    )


def _seal(said: Rendered) -> bytes:
    return seal({"heading": said.heading, "text": said.text}, purpose=SEALED_FOR)


def _open_conversation(message: Message, template: MessageTemplate, *, at: Moment) -> None:
    Conversation.objects.create(
        message=message,
        person_id=message.person_id,
        case_id=message.case_id,
        template=template.key,
        version=template.version,
        address=message.address if message.channel == Channel.SMS else "",
        opened_at=at.wall_at,
        answers_until=at.wall_at + timedelta(days=template.answer_days),
    )


def _line(message: Message, *, by: Actor) -> NewLine:
    body = {
        "message_id": str(message.id),
        "template": message.template,
        "version": message.version,
        "language": message.language,
        "channel": str(message.channel),
    }
    kind = LineKind.AUDIT if message.purpose_class == PurposeClass.SECURITY else LineKind.EVENT
    return NewLine(
        kind=kind,
        action="messages.message.written",
        actor=by,
        subject_id=message.person_id,
        case_id=message.case_id,
        body=body,
    )
