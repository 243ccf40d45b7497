"""Tell a person of a right that is theirs, in their language, and ask whether they take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.core.money import Amount, format_amount
from alatau.core.values import PersonId
from alatau.messages.catalogue import get_template
from alatau.messages.choices import get_choices
from alatau.messages.errors import NoWayToReachError
from alatau.messages.send import send_message
from alatau.rules.texts import find_rule_text, find_word
from alatau.services.flows.read import is_told_by_a_flow
from alatau.services.offers.record import record_step
from alatau.services.offers.terms import list_terms
from alatau.services.offers.values import Step

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.messages.values import MessageId
    from alatau.services.models.offers import Offer


def is_due(offer: Offer, *, at: Moment) -> bool:
    """Tell whether the person may be told now: the wait out of respect is over, and no conversation tells it."""
    return offer.told_from <= at.city_at and not is_told_by_a_flow(offer.event_id)


def tell_offer(offer: Offer, *, by: Actor, at: Moment) -> None:
    """Tell the person of the offer that the caller holds, and begin to wait for the answer."""
    terms = list_terms()[offer.benefit_key]
    key = terms.message if offer.amount is not None else terms.message_in_kind
    message = say(offer, key, by=by, at=at)
    # Nobody can be reached by phone or mail: the offer stands on their page, and a desk can show it.
    record_step(offer, Step.OFFERED, by=by, at=at, message=key, is_sent=message is not None)


def say(offer: Offer, key: str, *, to: PersonId | None = None, by: Actor, at: Moment) -> MessageId | None:
    """Send a message about an offer; None where there is no way to the person."""
    person_id = to or PersonId(offer.person_id)
    language = get_choices(person_id).language
    known = {"right": name_right(offer.benefit_key, language), "amount": say_sum(offer, language)}
    facts = {name: known[name] for name in get_template(key).facts}
    try:
        return send_message(key, to=person_id, facts=facts, by=by, at=at, case_id=offer.id)
    except NoWayToReachError:
        return None


def name_right(key: str, language: str) -> str:
    """Return what a right is called."""
    text = find_rule_text(key)
    return text.name.say(language) if text else key


def say_sum(offer: Offer, language: str) -> str:
    """Return the sum with how often it comes, as a message says it: "69 330 euro, each month"; empty for no sum."""
    if offer.amount is None:
        return ""
    money = format_amount(Amount(offer.amount, content().currency), language, space=" ")
    rhythm = find_word("paid", offer.paid)
    return f"{money}, {rhythm.say(language)}" if rhythm else money
