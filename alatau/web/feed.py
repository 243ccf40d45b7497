"""The resident's home: what needs them first, then the latest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.web.values import FeedCard, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Cards for the record that home shows; the rest stand in their own rooms.
RECENT_CARDS = 6


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What home shows."""

    needs_you: tuple[FeedCard, ...]
    recent: tuple[FeedCard, ...]


def order_feed(cards: Iterable[FeedCard]) -> Feed:
    """Return the cards in the order of what needs the reader; among equals the newest first.

    Nothing that needs the reader is ever left out; of the rest, the first few.
    """
    newest = sorted(cards, key=lambda card: card.at, reverse=True)
    ranks = list(Urgency)
    ranked = sorted(newest, key=lambda card: ranks.index(card.urgency))
    needs_you = tuple(card for card in ranked if card.urgency is Urgency.NEEDS_YOU)
    recent = tuple(card for card in ranked if card.urgency is not Urgency.NEEDS_YOU)
    return Feed(needs_you=needs_you, recent=recent[:RECENT_CARDS])
