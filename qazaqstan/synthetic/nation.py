"""The invented nation of Kazakhstan: its people, and a maker for each group of registers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qazaqstan.synthetic import figures, regions
from qazaqstan.synthetic.demography import DEMOGRAPHY
from qazaqstan.synthetic.faults import hidden_people
from qazaqstan.synthetic.makers import (
    business,
    civil,
    education,
    family,
    farming,
    finance,
    health,
    justice,
    people,
    property,
    state,
    work,
)
from qazaqstan.synthetic.named import day_of, name_named, settle_named
from qazaqstan.synthetic.society import NATION as REAL_PEOPLE
from qazaqstan.synthetic.society import make_society

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.registry.synthetic.values import Chunk, Demography, Figures, People, Sheet, Stratum
    from qazaqstan.synthetic.society import Society

MAKERS = (people, civil, work, family, education, health, property, farming, finance, business, justice, state)


class Nation:
    """Kazakhstan drawn anew; the people of its first city come first."""

    as_of: date = date(2026, 10, 1)
    #: Serial numbers of one day of birth and sex suffice for a chunk of this size.
    chunk_people: int = 44_000
    most_chunks: int = 475
    real_people: int = REAL_PEOPLE
    demography: Demography = DEMOGRAPHY

    def list_strata(self, people: int) -> tuple[tuple[Stratum, int], ...]:
        """Return the communities of the city and of the regions with their people."""
        return regions.list_strata(people)

    def list_figures(self, people: int) -> Figures:
        """Return what is published for a nation, or a city, of so many people."""
        return figures.list_figures(people)

    def draw_chunk(self, chunk: Chunk, people: People) -> Iterator[Sheet]:
        """Return the rows of all registers for the people of a chunk."""
        society = settle(chunk, people)
        for maker in MAKERS:
            yield from maker.make(society)
        yield hidden_people(society)


def settle(chunk: Chunk, people: People) -> Society:
    """Return the society of a chunk; the named people of the sample city live in the first one."""
    if chunk.number > 0:
        return make_society(chunk, people)
    settled, places = settle_named(people, living=chunk.people, today=day_of(chunk.as_of))
    return name_named(make_society(chunk, settled), places)


NATION = Nation()
