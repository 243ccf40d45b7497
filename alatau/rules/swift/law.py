"""A law written as one Python function, which computes all its values for one family."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from alatau.rules.interpret import Facts, Interpretation
from alatau.rules.nodes import Kind, Level, walk
from alatau.rules.sql.columns import NOT_APPLICABLE as NA_COLUMN
from alatau.rules.stages import find_stages
from alatau.rules.states import NOT_APPLICABLE
from alatau.rules.swift.reduce import begin, end, take
from alatau.rules.swift.support import NAMES
from alatau.rules.swift.words import Page
from alatau.rules.swift.write import Writing, read_column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from alatau.rules.graph import Law, Rule
    from alatau.rules.nodes import Node
    from alatau.rules.swift.reduce import Gathering
    from alatau.rules.swift.words import Word

    Row = Mapping[str, Any]


class Values(NamedTuple):
    """The values of one family as columns hold them: its own, and those of each person in the order given."""

    family: dict[str, Any]
    people: list[dict[str, Any]]


class Swift:
    """A law that computes one family at a time, from measures as they are stored."""

    def __init__(self, law: Law) -> None:
        self.law = law
        source, namespace = _Text(law).write()
        exec(compile(source, "<law>", "exec"), namespace)  # noqa: S102 - written by this room, out of the law's graph
        self._function: Any = namespace["compute"]

    def compute(self, measures: Sequence[Row], pairs: Iterable[Row], *, want: Collection[str]) -> Values:
        """Return wanted values of a family, from the rows of its people and of the pairs that they ask for.

        A measure whose column a row lacks is unknown; a wanted value that no rule in force gives is left out.
        """
        asked: dict[tuple[str, object], list[Row]] = defaultdict(list)
        for pair in pairs:
            asked[pair["relation"], pair["person"]].append(pair)
        family, people = self._function(measures, asked)
        rules = [rule for name in want if (rule := self.law.rules.get(name)) is not None]
        of_family = [rule for rule in rules if rule.version.level == Level.FAMILY]
        of_people = [rule for rule in rules if rule.version.level != Level.FAMILY]
        return Values(_write_row(of_family, family), [_write_row(of_people, person) for person in people])


def _write_row(rules: Sequence[Rule], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as columns hold them."""
    row: dict[str, Any] = {}
    for rule in rules:
        name, type_, value = rule.name, rule.node.type, values[rule.name]
        is_na = value is NOT_APPLICABLE
        if is_na:
            value = None
        elif type_.scale and type_.kind is Kind.NUMBER and value is not None:
            value = Decimal(value).scaleb(-type_.scale)
        row[name] = value
        if type_.can_be_not_applicable:
            row[name + NA_COLUMN] = is_na
    return row


@dataclass
class _Text:
    """The law's function, as it is written."""

    law: Law

    def __post_init__(self) -> None:
        self.page = Page(["def compute(rows, asked):"], dict(NAMES))
        self.constants = Interpretation(self.law, Facts({}))

    def write(self) -> tuple[str, dict[str, object]]:
        """Return the source, and the names that it uses."""
        self._read_people()
        rules = [*self.law.rules.values()]
        stages = find_stages(rules)
        for stage in range(max(stages.values(), default=-1) + 1):
            for level in (Level.PERSON, Level.FAMILY):
                chosen = [each for each in rules if stages.get(each.name) == stage and each.version.level == level]
                if chosen:
                    (self._of_people if level is Level.PERSON else self._of_family)(chosen)
        self.page.write("return f, people")
        return "\n".join(self.page.lines), self.page.namespace

    def _read_people(self) -> None:
        page = self.page
        page.write("f, people = {}, []")
        page.write("for r in rows:")
        page.write("    g = r.get")
        page.write("    people.append({'person': g('person'),")
        for rule in self.law.rules.values():
            if rule.version.kind == "measure":
                page.write(f"        {rule.name!r}: {read_column('g', rule.name, rule.node.type)},")
        page.write("    })")

    def _of_people(self, rules: Sequence[Rule]) -> None:
        page = self.page
        page.write("for p in people:")
        page.depth += 1
        done: dict[int, Word] = {}
        for relation, nodes in _by_relation(rules).items():
            gatherings = [begin(page, node) for node in nodes]
            page.write(f"for o in asked.get(({relation!r}, p['person']), ()):")
            self._take(gatherings)
            done |= {id(each.node): end(page, each) for each in gatherings}
        self._keep(rules, Writing(page, self.constants, done=done), whose="p")
        page.depth -= 1

    def _of_family(self, rules: Sequence[Rule]) -> None:
        page = self.page
        gatherings = [begin(page, node) for node in _reductions(rules)]
        page.write("for p in people:")
        self._take(gatherings)
        done = {id(each.node): end(page, each) for each in gatherings}
        self._keep(rules, Writing(page, self.constants, done=done), whose="f")

    def _take(self, gatherings: Sequence[Gathering]) -> None:
        page = self.page
        page.depth += 1
        page.write("pass")
        writing = Writing(page, self.constants)
        for gathering in gatherings:
            take(page, writing, gathering)
        page.depth -= 1

    def _keep(self, rules: Sequence[Rule], writing: Writing, *, whose: str) -> None:
        for rule in rules:
            self.page.write(f"{whose}[{rule.name!r}] = {writing.word(rule.node).value}")


def _reductions(rules: Sequence[Rule]) -> list[Node]:
    return [node for node in walk(*(rule.node for rule in rules)) if node.op == "reduce"]


def _by_relation(rules: Sequence[Rule]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in _reductions(rules):
        found.setdefault(node.data.over, []).append(node)
    return found
