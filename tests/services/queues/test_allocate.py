"""Sharing out places: what must hold whatever waits and whatever is free."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from alatau.services.queues.allocate import Free, Waiting, choose_place, share_out
from alatau.services.queues.mix import find_place_in_order, merge_order, whose_turn
from alatau.services.queues.values import PlaceId, Stream, TicketId

if TYPE_CHECKING:
    from alatau.services.queues.allocate import Award

PROVIDERS = ("balausa", "samal", "botaqan")
ZONES = {"balausa": "gate", "samal": "green", "botaqan": "green"}
BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
MIX = 4

ranks = st.sampled_from([None, None, None, 1, 2])
wishes = st.lists(st.sampled_from(PROVIDERS), max_size=2, unique=True).map(tuple)
languages = st.sampled_from(["", "kk", "ru"])


@st.composite
def crowds(draw: st.DrawFn) -> list[Waiting]:
    count = draw(st.integers(0, 14))
    return [
        Waiting(
            ticket_id=TicketId(UUID(int=place + 1)),
            number=f"T{place:02}",
            entered_at=BEGAN + timedelta(hours=draw(st.integers(0, 5))),
            rank=draw(ranks),
            sibling_rank=(siblings := draw(st.sampled_from([None, 3]))),
            siblings_at=frozenset({draw(st.sampled_from(PROVIDERS))} if siblings else ()),
            wishes=draw(wishes),
            language=draw(languages),
            zone=draw(st.sampled_from(["", "gate", "green"])),
        )
        for place in range(count)
    ]


@st.composite
def free_places(draw: st.DrawFn) -> list[Free]:
    return [
        free(place, draw(st.sampled_from(PROVIDERS)), language=draw(st.sampled_from(["kk", "ru"])))
        for place in range(draw(st.integers(0, 10)))
    ]


def free(place: int, provider: str = "balausa", *, language: str = "kk") -> Free:
    return Free(
        place_id=PlaceId(UUID(int=1000 + place)),
        provider=provider,
        zone=ZONES[provider],
        language=language,
        free_from=date(2026, 9, 1) + timedelta(days=place % 2),
    )


def waiting(number: int, *, rank: int | None = None, **chosen: object) -> Waiting:
    facts: dict[str, object] = {"entered_at": BEGAN + timedelta(days=number)}
    return Waiting(
        ticket_id=TicketId(UUID(int=number)),
        number=f"T{number:02}",
        rank=rank,
        **(facts | chosen),  # type: ignore[arg-type]  # the test names fields
    )


def order_of(award: Award, ticket: Waiting) -> tuple[object, ...]:
    rank = award.rank if award.stream is Stream.PRIVILEGED else 0
    return rank, ticket.entered_at, ticket.number


@given(crowds(), free_places(), st.integers(0, 9), st.randoms(use_true_random=False))
def test_the_order_in_which_things_come_changes_nothing(crowd, places, turn, chance) -> None:
    first = share_out(crowd, places, turn=turn, mix=MIX)
    chance.shuffle(crowd)
    chance.shuffle(places)
    assert share_out(crowd, places, turn=turn, mix=MIX) == first


@given(crowds(), free_places(), st.integers(0, 9))
def test_nobody_and_no_place_is_given_twice_and_turns_have_no_gaps(crowd, places, turn) -> None:
    awards = share_out(crowd, places, turn=turn, mix=MIX).awards
    assert len({award.ticket.ticket_id for award in awards}) == len({award.place.place_id for award in awards})
    assert len(awards) == len({award.place.place_id for award in awards})
    assert [award.turn for award in awards] == list(range(turn, turn + len(awards)))


@given(crowds(), free_places(), st.integers(0, 9))
def test_nobody_in_the_general_line_is_overtaken_for_a_place_that_suited_them(crowd, places, turn) -> None:
    shared = share_out(crowd, places, turn=turn, mix=MIX)
    got = {award.ticket.ticket_id: award.turn for award in shared.awards}
    for award in shared.awards:
        if award.stream is Stream.GENERAL:
            before = [
                each for each in crowd if each.rank is None and order_of(award, each) < order_of(award, award.ticket)
            ]
            overtaken = [each for each in before if got.get(each.ticket_id, 10**9) > award.turn]
            assert all(choose_place(each, [award.place]) is None for each in overtaken)


@given(crowds(), free_places(), st.integers(0, 9))
def test_nobody_who_goes_first_everywhere_is_overtaken_among_them(crowd, places, turn) -> None:
    shared = share_out(crowd, places, turn=turn, mix=MIX)
    got = {award.ticket.ticket_id: award.turn for award in shared.awards}
    for award in (each for each in shared.awards if each.stream is Stream.PRIVILEGED):
        mine = (award.rank, award.ticket.entered_at, award.ticket.number)
        before = [each for each in crowd if each.rank is not None and (each.rank, each.entered_at, each.number) < mine]
        overtaken = [each for each in before if got.get(each.ticket_id, 10**9) > award.turn]
        assert all(choose_place(each, [award.place]) is None for each in overtaken)


@given(crowds(), free_places(), st.integers(0, 9))
def test_the_mix_holds_in_every_prefix(crowd, places, turn) -> None:
    # A line takes the other's turn only where none of the free places was right for anybody of that other line.
    left = list(places)
    given_to: set[TicketId] = set()
    for award in share_out(crowd, places, turn=turn, mix=MIX).awards:
        assert award.due is whose_turn(award.turn, mix=MIX)
        if award.stream is not award.due:
            others = [each for each in crowd if each.ticket_id not in given_to]
            assert not any(could_take(each, left, stream=award.due) for each in others)
        left.remove(award.place)
        given_to.add(award.ticket.ticket_id)


def could_take(ticket: Waiting, left: list[Free], *, stream: Stream) -> bool:
    if stream is Stream.GENERAL:
        return ticket.rank is None and choose_place(ticket, left) is not None
    if ticket.rank is not None:
        return choose_place(ticket, left) is not None
    return bool(ticket.sibling_rank) and choose_place(ticket, left, only=ticket.siblings_at) is not None


@given(crowds(), free_places())
def test_no_place_stays_free_that_is_right_for_somebody_who_waits(crowd, places) -> None:
    shared = share_out(crowd, places, turn=0, mix=MIX)
    taken = {award.place.place_id for award in shared.awards}
    left = [place for place in places if place.place_id not in taken]
    unfit = [ticket for ticket in crowd if ticket.number in shared.unfit]
    assert all(choose_place(ticket, left) is None for ticket in unfit)


@given(crowds(), free_places(), st.integers(0, 9), st.integers(0, 9))
def test_two_small_rounds_keep_the_turns_of_one_large_one(crowd, places, turn, cut) -> None:
    first = share_out(crowd, places[:cut], turn=turn, mix=MIX).awards
    second = share_out(crowd, places[cut:], turn=turn + len(first), mix=MIX).awards
    turns = [award.due for award in (*first, *second)]
    assert turns == [whose_turn(turn + place, mix=MIX) for place in range(len(turns))]


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 9), st.sampled_from([0, 1, 2, 4]))
def test_positions_are_those_at_which_everybody_would_be_served(privileged, general, turn, mix) -> None:
    order = list(merge_order(privileged, general, turn=turn, mix=mix))
    assert (order.count(Stream.PRIVILEGED), order.count(Stream.GENERAL)) == (privileged, general)
    for stream, count in ((Stream.PRIVILEGED, privileged), (Stream.GENERAL, general)):
        served = [place for place, each in enumerate(order, start=1) if each is stream]
        facts = {"privileged": privileged, "general": general, "turn": turn, "mix": mix}
        assert [find_place_in_order(stream, before, **facts)[0] for before in range(count)] == served


def test_one_of_four_places_goes_to_a_privileged_child() -> None:
    crowd = [waiting(number, rank=2 if number > 6 else None) for number in range(1, 11)]
    awards = share_out(crowd, [free(place) for place in range(6)], turn=0, mix=MIX).awards
    assert [award.ticket.number for award in awards] == ["T07", "T01", "T02", "T03", "T08", "T04"]


def test_first_class_of_privilege_stands_before_the_second_whenever_it_came() -> None:
    crowd = [waiting(1, rank=2), waiting(2, rank=1)]
    assert share_out(crowd, [free(0)], turn=0, mix=MIX).awards[0].ticket.number == "T02"


def test_brother_or_sister_goes_first_only_where_they_have_a_place() -> None:
    sibling = waiting(9, sibling_rank=3, siblings_at=frozenset({"samal"}))
    crowd = [waiting(1), sibling]
    assert share_out(crowd, [free(0, "samal")], turn=0, mix=MIX).awards[0].ticket is sibling
    assert share_out(crowd, [free(0, "balausa")], turn=0, mix=MIX).awards[0].ticket.number == "T01"


def test_those_before_it_who_wished_for_other_places_are_named() -> None:
    crowd = [waiting(1, wishes=("samal",)), waiting(2, language="ru"), waiting(3)]
    [award] = share_out(crowd, [free(0)], turn=1, mix=MIX).awards
    assert (award.ticket.number, award.passed) == ("T03", ("T01", "T02"))
    assert (award.due, award.stream) == (Stream.GENERAL, Stream.GENERAL)


def test_dearest_wish_is_taken_before_an_earlier_place() -> None:
    chosen = choose_place(waiting(1, wishes=("samal", "balausa")), [free(0, "balausa"), free(1, "samal")])
    assert chosen is not None
    assert chosen.provider == "samal"


def test_without_a_mix_rank_alone_decides() -> None:
    crowd = [waiting(1), waiting(2, rank=1), waiting(3, rank=1), waiting(4)]
    awards = share_out(crowd, [free(place) for place in range(4)], turn=5, mix=0).awards
    assert [award.ticket.number for award in awards] == ["T02", "T03", "T01", "T04"]
