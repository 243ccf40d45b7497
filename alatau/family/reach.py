"""What each value of a card is made of: which columns of which registers, its person's own or those of others too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from alatau.registry.lake.registers import get_lake_register
from alatau.rules.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alatau.registry.values import Column
    from alatau.rules.graph import Law, Rule

PERSON, FAMILY = "person", "family"


class Told(NamedTuple):
    """A column of a register."""

    register: str
    column: str


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The columns behind one value."""

    #: Of the person whose value it is, read without anybody else's.
    own: frozenset[Told] = frozenset()
    #: Of everybody in the family, or of those whom a relation names.
    shared: frozenset[Told] = frozenset()

    @property
    def all(self) -> frozenset[Told]:
        """Return both."""
        return self.own | self.shared

    @property
    def registers(self) -> frozenset[str]:
        """Return the keys of the registers behind the value."""
        return frozenset(told.register for told in self.all)


NOTHING = Reach()


def find_reaches(law: Law) -> Mapping[str, Reach]:
    """Return what every rule in force is made of, by its name."""
    found: dict[str, Reach] = {}
    for name, rule in law.rules.items():
        found[name] = _reach_of(rule, law, found)
    return found


def _reach_of(rule: Rule, law: Law, found: Mapping[str, Reach]) -> Reach:
    if rule.version.kind == "measure":
        # A row that is there says something, whichever of its columns are read.
        columns = {source.name for source in rule.inputs if source.kind == "column"} | {"subject"}
        return Reach(own=frozenset(Told(rule.version.register, name) for name in columns))
    inputs = [(name, found.get(name, NOTHING)) for name in rule.names_of("rule")]
    if rule.version.level == FAMILY or _asks_others(rule):
        return Reach(shared=_union(reach.all for _name, reach in inputs))
    own = [reach for name, reach in inputs if law.rules[name].version.level == PERSON]
    family = [reach for name, reach in inputs if law.rules[name].version.level == FAMILY]
    return Reach(
        own=_union(reach.own for reach in own),
        shared=_union(reach.shared for reach in own) | _union(reach.all for reach in family),
    )


def _asks_others(rule: Rule) -> bool:
    """Tell whether a person's rule reads values of those whom a relation names."""
    return any(node.op == "of" for node in walk(rule.node))


def _union(parts: Iterable[frozenset[Told]]) -> frozenset[Told]:
    return frozenset().union(*parts)


def column_of(told: Told) -> Column | None:
    """Return the declared column; None for one that the lake keeps beside them."""
    register = get_lake_register(told.register)
    column = register.columns.get(told.column) or register.columns.get(told.column.removesuffix("_person"))
    return register.columns[register.subject] if told.column == "subject" else column
