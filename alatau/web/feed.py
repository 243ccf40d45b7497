"""The resident's home: what needs them first, then what is offered, on its way and paid, then the latest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from alatau.web.values import FeedCard, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

#: Cards that home shows of what does not need the reader; the rest stand in their own rooms.
COMING_CARDS, PAID_CARDS, RECENT_CARDS = 5, 3, 6


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What home shows."""

    needs_you: tuple[FeedCard, ...]
    offered: tuple[FeedCard, ...]
    on_its_way: tuple[FeedCard, ...]
    paid: tuple[FeedCard, ...]
    recent: tuple[FeedCard, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all is there to show."""
        return not (self.needs_you or self.offered or self.on_its_way or self.paid or self.recent)


def order_feed(cards: Iterable[FeedCard]) -> Feed:
    """Return the cards in the order of what needs the reader; among equals the nearest day first, then the newest.

    Nothing that needs the reader or is offered to them is ever left out; of the rest, the first few. Of several cards
    about one matter the one stays that came first.
    """
    groups: dict[Urgency, list[FeedCard]] = {urgency: [] for urgency in Urgency}
    for card in sorted(_without_repeats(cards), key=_place):
        groups[card.urgency].append(card)
    return Feed(
        needs_you=tuple(groups[Urgency.NEEDS_YOU]),
        offered=tuple(groups[Urgency.OFFERED]),
        on_its_way=tuple(groups[Urgency.WAITING][:COMING_CARDS]),
        paid=tuple(groups[Urgency.PAID][:PAID_CARDS]),
        recent=tuple((groups[Urgency.NEW] + groups[Urgency.KNOWN])[:RECENT_CARDS]),
    )


def _without_repeats(cards: Iterable[FeedCard]) -> list[FeedCard]:
    told: set[UUID] = set()
    kept = []
    for card in cards:
        if told.isdisjoint(card.about):
            kept.append(card)
        told |= card.about
    return kept


def _place(card: FeedCard) -> tuple[date, float]:
    return (card.until or date.max, -card.at.timestamp())
