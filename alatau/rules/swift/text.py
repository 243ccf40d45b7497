"""The text of a law's function: people are read, then each stage is written, people first and then the family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alatau.rules.interpret import Facts, Interpretation
from alatau.rules.nodes import Level, walk
from alatau.rules.stages import find_stages
from alatau.rules.swift.reduce import begin, end, take
from alatau.rules.swift.support import NAMES
from alatau.rules.swift.words import Page
from alatau.rules.swift.write import Writing, read_column

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from alatau.rules.graph import Law, Rule
    from alatau.rules.nodes import Node
    from alatau.rules.swift.reduce import Gathering
    from alatau.rules.swift.words import Word

#: Takes rows of people and pairs, for a part of a law also what was computed before; gives values by name.
Compute = Callable[[Any, Any, Any, Any], tuple[dict[str, Any], list[dict[str, Any]]]]


def compile_law(law: Law, *, changed: Collection[str] | None = None) -> Compute:
    """Return the law's function, or the part of it that hangs on some measures."""
    source, namespace = _Text(law, changed).write()
    exec(compile(source, "<law>", "exec"), namespace)  # noqa: S102 - written by this room, out of the law's graph
    compute: Compute = namespace["compute"]  # type: ignore[assignment]  # what was just written
    return compute


@dataclass
class _Text:
    """The law's function, as it is written: the whole, or what hangs on changed measures."""

    law: Law
    changed: Collection[str] | None

    def __post_init__(self) -> None:
        self.page = Page(["def compute(rows, asked, f, people):"], dict(NAMES))
        self.constants = Interpretation(self.law, Facts({}))

    def write(self) -> tuple[str, dict[str, object]]:
        """Return the source, and the names that it uses."""
        rules = [*self.law.rules.values()]
        stages = find_stages(rules)
        if self.changed is None:
            self._read_people()
        else:
            self._read_again(self.changed)
            rules = _hanging_on(self.changed, rules)
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

    def _read_again(self, names: Collection[str]) -> None:
        page = self.page
        page.write("for r, p in zip(rows, people):")
        page.write("    g = r.get")
        for name in names:
            page.write(f"    p[{name!r}] = {read_column('g', name, self.law.rules[name].node.type)}")

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


def _hanging_on(names: Collection[str], rules: Sequence[Rule]) -> list[Rule]:
    """Return the rules that read some values, those that read these, and so on; of rules each after what it reads."""
    touched = set(names)
    found = []
    for rule in rules:
        if rule.version.kind != "measure" and not touched.isdisjoint(rule.names_of("rule")):
            touched.add(rule.name)
            found.append(rule)
    return found
