"""Builds the facts that make rules go every way they can: boundaries are looked for, not waited for.

Each rule is taken alone: the facts give what it reads. Random facts come first, out of the numbers, days and words that
the rule itself names; then, for each comparison whose boundary nobody met, one input is moved until both sides meet.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.rules.bind import number_in_force
from alatau.rules.branches import Branch, Recorder, list_branches
from alatau.rules.interpret import Facts, Interpretation
from alatau.rules.nodes import Kind, Level, Node, walk
from alatau.rules.reductions import Reduction
from alatau.rules.spans import days_of
from alatau.rules.states import NOT_APPLICABLE, UNKNOWN, answer_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from alatau.rules.graph import Law, Rule
    from alatau.rules.nodes import Type

#: Random facts tried before and between searches, and searches of one boundary.
TRIES, SEARCHES, MOST_MEMBERS = 40, 16, 3
_STEPS = 64
_MONTHS_OF_YEAR = 12

#: One person's row, or one person: values by name.
Values = dict[str, object]


@dataclass
class Explored:
    """The facts that together took every way of a rule that was found, and the ways that were not."""

    rule: Rule
    facts: list[Facts] = field(default_factory=list)
    #: Of a measure: the rows of one person each.
    rows: list[list[Values]] = field(default_factory=list)
    taken: set[Branch] = field(default_factory=set)
    missed: dict[Branch, Node] = field(default_factory=dict)


def explore_rule(law: Law, rule: Rule, *, seed: int = 0) -> Explored:
    """Return facts that take every way of a rule that can be found."""
    return _Explorer(law, rule, random.Random(f"{rule.name}{seed}")).run()  # noqa: S311 - the same tries each time


def draw_people(law: Law, chance: random.Random, *, pools: Mapping[str, list[object]]) -> Facts:
    """Return the measures of a family of one to four, drawn near what the whole law names."""
    measures = [rule for rule in law.rules.values() if rule.version.kind == "measure"]
    keys = {str(node.data) for rule in law.rules.values() for node in walk(rule.node) if node.op == "of"}

    def draw() -> Values:
        doubt = chance.choice((0.0, 0.02, 0.2))
        return {rule.name: _draw_state(rule, chance, doubt) or chance.choice(pools[rule.name]) for rule in measures}

    people: dict[Hashable, Values] = {number: draw() for number in range(chance.randint(1, 4))}
    others: dict[str, dict[Hashable, list[Values]]] = {
        key: {0: [draw_others(law, draw()) for _other in range(chance.randint(0, 2))]} for key in keys
    }
    return Facts(people, {}, others)


def draw_others(law: Law, measured: Values) -> Values:
    """Return what rules can read of another person: measures, and person's rules computed of them."""
    meaning = Interpretation(law, Facts({0: measured}))
    asked = {
        node.args[0].data.name
        for rule in law.rules.values()
        for node in walk(rule.node)
        if node.op == "of" and node.args[0].op == "input"
    }
    return {name: answer_of(meaning.value_of(name, 0), law.get(name).node.type) for name in asked}


def _draw_state(rule: Rule, chance: random.Random, doubt: float) -> object:
    if chance.random() >= doubt:
        return None
    return NOT_APPLICABLE if rule.node.type.can_be_not_applicable and chance.random() < doubt else UNKNOWN


def pools_of_measures(law: Law) -> dict[str, list[object]]:
    """Return values of each measure near what the rules that read it name."""
    pools: dict[str, list[object]] = {}
    for rule in law.rules.values():
        explorer = _Explorer(law, rule, random.Random(rule.name))  # noqa: S311 - the same tries each time
        for name, pool in explorer.pools.items():
            known = law.rules.get(name)
            if known is not None and known.version.kind == "measure" and rule.version.kind != "measure":
                pools.setdefault(name, []).extend(pool)
    for rule in law.rules.values():
        if rule.version.kind == "measure" and rule.name not in pools:
            pools[rule.name] = _Explorer(law, rule, random.Random(rule.name)).pool_of(rule.node.type)  # noqa: S311
    return pools


