"""The rules of a law as one graph: every name resolved, every unit and level checked, in the order of computation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from alatau.rules.checks import content_error, find_problem, refuse_far_relations
from alatau.rules.errors import RuleContentError, RuleNotInForceError
from alatau.rules.nodes import walk
from alatau.rules.read import read_rule
from alatau.rules.spans import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alatau.rules.declare import RuleVersion
    from alatau.rules.nodes import Node
    from alatau.rules.sources import Sources


@dataclass(frozen=True)
class Rule:
    """One version of a rule, read: the graph of its value."""

    version: RuleVersion
    node: Node

    @property
    def name(self) -> str:
        """The name by which other rules call it."""
        return self.version.name

    @cached_property
    def inputs(self) -> tuple[Source, ...]:
        """What the value really hangs on, in the order in which the rule reads it."""
        found = dict.fromkeys(node.data for node in walk(self.node) if node.op in {"input", "look_up"})
        return tuple(source if isinstance(source, Source) else Source("table", str(source)) for source in found)

    def names_of(self, kind: str) -> tuple[str, ...]:
        """Return the names of its inputs of one kind, such as `rule` or `parameter`."""
        return tuple(dict.fromkeys(source.name for source in self.inputs if source.kind == kind))


@dataclass(frozen=True)
class Law:
    """The rules in force on one day, as known on another, each after all that it reads."""

    day: date
    known: date
    rules: Mapping[str, Rule]
    #: Rules left out on this day, and why.
    left_out: Mapping[str, str]
    sources: Sources

    def get(self, name: str) -> Rule:
        """Return a rule in force.

        Raises:
            RuleNotInForceError: it has no version on the day, or needs what has none.
        """
        if name not in self.rules:
            raise RuleNotInForceError(rule=name, day=self.day, why=self.left_out.get(name, ""))
        return self.rules[name]

    def find(self, name_or_key: str) -> Rule:
        """Return a rule in force by its name or its code.

        Raises:
            RuleNotInForceError: there is none on the day.
        """
        return self.get(self.names_by_key.get(name_or_key, name_or_key))

    @cached_property
    def names_by_key(self) -> Mapping[str, str]:
        """Names of rules by their codes."""
        return {rule.version.key: rule.name for rule in self.rules.values()}

    def needed_for(self, names: Iterable[str]) -> tuple[Rule, ...]:
        """Return the rules that the named ones hang on, and those themselves, each after what it reads."""
        needed: set[str] = set()
        waiting = [*names]
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                waiting.extend(self.get(name).names_of("rule"))
        return tuple(rule for rule in self.rules.values() if rule.name in needed)


class RuleBook:
    """All versions of all rules of a law, read and checked once."""

    def __init__(
        self,
        versions: tuple[RuleVersion, ...],
        sources: Sources,
        *,
        reform: tuple[RuleVersion, ...] = (),
        problems: list[RuleContentError] | None = None,
    ) -> None:
        #: Versions of a reform come first: where they hold, they take the place of others.
        self.versions = (*reform, *versions)
        self.law_versions = versions
        self.reform = reform
        self.sources = sources
        #: Where problems are gathered instead of being raised; what they touch is left out.
        self._problems = problems
        self._refused: set[str] = set()
        self._read: dict[tuple[int, ...], dict[str, Rule]] = {}
        self._check()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names of rules, in the order of their declaration."""
        return tuple(dict.fromkeys(version.name for version in self.versions))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All names, each after everything that any version of it reads."""
        order = _sort({name: self._reads(name) for name in self.names})
        circle = [name for name in self.names if name not in set(order)]
        if circle:
            first = self.versions_by_name[circle[0]][0]
            parameter = next(name for name in first.inputs if name in circle)
            names = ", ".join(circle[:6])
            problem = f"reads itself in a circle; take one of these apart: {names}"
            self._refuse(content_error(first, problem, parameter=parameter))
        return tuple(order)

    def versions_of(self, name: str) -> tuple[RuleVersion, ...]:
        """Return all versions of a rule; none when there is no such rule."""
        return tuple(version for version in self.versions if version.name == name)

    def on(self, day: date, *, known: date | None = None) -> Law:
        """Return the rules in force on a day, as known on another one; without it, as known by now."""
        known = known or date.max
        chosen = self._choose_all(day, known)
        rules = self._read_all(chosen)
        left_out = {name: "no version of it is in force" for name in self.order if name not in chosen}
        in_force: dict[str, Rule] = {}
        for name in chosen.keys() - rules.keys() - self._refused:
            absent = next(needed for needed in chosen[name].inputs if needed in self.versions_by_name)
            left_out[name] = f"{absent} is not in force"
        for name, rule in rules.items():
            why = self._why_left_out(rule, day, known, left_out=left_out)
            if why:
                left_out[name] = why
            else:
                in_force[name] = rule
        return Law(day, known, in_force, left_out, self.sources)

    def read_on(self, day: date, *, known: date) -> Mapping[str, Rule]:
        """Return the rules that have a version for a day, also where the law's numbers of that day are missing."""
        return self._read_all(self._choose_all(day, known))

    def with_changes(self, *, sources: Sources | None = None, versions: Iterable[RuleVersion] = ()) -> RuleBook:
        """Return the law as a reform would have it: with other parameters, or with versions of rules put in front."""
        return RuleBook(self.law_versions, sources or self.sources, reform=tuple(versions))

    def _choose_all(self, day: date, known: date) -> dict[str, RuleVersion]:
        return {name: version for name in self.order if (version := self._choose(name, day, known)) is not None}

    def _choose(self, name: str, day: date, known: date) -> RuleVersion | None:
        found = [version for version in self.versions_by_name[name] if version.holds_on(day, known=known)]
        return max(found, key=lambda version: version.known_from, default=None)

    @cached_property
    def versions_by_name(self) -> Mapping[str, tuple[RuleVersion, ...]]:
        """All versions, by name."""
        found: dict[str, list[RuleVersion]] = {}
        for version in self.versions:
            found.setdefault(version.name, []).append(version)
        return {name: tuple(versions) for name, versions in found.items()}

    def _read_all(self, chosen: Mapping[str, RuleVersion]) -> dict[str, Rule]:
        key = tuple(id(version) for version in chosen.values())
        if key not in self._read:
            rules: dict[str, Rule] = {}
            for name, version in chosen.items():
                self._read_into(rules, name, version)
            refuse_far_relations(rules)
            self._read[key] = rules
        return self._read[key]

    def _read_into(self, rules: dict[str, Rule], name: str, version: RuleVersion) -> None:
        """Read one version, unless a rule it needs is not there."""
        others = () if version.kind == "measure" else version.inputs
        if name in self._refused or any(needed in self.versions_by_name and needed not in rules for needed in others):
            return
        try:
            rules[name] = Rule(version, read_rule(version, self.sources, rules=rules))
        except RuleContentError as error:
            self._refuse(error)

    def _refuse(self, error: RuleContentError) -> None:
        if self._problems is None:
            raise error
        if error.facts["rule"] not in self._refused:
            self._refused.add(str(error.facts["rule"]))
            self._problems.append(error)

    def _why_left_out(self, rule: Rule, day: date, known: date, *, left_out: Mapping[str, str]) -> str:
        for source in rule.inputs:
            if source.kind == "rule" and source.name in left_out:
                return f"{source.name} is not in force"
            parameters = self.sources.parameters
            if source.kind == "parameter" and parameters.find(source.name, on=day, known=known) is None:
                return f"the parameter {source.name} has no value"
            if source.kind == "table" and not parameters.table(source.name, on=day, known=known).rows:
                return f"the table {source.name} has no rows"
        return ""

    def _reads(self, name: str) -> set[str]:
        versions = [version for version in self.versions_by_name[name] if version.kind != "measure"]
        return {needed for version in versions for needed in version.inputs if needed in self.versions_by_name}

    def _check(self) -> None:
        for version in self.versions:
            problem, parameter = find_problem(version, self)
            if problem:
                self._refuse(content_error(version, problem, parameter=parameter))
        days = {date.min, *(date.fromisoformat(v.valid_from) for v in self.versions if v.valid_from)}
        known = {date.max, *(date.fromisoformat(v.known_from) for v in self.versions if v.known_from)}
        for day in sorted(days):
            for known_on in known:
                self.on(day, known=known_on)


def _sort(reads: Mapping[str, set[str]]) -> list[str]:
    """Return the names, each after what it reads; those of a circle are left out."""
    waiting = Counter({name: len(needed) for name, needed in reads.items()})
    readers: dict[str, list[str]] = {}
    for name, needed in reads.items():
        for source in needed:
            readers.setdefault(source, []).append(name)
    ready = [name for name in reads if not waiting[name]]
    order = []
    for name in ready:
        order.append(name)
        for reader in readers.get(name, ()):
            waiting[reader] -= 1
            if not waiting[reader]:
                ready.append(reader)
    return order
