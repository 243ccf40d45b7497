"""What an invented nation is drawn from and into. No Django, and no country, here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

#: Nobody, where an array names a person by position.
NOBODY = -1
#: No day, where an array holds days since 1970.
NO_DAY = -(2**31)


@dataclass(frozen=True, kw_only=True)
class AgeBand:
    """People whose age in whole years lies in ``first`` to ``last``."""

    first: int
    last: int
    #: Part of the whole nation.
    share: float
    #: Part of the band that is female.
    female: float


@dataclass(frozen=True, kw_only=True)
class Stratum:
    """People who live, marry and have children among themselves: those of one region who share a tongue."""

    #: Position of the region and of the community in the content's own lists.
    region: int
    community: int
    #: Weight of people in the nation.
    weight: float
    #: Children here for each one of the nation's mean; ages are tilted by it, the nation's sum stays.
    youth: float
    #: People of a household, on average.
    household_size: float


@dataclass(frozen=True, kw_only=True)
class Demography:
    """How people are aged, married and born. Probabilities are read between the ages that a table names."""

    bands: tuple[AgeBand, ...]
    #: Age of a woman -> probability that she is married now, was left by a death, or by a divorce.
    married: Mapping[int, float]
    widowed: Mapping[int, float]
    divorced: Mapping[int, float]
    #: Years by which husbands are older, and the spread of it.
    husband_older: float
    husband_spread: float
    #: Mean and spread of a mother's age at a birth, and its bounds.
    mother_age: float
    mother_spread: float
    mother_youngest: float
    mother_oldest: float
    #: Small: few mothers have many children. Large: all have about the same number.
    family_evenness: float
    #: Part of the husbands of a region's smaller community whose wife is of another one.
    mixed_marriages: float
    #: Children of an unmarried woman for each one of a married woman of her age.
    unmarried_births: float
    #: Part of births that bring twins.
    twins: float
    #: Part of people of an age whose mother is alive.
    mother_alive: Mapping[int, float]
    #: Dead people in the registers for each living one, and the days over which they died.
    dead_share: float
    dead_years: int
    #: Mean and spread of the age at death, women; men die earlier by the difference.
    death_age: float
    death_spread: float
    men_die_earlier: float
    #: Age until which unmarried children mostly stay with their parents.
    leaves_home: int


@dataclass(frozen=True, kw_only=True)
class Segment:
    """The people of one stratum that one chunk holds."""

    stratum: Stratum
    people: int
    #: Part of these people in each age band.
    band_shares: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """A part of the nation that is drawn alone: whole households, and the bodies they deal with."""

    number: int
    #: How many chunks the nation has.
    of: int
    seed: int
    as_of: date
    #: People of the whole nation.
    nation: int
    segments: tuple[Segment, ...]

    @property
    def people(self) -> int:
        """Living people of the chunk."""
        return sum(segment.people for segment in self.segments)


@dataclass(frozen=True, kw_only=True)
class People:
    """The living and the dead of a chunk, column by column. Others are named by position, nobody by `NOBODY`."""

    #: Days since 1970.
    born: Numbers
    #: `NO_DAY` for the living.
    died: Numbers
    is_female: Flags
    #: Position in the chunk's segments.
    segment: Numbers
    #: Number of the household within the chunk; `NOBODY` for the dead.
    household: Numbers
    mother: Numbers
    father: Numbers
    #: Husband or wife, also a dead one; and one from whom the person is divorced.
    spouse: Numbers
    former: Numbers
    #: Day of the marriage with `spouse`; with `former`; of the divorce. `NO_DAY` where there was none.
    married_on: Numbers
    former_married_on: Numbers
    divorced_on: Numbers

    def __len__(self) -> int:
        """Return how many people there are."""
        return len(self.born)

    @property
    def is_alive(self) -> Flags:
        """Tell of each whether they live."""
        alive: Flags = self.died == NO_DAY
        return alive


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Rows of one register, or of the hidden truth, that a chunk brings."""

    register: str
    columns: Mapping[str, pa.Array]
    #: The truth is written beside the registers and never ingested.
    is_truth: bool = False

    @property
    def rows(self) -> int:
        """How many rows the sheet holds."""
        return len(next(iter(self.columns.values())))


@dataclass(frozen=True, kw_only=True)
class Published:
    """A figure that somebody published, to be set beside what was drawn."""

    #: Key of a figure that the report knows how to count.
    figure: str
    #: What it is about: an age band, a size, a place; empty for the whole.
    about: str
    value: float
    #: How far the drawn one may lie away, as a part of the published one, when the nation is large.
    tolerance: float
    source: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """SQL by which the report counts over the drawn files, and the figures published for the same."""

    #: Figure -> SQL that gives `about`, `value` and how many rows it was counted on; the files stand in views named by
    #: the registers' keys.
    queries: Mapping[str, str]
    published: tuple[Published, ...]


class SyntheticNation(Protocol):
    """What a content package draws its invented nation with."""

    #: The day that the registers tell about.
    as_of: date
    #: Living people of a chunk at most, and chunks at most: the space of numbers is shared out among them.
    chunk_people: int
    most_chunks: int
    #: People of the real nation, whose registers are scaled down.
    real_people: int
    demography: Demography

    def list_strata(self, people: int) -> tuple[tuple[Stratum, int], ...]:
        """Return who lives where in a nation of so many people, in the order in which chunks take them."""

    def draw_chunk(self, chunk: Chunk, people: People) -> Iterable[Sheet]:
        """Return the rows of all registers for the people of a chunk."""

    def list_figures(self, people: int) -> Figures:
        """Return what the report compares for a nation of so many people."""
