"""What messages of a conversation say: the facts that are known by then, in the person's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.core.money import Amount, format_amount
from alatau.core.text import format_list
from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.services.models.offers import Offer
from alatau.services.offers.tell import name_right
from alatau.services.offers.values import OVER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.services.models.flows import Talk

#: What stands where nothing is known yet: a message has a word for every fact.
NOTHING = "—"


def facts_of(talk: Talk, kept: Mapping[str, Any]) -> dict[str, object]:
    """Return all facts that messages of a conversation may name."""
    language = get_choices(PersonId(talk.person_id)).language
    offers = list(Offer.objects.filter(event_id=talk.event_id).exclude(status__in=OVER).order_by("opened_at", "id"))
    rights = [name_right(offer.benefit_key, language) for offer in offers]
    units = sum(offer.amount or 0 for offer in offers)
    child = kept["made"].get("child", {})
    return {
        "right": format_list(rights, language)[:180] if rights else NOTHING,
        "amount": format_amount(Amount(units, content().currency), language, space=" ") if units else NOTHING,
        "child": str(child.get("name") or NOTHING),
        "place": int(kept["made"].get("place") or 0),
    }
