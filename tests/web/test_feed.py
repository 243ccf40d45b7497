"""The order of home: what needs the reader first, and never left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alatau.web.feed import RECENT_CARDS, order_feed
from alatau.web.values import FeedCard, Urgency

START = datetime(2026, 3, 10, tzinfo=UTC)


@st.composite
def cards(draw: st.DrawFn) -> FeedCard:
    return FeedCard(
        urgency=draw(st.sampled_from(Urgency)),
        kind="Message",
        icon="envelope",
        title=draw(st.text(max_size=8)),
        at=START + timedelta(minutes=draw(st.integers(0, 10_000))),
    )


@given(st.lists(cards(), max_size=30))
def test_nothing_that_needs_the_reader_is_left_out(given_cards: list[FeedCard]) -> None:
    feed = order_feed(given_cards)
    assert sorted(map(id, feed.needs_you)) == sorted(
        id(card) for card in given_cards if card.urgency is Urgency.NEEDS_YOU
    )


@given(st.lists(cards(), max_size=30))
def test_newest_comes_first_among_equals(given_cards: list[FeedCard]) -> None:
    feed = order_feed(given_cards)
    ranks = [(list(Urgency).index(card.urgency), -card.at.timestamp()) for card in (*feed.needs_you, *feed.recent)]
    assert ranks == sorted(ranks)
    assert len(feed.recent) <= RECENT_CARDS
