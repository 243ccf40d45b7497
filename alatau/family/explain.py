"""What a value is made of: the same rules that gave it, with their values, down to rows and the law's numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.core.values import PersonId
from alatau.family.assemble import is_figure, make_figure
from alatau.family.card import Explained, PartOf, Seen, leaf_of
from alatau.family.errors import FigureNotFoundError
from alatau.family.events.derive import derive_values
from alatau.family.events.measure import Lens
from alatau.family.leaves import Leaves
from alatau.family.planning import plan_cards, swift_of
from alatau.family.privacy import judge_own, judge_shared, may_tell_right
from alatau.family.reach import FAMILY
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.values import Knowledge, Question
from alatau.rules.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from alatau.family.assemble import View
    from alatau.family.card import ParameterLeaf, RowLeaf
    from alatau.rules.graph import Rule

MEMORY_MB, THREADS = 512, 2
BENEFIT = "benefit"


def explain(view: View, *, name: str, person: UUID | None, known_number: int) -> Explained:
    """Return the explanation of one value of a card, as far as its reader may see it.

    Raises:
        FigureNotFoundError: the card has no such value for this reader.
    """
    rule = _find_rule(view, name)
    if (rule.version.level == FAMILY) != (person is None) or (person is not None and person not in view.parts):
        raise FigureNotFoundError
    question = Question(
        in_force=view.run.day, known=Knowledge(number=known_number, moment=view.run.question.known.moment)
    )
    # Only what the value hangs on: a card's whole law takes longer to read than a page waits.
    plan = plan_cards(view.run.question, want=[needed.name for needed in view.law.needed_for([rule.name])])
    values = derive_values(plan, view.stored, swift=swift_of(plan, view.run.question))
    with open_engine(memory_mb=MEMORY_MB, threads=THREADS) as engine:
        leaves = Leaves(view=view, plan=plan, lens=Lens(engine, plan, question))
        telling = Telling(view=view, leaves=leaves, values=values)
        explained = telling.explain(rule, person)
    # A figure stands on the card though it is closed; what does not stand there is not there for this reader.
    if explained.figure.seen is not Seen.OPEN and not is_figure(rule):
        raise FigureNotFoundError
    return explained


def _find_rule(view: View, name: str) -> Rule:
    found = view.law.rules.get(name)
    if found is None:
        found = next((rule for rule in view.law.rules.values() if rule.version.key == name), None)
    if found is None:
        raise FigureNotFoundError
    return found


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One explanation at work."""

    view: View
    leaves: Leaves
    #: By person, None for the family: the values of all rules.
    values: Mapping[UUID | None, Mapping[str, Any]]
    #: What was explained once is named again, and not unfolded.
    told: set[tuple[str, UUID | None]] = field(default_factory=set)

    def explain(self, rule: Rule, person: UUID | None) -> Explained:
        """Return one node with all below it; what the reader may not see has neither value nor anything below."""
        version, row = rule.version, self.values.get(person, {})
        seen = self._judge(rule, person)
        people = [person] if person else [*self.view.parts]
        shown = {**row, rule.name: row.get(rule.name)}
        node = Explained(
            figure=make_figure(self.view, rule, shown, seen=seen, people=people),
            person_id=PersonId(person) if person else None,
            doc=version.doc,
            law=version.law if seen is Seen.OPEN else "",
            source=version.source if seen is Seen.OPEN else "",
            valid_from=_day(version.valid_from),
        )
        if seen is not Seen.OPEN or (rule.name, person) in self.told:
            return node
        self.told.add((rule.name, person))
        rows = tuple(self._rows(rule, person))
        if version.kind == "measure":
            return replace(node, rows=rows)
        inputs = tuple(self._inputs(rule, person))
        return replace(node, inputs=inputs, parameters=tuple(self._parameters(rule, person)), rows=rows)

    def _judge(self, rule: Rule, person: UUID | None) -> Seen:
        reach, audience = self.view.reach(rule.name), self.view.audience
        if rule.name == content().family_card.category:
            # Its family always sees it; what it is made of is judged value by value.
            return Seen.OPEN
        if rule.version.kind == BENEFIT and may_tell_right(reach, audience):
            return Seen.OPEN if person is None or self.view.parts[person] is not PartOf.ADULT else Seen.ADULT
        if person is not None:
            return judge_own(reach, self.view.parts[person], audience)
        return judge_shared(reach, audience)

    def _inputs(self, rule: Rule, person: UUID | None) -> Iterator[Explained]:
        """Yield what the rule reads: a person's own values, the family's, and of a family's rule everybody's.

        Of those whom a relation names, the values of who is in this family.
        """
        asked = _asked_of_others(rule)
        for name in rule.names_of("rule"):
            read = self.view.law.rules[name]
            if read.version.level == FAMILY:
                yield self.explain(read, None)
            elif person is None:
                yield from (self.explain(read, member) for member in self.view.parts)
            elif name in asked:
                others = self._others(asked[name], person)
                yield from (self.explain(read, other) for other in others if other in self.view.parts)
            else:
                yield self.explain(read, person)

    def _others(self, relation: str, person: UUID) -> list[UUID]:
        pairs = self.view.stored.pairs
        return [pair["other"] for pair in pairs if (pair["relation"], pair["person"]) == (relation, person)]

    def _rows(self, rule: Rule, person: UUID | None) -> Iterator[RowLeaf]:
        """Yield the rows that the rule itself reads: a measure's, a relation's, or those of the people it counts."""
        if rule.version.kind == "measure":
            assert person is not None, "a measure is a person's"
            yield from self.leaves.of_measure(rule, person)
        elif person is not None:
            for relation in sorted(set(_asked_of_others(rule).values())):
                yield from self.leaves.of_relation(relation, person)
        elif not rule.names_of("rule") and any(node.op == "reduce" for node in walk(rule.node)):
            for member in self.view.parts:
                yield from self.leaves.of_membership(member)

    def _parameters(self, rule: Rule, person: UUID | None) -> Iterator[ParameterLeaf]:
        law = self.view.law
        for name in (*rule.names_of("parameter"), *rule.names_of("table")):
            asked = self._asked_of_table(rule, name, person)
            for row in law.sources.parameters.by_name.get(name, ()):
                if row.holds_on(law.day) and (asked is None or row.low is None or any(map(row.covers, asked))):
                    yield leaf_of(row)

    def _asked_of_table(self, rule: Rule, name: str, person: UUID | None) -> set[int] | None:
        """Return by which numbers a rule looks into a table of the law; None where that is not known."""
        found: set[int] = set()
        for node in walk(rule.node):
            if node.op != "look_up" or node.data != name:
                continue
            key = node.args[0]
            if key.op == "input" and key.data.kind == "rule":
                read = self.view.law.rules[key.data.name]
                number = self.values.get(None if read.version.level == FAMILY else person, {}).get(read.name)
            else:
                number = key.data if key.op == "literal" else None
            if number is None or not str(number).isdigit():
                return None
            found.add(int(number))
        return found or None


def _asked_of_others(rule: Rule) -> dict[str, str]:
    """Return the relation by whose pairs each value of others is asked for, by the value's name."""
    asked = (node for node in walk(rule.node) if node.op == "of" and node.args[0].op == "input")
    return {node.args[0].data.name: node.type.over for node in asked}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
