"""A chunk's people with all that registers write of them: numbers, names, dwellings, work and income."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.draw import open_stream, some
from alatau.registry.synthetic.kin import YEAR
from alatau.registry.synthetic.values import NOBODY
from qazaqstan.synthetic.bodies import Bodies, make_bodies
from qazaqstan.synthetic.careers import Careers, make_careers
from qazaqstan.synthetic.changes import NumberChanges, change_numbers, find_departed
from qazaqstan.synthetic.conditions import Conditions, find_conditions
from qazaqstan.synthetic.dwellings import Dwellings, make_dwellings
from qazaqstan.synthetic.homefacts import HomeFacts, count_homes
from qazaqstan.synthetic.naming import Names, name_people
from qazaqstan.synthetic.numbers import person_numbers
from qazaqstan.synthetic.risks import Risks, find_risks
from qazaqstan.synthetic.rows import Rows
from qazaqstan.synthetic.sites import place_bodies
from qazaqstan.synthetic.unseen import find_unseen
from qazaqstan.synthetic.work import Work, employ

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from alatau.registry.synthetic.columns import Digits
    from alatau.registry.synthetic.values import Chunk, People

    Positions = NDArray[np.int64]
    Flags = NDArray[np.bool_]

#: Rows that each register has at least in the whole nation; a part of the people decides how many a chunk brings.
FEWEST = 20
NATION = 20_495_975
EPOCH = np.datetime64("1970-01-01", "D")


@dataclass(frozen=True, kw_only=True)
class Society:
    """Everything that the makers of registers read. Arrays stand in the order of ``people``."""

    chunk: Chunk
    people: People
    #: The day that the registers tell about, in days since 1970.
    today: int
    #: Years of age today; of the dead, too.
    age: NDArray[np.float64]
    region: Positions
    community: Positions
    number: Digits
    names: Names
    dwellings: Dwellings
    bodies: Bodies
    work: Work
    #: The dwelling in whose house each body is found.
    sites: Positions
    homes: HomeFacts
    #: Where the named people of the sample city stand; they live in the first chunk.
    named: Mapping[str, int] = field(default_factory=dict)

    @property
    def living(self) -> Positions:
        """Positions of the living: they come first."""
        return np.arange(self.chunk.people)

    @property
    def is_alive(self) -> Flags:
        """Tell of each whether they live."""
        return np.arange(len(self.people)) < self.chunk.people

    @cached_property
    def careers(self) -> Careers:
        """The working life of each person."""
        return make_careers(self)

    @cached_property
    def conditions(self) -> Conditions:
        """Who has a disability, is expecting, or is held in prison."""
        return find_conditions(self)

    @cached_property
    def number_changes(self) -> NumberChanges:
        """Whose number was replaced by another, and when."""
        return change_numbers(self)

    @cached_property
    def risks(self) -> Risks:
        """The zones at risk, and which dwellings lie inside."""
        return find_risks(self)

    @cached_property
    def has_left(self) -> Flags:
        """Tell of each whether they left the country for good; their day of leaving stands where a death would."""
        return find_departed(self)

    @property
    def is_dead(self) -> Flags:
        """Tell of each whether they died."""
        return ~self.is_alive & ~self.has_left

    def random(self, stream: str) -> np.random.Generator:
        """Return the chunk's random numbers of a stream."""
        return open_stream(seed=self.chunk.seed, chunk=self.chunk.number, stream=stream)

    def numbers(self, who: Positions) -> pa.Array:
        """Return the person numbers of some; none for nobody."""
        known = who != NOBODY
        return columns.text(self.number[who], valid=None if known.all() else known)

    def bins(self, bodies: Positions) -> pa.Array:
        """Return the organisation numbers of some bodies; none for nobody."""
        known = bodies != NOBODY
        return columns.text(self.bodies.number[bodies], valid=None if known.all() else known)

    def quota(self, approximate_rows: float) -> int:
        """Return how many of a nation's rows fall to this chunk: by its people, but twenty at least for the nation."""
        part = self.chunk.people / self.chunk.nation
        rows = max(approximate_rows * self.chunk.nation / NATION, FEWEST + 2) * part
        return int(np.ceil(rows)) if self.chunk.of == 1 else round(rows)

    def some(self, pool: Positions, approximate_rows: float, *, stream: str) -> Positions:
        """Return as many different members of the pool as fall to this chunk."""
        return some(self.random(stream), pool, self.quota(approximate_rows))

    def rows(self, register: str, pool: Positions | Flags, approximate_rows: float | None = None) -> Rows:
        """Return rows of a register for as many members of the pool as fall to this chunk; for all without a number."""
        members: Positions = np.flatnonzero(pool) if pool.dtype == np.bool_ else pool.astype(np.int64)
        if approximate_rows is not None:
            members = self.some(members, approximate_rows, stream=f"{register}.who")
        return Rows(self, register, members)

    def serials(self, count: int) -> Positions:
        """Return ``count`` numbers that no other chunk has."""
        return np.int64(self.chunk.number) * 10_000_000 + np.arange(1, count + 1)

    def days_ago(self, stream: str, count: int, *, most: float, least: float = 0.0) -> Positions:
        """Return days from ``least`` to ``most`` years before today."""
        back = least + self.random(stream).random(count) * (most - least)
        return self.today - 1 - (back * YEAR).astype(np.int64)


def make_society(chunk: Chunk, people: People) -> Society:
    """Return the chunk's people with numbers, names, dwellings, bodies and work."""
    today = int((np.datetime64(chunk.as_of, "D") - EPOCH).astype(int))
    region, community = (
        np.array([getattr(segment.stratum, name) for segment in chunk.segments])[people.segment]
        for name in ("region", "community")
    )
    age = (today - people.born) / YEAR
    counts: dict[int, int] = {}
    for segment in chunk.segments:
        counts[segment.stratum.region] = counts.get(segment.stratum.region, 0) + segment.people
    streams = {
        name: open_stream(seed=chunk.seed, chunk=chunk.number, stream=name)
        for name in ("names", "homes", "bodies", "work", "income")
    }
    bodies = make_bodies(streams["bodies"], counts, chunk=chunk.number)
    dwellings = make_dwellings(
        streams["homes"], people.household[: chunk.people], region[: chunk.people], chunk=chunk.number
    )
    work = employ(streams["work"], people, age=age, region=region, bodies=bodies)
    society = Society(
        chunk=chunk,
        people=people,
        today=today,
        age=age,
        region=region,
        community=community,
        number=person_numbers(people.born, people.is_female, chunk=chunk.number),
        names=name_people(streams["names"], people, community),
        dwellings=dwellings,
        bodies=bodies,
        work=work,
        sites=place_bodies(bodies, dwellings),
        homes=count_homes(streams["income"], people, age=age, work=work),
    )
    return replace(society, work=replace(work, unseen=find_unseen(society)))