class _Explorer:
    def __init__(self, law: Law, rule: Rule, chance: random.Random) -> None:
        self.law = law
        self.rule = rule
        self.chance = chance
        self.nodes = list_branches(rule.node)
        self.missed = dict(self.nodes)
        self.found = Explored(rule)
        self.is_measure = rule.version.kind == "measure"
        self.inputs = {
            (node.data.name): node
            for node in walk(rule.node)
            if node.op == "input" and node.data.kind in {"rule", "column"}
        }
        self.pools = {name: self.pool_of(node.type) for name, node in self.inputs.items()}

    def run(self) -> Explored:
        for _try in range(TRIES):
            self._take(self._draw(states=0.12))
        for branch in [*self.missed]:
            for _try in range(SEARCHES):
                if branch in self.missed:
                    self._search(branch)
        self.found.taken = self.nodes.keys() - self.missed.keys()
        self.found.missed = self.missed
        return self.found

    def _take(self, subject: list[Values]) -> Recorder:
        """Compute the rule for some people, and keep them when they went a new way."""
        recorder = Recorder()
        facts = self._facts(subject)
        meaning = Interpretation(self.law, facts, seen=recorder)
        if self.is_measure:
            meaning.reduce_rows(self.rule.name, subject)
        else:
            step = self.rule.version.level == Level.PERSON
            meaning.compute_step(self.rule.name, 0 if step else None)
        new = recorder.taken & self.missed.keys()
        if new:
            for branch in new:
                del self.missed[branch]
            if self.is_measure:
                self.found.rows.append(subject)
            else:
                self.found.facts.append(facts)
        return recorder

    def _draw(self, *, states: float) -> list[Values]:
        count = self.chance.randrange(self.is_measure ^ 1, MOST_MEMBERS + 1)
        family = {name: self._value(name, states) for name in self.inputs}
        return [
            {name: family[name] if self._is_shared(name) else self._value(name, states) for name in self.inputs}
            for _person in range(count)
        ]

    def _value(self, name: str, states: float) -> object:
        type_ = self.inputs[name].type
        if self.chance.random() < states:
            possible = [UNKNOWN] * type_.can_be_unknown + [NOT_APPLICABLE] * type_.can_be_not_applicable
            if possible:
                return None if self.is_measure else self.chance.choice(possible)
        return self.chance.choice(self.pools[name])

    def _is_shared(self, name: str) -> bool:
        return self.inputs[name].type.level is Level.FAMILY

    def _facts(self, subject: list[Values]) -> Facts:
        """Return the facts: the first person is whose value it is, the others are members and relatives alike."""
        if self.is_measure:
            return Facts({})
        shared = {name for name in self.inputs if self._is_shared(name)}
        people: dict[Hashable, Values] = {
            number: {name: value for name, value in person.items() if name not in shared}
            for number, person in enumerate(subject)
        }
        family = {name: subject[0][name] for name in shared}
        keys = {str(node.data) for node in walk(self.rule.node) if node.op == "of"}
        others = [*people.values()][1:]
        return Facts(people, family, {key: {0: others} for key in keys})

    def _search(self, branch: Branch) -> None:
        """Move one input of a comparison until its sides meet, then one step to each side; else draw anew."""
        node = self.missed[branch]
        subject = self._draw(states=0.0)
        if not subject:
            return
        self._lead(node, branch.way, subject)
        if "unknown" in branch.way or "not applicable" in branch.way:
            self._lose(node, subject, state=NOT_APPLICABLE if branch.way == "not applicable" else UNKNOWN)
        recorder = self._take(subject)
        if branch.way not in {"below", "at", "above"} or branch not in self.missed:
            return
        names = [
            each.data.name
            for each in walk(node)
            if each.op == "input"
            and getattr(each.data, "name", "") in self.inputs
            and each.type.kind in {Kind.NUMBER, Kind.DAY}
        ]
        if names and id(node) in recorder.values:
            self._meet(node, subject, self.chance.choice(names))

    def _lead(self, node: Node, way: str, subject: list[Values]) -> None:
        """Set inputs so that an operation goes a way, as far as its own inputs tell how."""
        if node.op == "cases":
            count = len(node.args) // 2
            word, _, place = way.rpartition(" ")
            last = int(place) if word in {"arm", "unknown condition"} else count
            for condition in node.args[:last]:
                self._force(condition, subject, wanted=False)
            if word == "arm":
                self._force(node.args[last], subject, wanted=True)
        elif way in {"True", "False"}:
            self._force(node, subject, wanted=way == "True")
        elif isinstance(node.data, Reduction):
            where = node.data.pick(node, "where")
            value = node.data.pick(node, "value")
            for flag in (where, value):
                if flag is not None and flag.type.kind is Kind.FLAG:
                    self._force(flag, subject, wanted=node.data.how != "all")

    def _force(self, node: Node, subject: list[Values], *, wanted: bool) -> None:
        if node.op == "not":
            self._force(node.args[0], subject, wanted=not wanted)
        elif node.op in {"and", "or"}:
            both = wanted == (node.op == "and")
            for side in node.args if both else [self.chance.choice(node.args)]:
                self._force(side, subject, wanted=wanted)
        else:
            self._try_values(node, subject, wanted=wanted)

    def _try_values(self, node: Node, subject: list[Values], *, wanted: bool) -> None:
        """Try values of one input until a condition is as wanted."""
        below = [getattr(each.data, "name", "") for each in walk(node) if each.op == "input"]
        names = [name for name in below if name in self.inputs]
        for name in self.chance.sample(names, len(names)):
            pool = self.pools[name]
            for value in self.chance.sample(pool, min(len(pool), _STEPS)):
                for person in subject:
                    person[name] = value
                found = self._value_of(node, subject)
                if found is wanted:
                    return

    def _value_of(self, node: Node, subject: list[Values]) -> object:
        """Return an operation's value for the first person, without taking it down."""
        meaning = Interpretation(self.law, self._facts(subject))
        if self.is_measure:
            return meaning.compute_node(node, row=subject[0])
        return meaning.compute_node(node, person=None if node.type.level is Level.FAMILY else 0)

    def _lose(self, node: Node, subject: list[Values], *, state: object) -> None:
        """Make one input of an operation unknown, or not applicable."""
        below = {getattr(each.data, "name", "") for each in walk(node) if each.op == "input"}
        types = {name: self.inputs[name].type for name in self.inputs.keys() & below}
        if state is UNKNOWN:
            names = sorted(name for name, type_ in types.items() if type_.can_be_unknown)
        else:
            names = sorted(name for name, type_ in types.items() if type_.can_be_not_applicable)
        if names:
            name, few = self.chance.choice(names), self.chance.choice((slice(None), slice(1), slice(1, None)))
            for person in subject if self._is_shared(name) else subject[few]:
                person[name] = None if self.is_measure else state

    def _meet(self, node: Node, subject: list[Values], name: str) -> None:
        low, high, step = self._range(self.inputs[name].type)

        def difference(place: int) -> int | None:
            self._set(subject, name, self._at(self.inputs[name].type, place))
            values = self._take([dict(person) for person in subject]).values
            sides = [values.get(id(arg)) for arg in node.args]
            if not all(isinstance(side, (Fraction, date)) for side in sides):
                return None
            return (sides[0] > sides[1]) - (sides[0] < sides[1])  # type: ignore[operator]  # of one kind

        at_low, at_high = difference(low), difference(high)
        if at_low is None or at_high is None or at_low * at_high > 0:
            return
        for _step in range(_STEPS):
            middle = (low + high) // 2
            found = difference(middle)
            if found is None or high - low <= 1:
                break
            if found == 0 or found == at_high:
                high = middle
            else:
                low = middle
        for place in (low - step, low, high, high + step):
            difference(place)

    def _set(self, subject: list[Values], name: str, value: object) -> None:
        for person in subject if self._is_shared(name) else subject[:1]:
            person[name] = value

    def _range(self, type_: Type) -> tuple[int, int, int]:
        if type_.kind is Kind.DAY:
            return date(1900, 1, 1).toordinal(), date(2100, 1, 1).toordinal(), 1
        most = 10 ** min(type_.figures, 13) - 1
        return -most // 1000, most, 1

    def _at(self, type_: Type, place: int) -> object:
        if type_.kind is Kind.DAY:
            return date.fromordinal(max(place, 1))
        return answer_of(Fraction(place, 10**type_.scale), type_)

    def pool_of(self, type_: Type) -> list[object]:
        """Return values of an input near what the rule itself names."""
        if type_.kind is Kind.FLAG:
            return [True, False]
        if type_.kind is Kind.PERSON:
            return [str(UUID(int=number)) for number in range(1, 4)]
        if type_.kind is Kind.TEXT:
            return self._texts(type_)
        if type_.kind is Kind.DAY:
            return self._days()
        numbers = {Fraction(number) for number in (0, 1, 2, 3, 4, 5, 8, 20)} | self._numbers()
        unit = Fraction(1, 10**type_.scale)
        near = {number + shift for number in numbers for shift in (-unit, 0, unit)}
        # A column of whole numbers takes a little less than its figures do.
        most = Fraction(min(10**type_.figures, 2**63) - 1, 10**type_.scale)
        near.add(most)
        fitting = sorted(number for number in near if (number / unit).denominator == 1 and abs(number) <= most)
        return [answer_of(number, type_) for number in fitting]

    def _numbers(self) -> set[Fraction]:
        found = set()
        for node in walk(self.rule.node):
            if node.op == "literal" and node.type.kind is Kind.NUMBER:
                found.add(Fraction(node.data, 10**node.type.scale))
            if node.op == "input" and node.data.kind == "parameter":
                name = node.data.name
                found.add(Fraction(number_in_force(self.law, name), 10**node.type.scale))
            if node.op == "look_up":
                rows = self.law.sources.parameters.table(str(node.data), on=self.law.day, known=self.law.known).rows
                found |= {Fraction(bound) for row in rows for bound in (row.low, row.high) if bound is not None}
        return found

    def _texts(self, type_: Type) -> list[object]:
        found: dict[object, None] = dict.fromkeys(type_.labels or ("", "0", "10", "71", "751110000", "zz"))
        if not type_.labels:
            found |= dict.fromkeys("".join(self.chance.choices("0123456789", k=9)) for _try in range(20))
        for node in walk(self.rule.node):
            if node.op in {"literal", "starts_with"} and isinstance(node.data, str) and not type_.labels:
                found[node.data] = None
            if node.op == "is_one_of" and not type_.labels:
                found |= dict.fromkeys(node.data)
            if node.op == "look_up":
                found |= dict.fromkeys(str(int(number)) for number in self._numbers()) if not type_.labels else {}
            if node.op == "input" and node.data.kind == "span" and node.data.part == "text":
                found[days_of(node.data.name, self.law.day).text] = None
        return [*found]

    def _days(self) -> list[object]:
        found = {self.law.day}
        for node in walk(self.rule.node):
            if node.op == "literal" and isinstance(node.data, date):
                found.add(node.data)
            if node.op == "input" and node.data.kind == "span" and node.data.part != "text":
                found.add(getattr(days_of(node.data.name, self.law.day), node.data.part))
        for number in self._numbers():
            if 0 < number <= 1200:
                months = int(number)
                for count in {months, months * _MONTHS_OF_YEAR} if months <= 100 else {months}:
                    found.add(_months_before(self.law.day, count))
        return [*sorted(day + timedelta(days=shift) for day in found for shift in (-1, 0, 1))]


def _months_before(day: date, count: int) -> date:
    months = day.year * _MONTHS_OF_YEAR + day.month - 1 - count
    return date(months // _MONTHS_OF_YEAR, months % _MONTHS_OF_YEAR + 1, min(day.day, 28))
