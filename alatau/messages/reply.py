"""Take a reply that came in by SMS: store it once, match it to its question, and answer helpfully when it fits none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.core.faults import declare_points, reach
from alatau.messages.answers import is_word, understand
from alatau.messages.catalogue import catalogue, get_template
from alatau.messages.contacts import normalise_address
from alatau.messages.errors import AddressNotUsableError
from alatau.messages.hints import hint_about, hint_nothing_asked
from alatau.messages.incoming import clean_reference, clean_text
from alatau.messages.models import ContactPoint, Conversation, Inbound
from alatau.messages.record_answer import record_answer
from alatau.messages.stop import start_reminders, stop_reminders
from alatau.messages.values import Channel, InboundId, InboundOutcome

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("messages.reply.stored", "messages.reply.matched")

#: A closed question still explains itself to late answers for this long.
LATE_FOR = timedelta(days=30)
#: Questions of one phone that a reply is compared with.
QUESTIONS_MOST = 20


@dataclass(frozen=True, kw_only=True)
class InboundReply:
    """A reply as a gateway brings it."""

    gateway: str
    gateway_message_id: str
    address: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ReplyTaken:
    """What became of a reply."""

    id: InboundId
    outcome: InboundOutcome
    choice: str = ""


@dataclass(frozen=True, kw_only=True)
class _Match:
    outcome: InboundOutcome
    conversation: Conversation | None = None
    choice: str = ""


@transaction.atomic
def receive_reply(reply: InboundReply, *, by: Actor, at: Moment) -> ReplyTaken:
    """Store a reply and act on it, in one commit. The same gateway id again returns the first outcome.

    An answer to an open question closes it and is told to the rooms above (`messages.reply.received`). Anything else
    gets one helpful reply, within bounds; an unknown number gets none.
    """
    assert reply.gateway, "doors name the gateway"
    address, text = _normal(clean_text(reply.address)), clean_text(reply.text)
    reference = clean_reference(reply.gateway_message_id)
    # One reply of a phone at a time: two answers sent together must not both find the question open.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 60))", [address])
    earlier = Inbound.objects.filter(gateway=reply.gateway, gateway_message_id=reference).first()
    if earlier is not None:
        return _taken(earlier)

    # Nothing is refused below this line.
    match = _match(address, text, at=at)
    inbound = _store(
        Inbound(gateway=reply.gateway, gateway_message_id=reference, address=address, text=text), match, at=at
    )
    reach("messages.reply.stored")
    _act(inbound, match, by=by, at=at)
    reach("messages.reply.matched")
    return _taken(inbound)


def _match(address: str, text: str, *, at: Moment) -> _Match:
    rules = catalogue().rules
    people = {point.person_id for point in _list_people(address)}
    if not people:
        return _Match(outcome=InboundOutcome.UNKNOWN_NUMBER)
    if is_word(text, rules.stop_words):
        return _Match(outcome=InboundOutcome.STOPPED)
    if is_word(text, rules.start_words):
        return _Match(outcome=InboundOutcome.STARTED)
    # Numbers pass to other people: a question to an earlier owner is not the present owner's to answer.
    recent = Conversation.objects.filter(
        address=address, person_id__in=people, opened_at__gte=at.wall_at - LATE_FOR
    ).order_by("-opened_at")
    questions = list(recent[:QUESTIONS_MOST])
    still_open = [question for question in questions if _is_open(question, at=at)]
    if not still_open:
        return _match_closed(text, questions)
    if len({question.person_id for question in still_open}) > 1:
        # Nobody can tell whose answer it is: asking is better than guessing.
        return _Match(outcome=InboundOutcome.AMBIGUOUS, conversation=still_open[0])
    return _match_open(text, still_open[0])


def _match_open(text: str, question: Conversation) -> _Match:
    """Match with the newest open question: that is the one a person sees last on the phone."""
    template = get_template(question.template, question.version)
    choice = understand(text, template.answers).choice
    if choice or (template.free_text and text.strip()):
        return _Match(outcome=InboundOutcome.ANSWERED, conversation=question, choice=choice)
    return _Match(outcome=InboundOutcome.NOT_UNDERSTOOD, conversation=question)


def _match_closed(text: str, questions: list[Conversation]) -> _Match:
    for question in questions:
        template = get_template(question.template, question.version)
        if template.free_text or understand(text, template.answers).choice:
            return _Match(outcome=InboundOutcome.LATE, conversation=question)
    return _Match(outcome=InboundOutcome.NOT_UNDERSTOOD)


def _act(inbound: Inbound, match: _Match, *, by: Actor, at: Moment) -> None:
    match match.outcome:
        case InboundOutcome.ANSWERED:
            assert match.conversation is not None
            record_answer(match.conversation, inbound, choice=match.choice, by=by, at=at)
        case InboundOutcome.STOPPED:
            stop_reminders(_list_people(inbound.address), by=by, at=at)
        case InboundOutcome.STARTED:
            start_reminders(_list_people(inbound.address), by=by, at=at)
        case InboundOutcome.UNKNOWN_NUMBER:
            pass  # a reply would cost money and tell a stranger that the number is wrong
        case _ if match.conversation is not None:
            hint_about(match.conversation, match.outcome, by=by, at=at)
        case _:
            hint_nothing_asked(inbound, _list_people(inbound.address), by=by, at=at)


def _store(inbound: Inbound, match: _Match, *, at: Moment) -> Inbound:
    inbound.conversation = match.conversation
    inbound.person_id = match.conversation.person_id if match.conversation is not None else None
    inbound.outcome, inbound.choice = match.outcome, match.choice
    inbound.city_at, inbound.received_at = at.city_at, at.wall_at
    inbound.save(force_insert=True)
    return inbound


def _list_people(address: str) -> list[ContactPoint]:
    points = ContactPoint.objects.filter(address=address, channel=Channel.SMS, ended_at=None)
    return list(points.order_by("set_at", "id"))


def _is_open(question: Conversation, *, at: Moment) -> bool:
    return question.answered_at is None and question.answers_until > at.wall_at


def _taken(inbound: Inbound) -> ReplyTaken:
    return ReplyTaken(id=InboundId(inbound.id), outcome=InboundOutcome(inbound.outcome), choice=inbound.choice)


def _normal(address: str) -> str:
    try:
        return normalise_address(Channel.SMS, address)
    except AddressNotUsableError:
        # Short codes and names write too; they are kept as they came.
        return address[:254]
