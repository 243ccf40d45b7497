"""A law computed for one family in plain Python, with everything it was computed of at hand.

It gives what the compiled law gives, and besides it why a value is unknown, which rows counted and what each rule read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from alatau.rules.bind import number_in_force
from alatau.rules.nodes import Kind, Level
from alatau.rules.operations import apply
from alatau.rules.reduce_terms import Term, reduce_terms
from alatau.rules.sources import number_of_parameter
from alatau.rules.spans import days_of
from alatau.rules.states import NOT_APPLICABLE, UNKNOWN, Computed, Reason, Unknown, Why, computed_of

if TYPE_CHECKING:
    from alatau.rules.graph import Law
    from alatau.rules.nodes import Node
    from alatau.rules.reductions import Reduction

PersonKey = Hashable
Row = Mapping[str, object]


@dataclass(frozen=True)
class Facts:
    """What is given of one family: each person's values by name, the family's, and the pairs of relations."""

    people: Mapping[PersonKey, Mapping[str, object]]
    family: Mapping[str, object] = field(default_factory=dict)
    #: By relation, whose pairs: the values of each other person.
    pairs: Mapping[str, Mapping[PersonKey, Sequence[Mapping[str, object]]]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Scope:
    """Whose value is computed: a person's, the family's, a pair's, a row's."""

    person: PersonKey = None
    other: Mapping[str, object] | None = None
    row: Row | None = None


class Interpretation:
    """The values of one family, computed as they are asked for."""

    def __init__(self, law: Law, facts: Facts, *, seen: Callable[[Node, Computed], None] | None = None) -> None:
        self.law = law
        self.facts = facts
        #: Told of each operation and its result, where somebody wants to know.
        self._seen = seen
        self._values: dict[tuple[str, PersonKey], Computed] = {}

    def value_of(self, name: str, person: PersonKey = None) -> Computed:
        """Return a rule's value: of a person, or of the family."""
        key = (name, person)
        if key not in self._values:
            self._values[key] = self._find(name, person)
        return self._values[key]

    def _find(self, name: str, person: PersonKey) -> Computed:
        rule = self.law.get(name)
        is_family = rule.version.level == Level.FAMILY
        given = self.facts.family if is_family else self.facts.people[person]
        if name in given:
            return computed_of(given[name], rule.node.type)
        if rule.version.kind == "measure":
            return Unknown(frozenset({Reason(Why.REGISTER, rule.version.register)}))
        return _named(self._compute(rule.node, _Scope(None if is_family else person), {}), name)

    def compute_step(self, name: str, person: PersonKey = None) -> Computed:
        """Return a rule's value as its own function gives it, of given values of what it reads."""
        return _named(self._compute(self.law.get(name).node, _Scope(person), {}), name)

    def compute_node(self, node: Node, *, person: PersonKey = None, row: Row | None = None) -> Computed:
        """Return the value of one operation for a person, a row or the family."""
        return self._compute(node, _Scope(person, row=row), {})

    def reduce_rows(self, name: str, rows: Sequence[Row]) -> Computed:
        """Return a measure's value of a person's rows; of none, what it is where none are known to be."""
        return _named(self._compute(self.law.get(name).node, _Scope(), {}, rows=rows), name)

    def does_count(self, node: Node, row: Row) -> Computed:
        """Return whether a row counts for a reduction over rows."""
        where = node.data.pick(node, "where")
        return True if where is None else self._compute(where, _Scope(row=row), {})

    def _compute(
        self, node: Node, scope: _Scope, done: dict[int, Computed], *, rows: Sequence[Row] | None = None
    ) -> Computed:
        if id(node) not in done:
            if node.op == "reduce":
                found = self._reduce(node, scope, rows)
            elif node.op in _LEAVES:
                found = _LEAVES[node.op](self, node, scope)
            elif node.op == "look_up":
                found = self._look_up(node, self._compute(node.args[0], scope, done, rows=rows))
            else:
                found = apply(node, [self._compute(arg, scope, done, rows=rows) for arg in node.args])
            done[id(node)] = found
            if self._seen is not None:
                self._seen(node, found)
        return done[id(node)]

    def _reduce(self, node: Node, scope: _Scope, rows: Sequence[Row] | None) -> Computed:
        reduction: Any = node.data
        terms = []
        for each in self._scopes(reduction, scope, rows):
            done: dict[int, Computed] = {}
            parts = {name: self._compute(arg, each, done) for name, arg in zip(reduction.parts, node.args, strict=True)}
            terms.append(Term(parts.get("value", True), parts.get("where", True), parts.get("by", True)))
        return reduce_terms(node, reduction, terms)

    def _scopes(self, reduction: Reduction, scope: _Scope, rows: Sequence[Row] | None) -> list[_Scope]:
        if reduction.source is Level.ROW:
            assert rows is not None, "a measure is computed of rows"
            return [_Scope(row=row) for row in rows]
        if reduction.source is Level.PAIR:
            others = self.facts.pairs.get(reduction.over, {}).get(scope.person, ())
            return [_Scope(scope.person, other=other) for other in others]
        return [_Scope(person) for person in self.facts.people]

    def _input(self, node: Node, scope: _Scope) -> Computed:
        source: Any = node.data
        if source.kind == "rule":
            return self.value_of(source.name, None if node.type.level is Level.FAMILY else scope.person)
        if source.kind == "column":
            assert scope.row is not None
            found = computed_of(scope.row.get(source.name), node.type)
            return Unknown(frozenset({Reason(Why.REGISTER, source.part)})) if found == UNKNOWN else found
        if source.kind == "parameter":
            return Fraction(number_in_force(self.law, source.name), 10**node.type.scale)
        if source.kind == "day":
            return self.law.day
        return getattr(days_of(source.name, self.law.day), source.part)  # type: ignore[no-any-return]  # a day or a text

    def _other(self, node: Node, scope: _Scope) -> Computed:
        if node.args[0].op != "input":
            return _literal(self, node.args[0], scope)
        assert scope.other is not None
        name = node.args[0].data.name
        return computed_of(scope.other.get(name), node.args[0].type)

    def _look_up(self, node: Node, number: Computed) -> Computed:
        if not isinstance(number, (Fraction, str)):
            return number
        name = str(node.data)
        for row in self.law.sources.parameters.table(name, on=self.law.day, known=self.law.known).rows:
            is_it = str(row.low) == number if isinstance(number, str) else row.covers(int(number))
            if is_it:
                type_ = self.law.sources.parameter_types[name]
                return Fraction(number_of_parameter(row, type_), 10**type_.scale)
        return Unknown(frozenset({Reason(Why.NO_RATE, name)}))


def _literal(_how: Interpretation, node: Node, _scope: _Scope) -> Computed:
    if node.type.kind is Kind.NUMBER:
        return Fraction(node.data, 10**node.type.scale)
    plain: Computed = node.data
    return plain


def _state(_how: Interpretation, node: Node, _scope: _Scope) -> Computed:
    if node.data == "not_applicable":
        return NOT_APPLICABLE
    return Unknown(frozenset({Reason(Why.STATED, "")}))


def _named(found: Computed, name: str) -> Computed:
    """Return a value whose nameless reasons lie in this rule."""
    if not isinstance(found, Unknown):
        return found
    return Unknown(frozenset(Reason(why, where or name) for why, where in found.reasons))


_LEAVES: Mapping[str, Callable[[Interpretation, Node, _Scope], Computed]] = {
    "literal": _literal,
    "state": _state,
    "input": Interpretation._input,
    "of": Interpretation._other,
}
