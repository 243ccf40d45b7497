"""A law that computes one family at a time: whole, or what hangs on the registers that had news."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from alatau.rules.nodes import Level
from alatau.rules.swift.columns import Columns
from alatau.rules.swift.text import compile_law

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alatau.rules.graph import Law
    from alatau.rules.swift.text import Compute

    Row = Mapping[str, Any]


class Values(NamedTuple):
    """The values of one family as columns hold them: its own, and those of each person in the order given."""

    family: dict[str, Any]
    people: list[dict[str, Any]]


class Swift:
    """A law that computes one family at a time, from measures as they are stored."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._whole = compile_law(law)
        self._parts: dict[frozenset[str], Compute] = {}
        self._columns: dict[tuple[str, ...], tuple[Columns, Columns]] = {}

    def compute(self, measures: Sequence[Row], pairs: Iterable[Row], *, want: Iterable[str]) -> Values:
        """Return wanted values of a family, from the rows of its people and of the pairs that they ask for.

        A measure whose column a row lacks is unknown; a wanted value that no rule in force gives is left out.
        """
        return self.begin(measures, pairs).values(want)

    def begin(self, measures: Sequence[Row], pairs: Iterable[Row]) -> Family:
        """Return a family with all that the law gives it."""
        asked: dict[tuple[str, object], list[Row]] = defaultdict(list)
        for pair in pairs:
            asked[pair["relation"], pair["person"]].append(pair)
        return Family(self, asked, *self._whole(measures, asked, None, None))

    def part_for(self, registers: frozenset[str]) -> Compute:
        """Return code that computes only what hangs on measures of some registers."""
        if registers not in self._parts:
            names = [rule.name for rule in self.law.rules.values() if rule.version.register in registers]
            self._parts[registers] = compile_law(self.law, changed=names)
        return self._parts[registers]

    def columns_of(self, want: tuple[str, ...]) -> tuple[Columns, Columns]:
        """Return how wanted values stand in columns: of a family's row, and of a person's."""
        if want not in self._columns:
            rules = [rule for name in want if (rule := self.law.rules.get(name)) is not None]
            of_family = [rule for rule in rules if rule.version.level == Level.FAMILY]
            of_people = [rule for rule in rules if rule.version.level != Level.FAMILY]
            self._columns[want] = Columns.of(of_family), Columns.of(of_people)
        return self._columns[want]


@dataclass(frozen=True)
class Family:
    """One family with all values of a law."""

    swift: Swift
    _asked: Mapping[tuple[str, object], list[Row]]
    _family: Mapping[str, Any]
    _people: Sequence[Mapping[str, Any]]

    def values(self, want: Iterable[str]) -> Values:
        """Return wanted values as columns hold them."""
        of_family, of_people = self.swift.columns_of(tuple(want))
        return Values(of_family.write(self._family), [of_people.write(person) for person in self._people])

    def with_measures(self, measures: Sequence[Row], *, of: frozenset[str]) -> Family:
        """Return the same family with other measures of some registers: only what hangs on them is computed."""
        family, people = dict(self._family), [dict(person) for person in self._people]
        part = self.swift.part_for(of)
        return Family(self.swift, self._asked, *part(measures, self._asked, family, people))
