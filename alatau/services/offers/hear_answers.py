"""Act on what people answer to an offer by message: a digit, a word, or words of their own, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from alatau.core.content import content
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.values import Actor, ActorKind, PersonId, UserId, system_actor
from alatau.messages.choices import get_choices, set_choices
from alatau.messages.send import send_message
from alatau.messages.values import ChoicesView
from alatau.services.models.offers import Offer
from alatau.services.offers.answer import accept_offer, dispute_offer, refuse_offer
from alatau.services.offers.errors import RightNotGivenError
from alatau.services.offers.lapse import lapse_offer
from alatau.services.offers.record import lock_offer
from alatau.services.offers.tell import say
from alatau.services.offers.terms import offer_rules
from alatau.services.offers.values import AnswerChannel, OfferId
from alatau.services.payments.together import paying_together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Moment

BY = system_actor("services.offers")
#: Answers, as the content's messages call them; after the last one stands the code of a language.
YES, NO, WRONG, SPEAK = "yes", "no", "wrong", "speak_"


def hear_answers(lines: Sequence[SealedLine], *, at: Moment) -> None:
    """Act on answers to offers: each in a piece of its own, so that a refusal of one does not stop the others."""
    offers = Offer.objects.in_bulk([line.case_id for line in lines if line.case_id])
    with paying_together(by=BY, at=at):
        _hear_all(lines, offers, at=at)


def _hear_all(lines: Sequence[SealedLine], offers: Mapping[UUID, Offer], *, at: Moment) -> None:
    for line in lines:
        if line.case_id is not None and line.case_id in offers and line.subject_id is not None:
            _hear(OfferId(line.case_id), line, at=at)


def _hear(offer_id: OfferId, line: SealedLine, *, at: Moment) -> None:
    by = speaker_of(line)
    try:
        with transaction.atomic():
            _act(offer_id, line, by=by, at=at)
    except RightNotGivenError:
        lapse_offer(lock_offer(offer_id), reason="lost", by=BY, at=at)
    except NotFoundError:
        # Not theirs to answer: they learn nothing of it.
        return
    except AlatauError as refusal:
        tell_refusal(PersonId(by.subject_id or offer_id), refusal, case_id=offer_id, at=at)


def _act(offer_id: OfferId, line: SealedLine, *, by: Actor, at: Moment) -> None:
    choice, template = str(line.body.get("choice", "")), str(line.body["template"])
    if choice == YES:
        text = f"{template}@{line.body['version']}"
        accept_offer(offer_id, account=None, channel=channel_of(line), text_version=text, by=by, at=at)
    elif choice == NO:
        refuse_offer(offer_id, channel=channel_of(line), by=by, at=at)
    elif choice.startswith(SPEAK):
        change_language(by, choice.removeprefix(SPEAK), at=at)
        say(lock_offer(offer_id), template, to=by.subject_id, by=BY, at=at)
    else:
        # "This is not right", or a story of their own: an official reads it before anything is decided.
        dispute_offer(offer_id, words_id=str(line.body.get("free_text_id", "")), by=by, at=at)


def speaker_of(line: SealedLine) -> Actor:
    """Return who answered: the person to whom the question went. A gateway only carried their words."""
    assert line.subject_id is not None, "a question went to somebody"
    person_id = PersonId(line.subject_id)
    facts = line.actor
    if facts.get("kind") != ActorKind.RESIDENT or not facts.get("user_id"):
        return Actor(kind=ActorKind.RESIDENT, person_id=person_id)
    own = PersonId(UUID(str(facts.get("person_id") or person_id)))
    acting = own != person_id
    return Actor(
        kind=ActorKind.RESIDENT,
        user_id=UserId(UUID(str(facts["user_id"]))),
        person_id=own,
        for_person_id=person_id if acting else None,
        ground_id=UUID(str(facts["ground_id"])) if acting and facts.get("ground_id") else None,
    )


def channel_of(line: SealedLine) -> AnswerChannel:
    """Return how an answer came: only who is signed in answers in the inbox."""
    return AnswerChannel.IN_APP if line.actor.get("user_id") else AnswerChannel.SMS


def change_language(by: Actor, language: str, *, at: Moment) -> None:
    """Speak to the person in another of the city's languages from now on."""
    assert by.subject_id is not None, "a person chose"
    if language in {each.code for each in content().languages}:
        chosen = get_choices(by.subject_id)
        changed = ChoicesView(language=language, channel=chosen.channel, stopped=chosen.stopped)
        set_choices(by.subject_id, changed, by=by, at=at)


def tell_refusal(person_id: PersonId, refusal: AlatauError, *, case_id: UUID, at: Moment) -> None:
    """Tell a person who answered by message why that could not be done, in their language."""
    from django.utils.translation import override  # noqa: PLC0415  its name would read oddly up there

    with override(get_choices(person_id).language):
        reason = refusal.sentence()[:200]
    send_message(offer_rules().refused, to=person_id, facts={"reason": reason}, by=BY, at=at, case_id=case_id)
