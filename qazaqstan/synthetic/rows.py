"""Rows of one register under way: whose they are, and short words for what most registers hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.draw import pick
from alatau.registry.synthetic.kin import YEAR
from alatau.registry.synthetic.values import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from qazaqstan.synthetic.bodies import Kind
    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]
    Flags = NDArray[np.bool_]

TIYN = 100


class Rows:
    """Rows of a register, one for each of ``who``; all that is drawn comes from the register's own stream."""

    def __init__(self, society: Society, register: str, who: Positions) -> None:
        self.society, self.register, self.who = society, register, who
        self.random = society.random(register)
        self.count = len(who)

    def sheet(self, **given: pa.Array) -> Sheet:
        """Return the rows with the number of each person first, unless it was given under another name."""
        return Sheet(register=self.register, columns=given)

    def person(self) -> pa.Array:
        """Return whose row each is."""
        return self.society.numbers(self.who)

    def serials(self, prefix: str, width: int = 12) -> pa.Array:
        """Return a number for each row that no other chunk has."""
        return columns.serials(prefix, self.society.serials(self.count), width)

    def luck(self, probability: float | NDArray[np.float64]) -> Flags:
        """Return for each row whether it happened."""
        happened: Flags = self.random.random(self.count) < probability
        return happened

    def codes(self, weights: Sequence[float]) -> Positions:
        """Return a position for each row, each as often as its weight says."""
        return pick(self.random, np.array(weights), self.count)

    def one_of(
        self, words: Sequence[str], weights: Sequence[float] | None = None, *, valid: Flags | None = None
    ) -> pa.Array:
        """Return one of the words for each row."""
        return columns.words(words, self.codes(weights or [1.0] * len(words)), valid=valid)

    def past(self, most: float, least: float = 0.0) -> Positions:
        """Return days from ``least`` to ``most`` years before today, after the person's birth."""
        back = least + self.random.random(self.count) * (most - least)
        day = self.society.today - 1 - (back * YEAR).astype(np.int64)
        return np.maximum(day, np.minimum(self.society.people.born[self.who] + 1, self.society.today - 1))

    def whole(self, first: int, last: int) -> Positions:
        """Return whole numbers from ``first`` to ``last``, both included."""
        drawn: Positions = self.random.integers(first, last, size=self.count, endpoint=True)
        return drawn

    def tenge(self, median: float, spread: float = 0.8) -> Positions:
        """Return sums around the median, in whole tiyn of whole tenge."""
        return self.tiyn(median * np.exp(self.random.normal(0, spread, self.count)))

    def tiyn(self, tenge: NDArray[np.float64] | Positions) -> Positions:
        """Return whole tiyn of whole tenge."""
        return np.maximum(np.round(tenge), 1).astype(np.int64) * TIYN

    def ends(self, begins: Positions, lasts: Positions | int) -> pa.Array:
        """Return the days on which what began ended, where that is past."""
        return columns.days(begins + lasts, valid=begins + lasts < self.society.today)

    def place(self) -> pa.Array:
        """Return the code of the place where each person's dwelling lies."""
        homes = self.society.dwellings
        return columns.words(homes.places, homes.place[self.home()])

    def home(self) -> Positions:
        """Return each person's dwelling; the first one for the dead."""
        return np.maximum(self.society.people.household[self.who], 0)

    def body(self, kind: Kind, *, valid: Flags | None = None, skew: float = 1.0) -> pa.Array:
        """Return the number of a body of the kind in each person's region."""
        near = self.society.bodies.near(kind, self.society.region[self.who], self.random.random(self.count), skew=skew)
        return columns.text(self.society.bodies.number[near], valid=valid)

    def whole_column(self, first: int, last: int) -> pa.Array:
        """Return a column of whole numbers from ``first`` to ``last``."""
        return columns.whole(self.whole(first, last))

    def seconds(self, days: Positions) -> pa.Array:
        """Return a moment of each day."""
        return columns.moments(days * 86_400 + self.random.integers(0, 86_400, self.count))
