"""Narrow and order the operator's list of registers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.core.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from alatau.registry.present.states import RegisterState

#: Every way to order the list, by the word in the address; a minus before it turns it round.
ORDERS: dict[str, Callable[[RegisterState], tuple[object, ...]]] = {
    "code": lambda state: (state.register.code,),
    "freshness": lambda state: (state.last_day is not None, state.last_day),
    "rows": lambda state: (state.rows,),
    "taken": lambda state: _known(state.quality and state.quality.taken),
    "linked": lambda state: _known(state.quality and state.quality.linked),
    "faulty": lambda state: _known(state.quality and state.quality.faulty),
    "quarantine": lambda state: (state.in_quarantine,),
}


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What the list is narrowed to, and its order; empty fields narrow nothing."""

    words: str = ""
    freshness: str = ""
    has_quarantine: bool = False
    order: str = "code"


def narrow(states: Iterable[RegisterState], asked: Narrowing, *, language: str) -> list[RegisterState]:
    """Return the states that were asked for, in the order that was asked for."""
    kept = [state for state in states if _fits(state, asked)]
    name = asked.order.removeprefix("-")
    if name == "name":
        key: Callable[[RegisterState], tuple[object, ...]] = lambda state: (  # noqa: E731  one of several keys
            sort_key(language, state.register.name.say(language)),
        )
    else:
        key = ORDERS.get(name, ORDERS["code"])
    return sorted(kept, key=key, reverse=asked.order.startswith("-"))


def _fits(state: RegisterState, asked: Narrowing) -> bool:
    register = state.register
    heap = " ".join([register.code, register.key, *register.name.values(), *register.owner.values()]).casefold()
    return (
        all(word in heap for word in asked.words.casefold().split())
        and asked.freshness in ("", state.freshness)
        and (state.in_quarantine > 0 or not asked.has_quarantine)
    )


def _known(share: object) -> tuple[bool, object]:
    """Put what is not known before everything that is, so that comparing never fails."""
    return (share is not None, share if share is not None else 0)
