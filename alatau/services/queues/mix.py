"""Whose turn a place is: of so many places of a group, the first goes to a privileged one. Pure.

Turns are counted from the queue's first place on, and never begin anew: a group that gets one place a month keeps the
mix as one that gets forty at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.services.queues.values import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator


def whose_turn(turn: int, *, mix: int) -> Stream:
    """Return whose turn a group's place is; turns count from 0. With a mix of 0 all turns are privileged ones."""
    return Stream.PRIVILEGED if mix == 0 or turn % mix == 0 else Stream.GENERAL


def merge_order(privileged: int, general: int, *, turn: int, mix: int) -> Iterator[Stream]:
    """Yield from which line each next place would be filled, while both lines last.

    Where nobody waits in the line whose turn it is, the other one takes it: no place stays empty for the mix.
    """
    left = {Stream.PRIVILEGED: privileged, Stream.GENERAL: general}
    while any(left.values()):
        due = whose_turn(turn, mix=mix)
        stream = due if left[due] else _other(due)
        left[stream] -= 1
        turn += 1
        yield stream


def find_place_in_order(
    stream: Stream, before: int, *, privileged: int, general: int, turn: int, mix: int
) -> tuple[int, int]:
    """Return where somebody stands who has ``before`` others of their own line in front: place from 1, others before.

    ``privileged`` and ``general`` are how many wait in each line, this one counted.
    """
    own = others = 0
    for taken in merge_order(privileged, general, turn=turn, mix=mix):
        if taken is stream:
            if own == before:
                return own + others + 1, others
            own += 1
        else:
            others += 1
    raise AssertionError


def _other(stream: Stream) -> Stream:
    return Stream.GENERAL if stream is Stream.PRIVILEGED else Stream.PRIVILEGED
