"""The invented nation of Kazakhstan: its people, and a maker for each group of registers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qazaqstan.synthetic import regions
from qazaqstan.synthetic.demography import DEMOGRAPHY
from qazaqstan.synthetic.makers import (
    business,
    civil,
    education,
    family,
    finance,
    health,
    justice,
    people,
    property,
    state,
    work,
)
from qazaqstan.synthetic.society import make_society

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.registry.synthetic.values import Chunk, Demography, People, Sheet, Stratum

MAKERS = (people, civil, work, family, education, health, property, finance, business, justice, state)


class Nation:
    """Kazakhstan drawn anew; the people of its first city come first."""

    as_of: date = date(2026, 10, 1)
    #: Serial numbers of one day of birth and sex suffice for a chunk of this size.
    chunk_people: int = 44_000
    most_chunks: int = 475
    demography: Demography = DEMOGRAPHY

    def list_strata(self, people: int) -> tuple[tuple[Stratum, int], ...]:
        """Return the communities of the city and of the regions with their people."""
        return regions.list_strata(people)

    def draw_chunk(self, chunk: Chunk, people: People) -> Iterator[Sheet]:
        """Return the rows of all registers for the people of a chunk."""
        society = make_society(chunk, people)
        for maker in MAKERS:
            yield from maker.make(society)


NATION = Nation()
