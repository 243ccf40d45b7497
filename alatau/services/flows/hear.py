"""What conversations hear: events that begin one, and answers that bring one on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from alatau.core.content import content
from alatau.core.errors import AlatauError
from alatau.core.faults import declare_points, reach
from alatau.messages.read import find_own_words
from alatau.services.events.read import get_event
from alatau.services.events.values import EventStatus, LifeEventId
from alatau.services.flows.begin import begin_talk
from alatau.services.flows.content import Takes, list_flows
from alatau.services.flows.effects import Doing, do_effect
from alatau.services.flows.facts import facts_of
from alatau.services.flows.hand_over import hand_over_talk
from alatau.services.flows.names import read_name
from alatau.services.flows.talk import ASKED_MOST, ask, end, keep, lock_talk, note, read_kept, say
from alatau.services.flows.values import TalkId, TalkStatus
from alatau.services.models.flows import Talk
from alatau.services.offers.hear_answers import SPEAK, change_language, channel_of, speaker_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Moment
    from alatau.services.flows.content import Question, TalkFlow

declare_points("services.talk.answered", "services.talk.effects_done")


def hear_events(lines: Sequence[SealedLine], *, at: Moment) -> None:
    """Begin conversations about events."""
    for line in lines:
        event = get_event(LifeEventId(UUID(str(line.body["event_id"]))))
        if event.status is EventStatus.DETECTED:
            begin_talk(event, at=at)


def hear_answers(lines: Sequence[SealedLine], *, at: Moment) -> None:
    """Bring conversations on. What an answer causes is done whole or not at all; then an official goes on."""
    talks = Talk.objects.in_bulk([line.case_id for line in lines if line.case_id])
    for line in lines:
        talk = talks.get(line.case_id) if line.case_id else None
        if talk is not None and line.subject_id == talk.person_id:
            _hear(TalkId(talk.id), line, at=at)


def _hear(talk_id: TalkId, line: SealedLine, *, at: Moment) -> None:
    try:
        with transaction.atomic():
            _take(lock_talk(talk_id), line, at=at)
    except AlatauError as refusal:
        hand_over_talk(lock_talk(talk_id), reason=refusal.code, at=at)


def _take(talk: Talk, line: SealedLine, *, at: Moment) -> None:
    """Take an answer to the question that is asked; one to an earlier question changes nothing."""
    flow = list_flows()[talk.flow]
    question = flow.question(talk.question) if talk.status == TalkStatus.ASKING else None
    if question is None or line.body.get("template") not in (question.message, question.again):
        return
    choice, kept = str(line.body.get("choice", "")), read_kept(talk)
    if not kept["made"] and _is_told_elsewhere(talk, flow):
        # Somebody was quicker: entered twice, one child would be two. Its rights are told as all others are.
        end(talk, TalkStatus.NOT_NEEDED, at=at)
        return
    if choice.startswith(SPEAK):
        change_language(speaker_of(line), choice.removeprefix(SPEAK), at=at)
        talk.question = ""
        ask(talk, question, flow, facts=facts_of(talk, kept), at=at)
        return
    answer = _understand(question, choice, line)
    if answer is None:
        _ask_again(talk, question, flow, at=at)
        return
    kept["answers"][question.key] = answer
    note(talk, "answered", at=at, question=question.key, choice=choice)
    reach("services.talk.answered")
    text = f"{line.body['template']}@{line.body['version']}"
    doing = Doing(talk=talk, kept=kept, by=speaker_of(line), channel=channel_of(line), text_version=text, at=at)
    for effect in question.then:
        if effect.follows(choice):
            do_effect(effect, doing)
    keep(talk, kept)
    reach("services.talk.effects_done")
    _go_on(talk, question, flow, at=at)


def _is_told_elsewhere(talk: Talk, flow: TalkFlow) -> bool:
    event = get_event(LifeEventId(talk.event_id))
    return event.status is not EventStatus.DETECTED or bool(flow.unless & {row.register for row in event.rows})


def _understand(question: Question, choice: str, line: SealedLine) -> object | None:
    """Return the answer as it is kept; None where the words do not answer the question."""
    if question.takes is Takes.CHOICE:
        return choice or None
    words = str(line.body.get("free_text_id") or "")
    name = read_name(find_own_words(UUID(words))) if words else None
    if name is None:
        return None
    return {
        "surname": name.surname,
        "given_name": name.given_name,
        "patronymic": name.patronymic,
        "full": content().name_forms.full(name),
        "short": content().name_forms.address(name),
    }


def _ask_again(talk: Talk, question: Question, flow: TalkFlow, *, at: Moment) -> None:
    if talk.asked >= ASKED_MOST:
        hand_over_talk(talk, reason="not_understood", at=at)
        return
    ask(talk, question, flow, facts=facts_of(talk, read_kept(talk)), at=at)


def _go_on(talk: Talk, question: Question, flow: TalkFlow, *, at: Moment) -> None:
    following = flow.after(question.key)
    facts = facts_of(talk, read_kept(talk))
    if following is not None:
        ask(talk, following, flow, facts=facts, at=at)
        return
    end(talk, TalkStatus.DONE, at=at)
    say(talk, flow.done, facts=facts, at=at)
