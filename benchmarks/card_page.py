"""Cards as a web process reads them: looks in the journal, the reader asked over its socket, and the card in words.

Ids of people come in on the input, a line each; the last line of the output is the figures.
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import django

django.setup()

from alatau.access.read import name_people  # noqa: E402
from alatau.core.clock import read_clocks  # noqa: E402
from alatau.core.content import content  # noqa: E402
from alatau.core.values import PersonId, system_actor  # noqa: E402
from alatau.family.present.card import show_card  # noqa: E402
from alatau.family.present.explain import show_explained  # noqa: E402
from alatau.family.read import SUPPORT, access_card, explain_figure  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

BY = system_actor("family.bench")
#: The first pages let the reader read the law; a quarter of the families are asked for what a figure is made of.
FIRST, EXPLAINED = 3, 4


def main() -> None:
    """Read the cards of the people on the input, and explanations of some."""
    people = [UUID(line) for line in sys.stdin.read().split()]
    for person in people[:FIRST]:
        show(person)
        unfold(person)
    cards = sorted(timed(partial(show, person)) for person in people[FIRST:])
    figures = sorted(timed(partial(unfold, person)) for person in people[FIRST::EXPLAINED])
    found = {"card_ms_p50": cards[len(cards) // 2], "card_ms_p99": cards[int(len(cards) * 0.99)]}
    found |= {"explained_ms_p50": figures[len(figures) // 2], "explained_ms_p99": figures[int(len(figures) * 0.99)]}
    print(json.dumps(found))  # noqa: T201


def show(person: UUID) -> None:
    """Read the card of somebody's family and say it in words."""
    card = access_card(PersonId(person), by=BY, at=read_clocks(), purpose=SUPPORT)
    show_card(card, names=name_people(member.person_id for member in card.members if member.is_open))


def unfold(person: UUID) -> None:
    """Read what the family's category is made of, down to rows and the law's numbers, and say it in words."""
    name = content().family_card.category
    explained = explain_figure(PersonId(person), name, of=None, by=BY, at=read_clocks(), purpose=SUPPORT)
    show_explained(explained, names={})


def timed(work: Callable[[], None]) -> float:
    """Return how many milliseconds some work takes."""
    began = time.perf_counter()
    work()
    return round((time.perf_counter() - began) * 1000, 1)


if __name__ == "__main__":
    main()
