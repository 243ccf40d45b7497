"""The order of home: what needs the reader first, and never left out; nothing told twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

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


def card(urgency: Urgency, *about: UUID, until: date | None = None, title: str = "A card") -> FeedCard:
    return FeedCard(
        urgency=urgency, kind="Message", icon="home", title=title, at=START, until=until, about=frozenset(about)
    )


@given(st.lists(cards(), max_size=30))
def test_nothing_that_needs_the_reader_is_left_out(given_cards: list[FeedCard]) -> None:
    feed = order_feed(given_cards)
    for urgency, shown in ((Urgency.NEEDS_YOU, feed.needs_you), (Urgency.OFFERED, feed.offered)):
        assert sorted(map(id, shown)) == sorted(id(card) for card in given_cards if card.urgency is urgency)


@given(st.lists(cards(), max_size=30))
def test_newest_comes_first_among_equals(given_cards: list[FeedCard]) -> None:
    feed = order_feed(given_cards)
    ranks = [(list(Urgency).index(card.urgency), -card.at.timestamp()) for card in (*feed.needs_you, *feed.recent)]
    assert ranks == sorted(ranks)
    assert len(feed.recent) <= RECENT_CARDS


def test_what_has_the_nearest_last_day_comes_first() -> None:
    late, soon = card(Urgency.NEEDS_YOU, until=date(2026, 5, 1)), card(Urgency.NEEDS_YOU, until=date(2026, 4, 1))
    undated = card(Urgency.NEEDS_YOU)
    assert order_feed([undated, late, soon]).needs_you == (soon, late, undated)


def test_of_two_cards_about_one_matter_the_first_stays() -> None:
    matter = uuid4()
    bill, request = card(Urgency.NEEDS_YOU, matter), card(Urgency.NEEDS_YOU, matter, uuid4(), title="Request")
    assert order_feed([bill, request]).needs_you == (bill,)


def test_cards_about_nothing_are_all_shown() -> None:
    assert len(order_feed([card(Urgency.NEEDS_YOU), card(Urgency.NEEDS_YOU)]).needs_you) == 2


def test_money_on_its_way_stands_apart_from_money_that_came() -> None:
    coming, came = card(Urgency.WAITING), card(Urgency.PAID)
    feed = order_feed([came, coming])
    assert (feed.on_its_way, feed.paid, feed.recent) == ((coming,), (came,), ())
