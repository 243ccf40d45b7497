"""What a value is made of: the same rules that gave it, with their values, down to rows and the law's numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.core.values import PersonId
from alatau.family.assemble import FIGURES, make_figure
from alatau.family.card import Explained, ParameterLeaf, PartOf, RowLeaf, Seen
from alatau.family.errors import FigureNotFoundError
from alatau.family.events.derive import derive_values
from alatau.family.events.measure import Lens
from alatau.family.planning import plan_cards
from alatau.family.privacy import judge_own, judge_shared, may_tell_right
from alatau.family.reach import FAMILY
from alatau.registry.declare import get_register
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.values import Knowledge, Question
from alatau.registry.present.unfold import Reader, judge_column
from alatau.registry.present.unfold import ReaderKind as RowReader
from alatau.registry.present.unfold import Seen as ColumnSeen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from alatau.family.assemble import View
    from alatau.family.seam import Plan, RegisterPlan
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
    values = derive_values(plan, view.stored)
    with open_engine(memory_mb=MEMORY_MB, threads=THREADS) as engine:
        lens = Lens(engine, plan, question)
        telling = Telling(view=view, plan=plan, values=values, lens=lens)
        explained = telling.explain(rule, person)
    # A figure stands on the card though it is closed; what does not stand there is not there for this reader.
    if explained.figure.seen is not Seen.OPEN and rule.version.kind not in FIGURES:
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
    plan: Plan
    #: By person, None for the family: the values of all rules.
    values: Mapping[UUID | None, Mapping[str, Any]]
    lens: Lens
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
        if version.kind == "measure":
            return replace(node, rows=tuple(self.rows(rule, person)))
        return replace(node, inputs=tuple(self._inputs(rule, person)), parameters=tuple(self._parameters(rule)))

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
        """Yield what the rule reads: a person's own values, the family's, and of a family's rule everybody's."""
        for name in rule.names_of("rule"):
            read = self.view.law.rules[name]
            if read.version.level == FAMILY:
                yield self.explain(read, None)
            elif person is not None:
                yield self.explain(read, person)
            else:
                for member in self.view.parts:
                    yield self.explain(read, member)

    def _parameters(self, rule: Rule) -> Iterator[ParameterLeaf]:
        law = self.view.law
        for name in (*rule.names_of("parameter"), *rule.names_of("table")):
            rows = law.sources.parameters.by_name.get(name, ())
            for row in rows:
                if row.holds_on(law.day):
                    yield ParameterLeaf(
                        name=row.label, value=row.value, unit=row.unit, valid_from=row.valid_from, source=row.source
                    )

    def rows(self, rule: Rule, person: UUID | None) -> Iterator[RowLeaf]:
        """Yield the rows behind a measure, each column as far as the reader may see it."""
        register = next(each for each in self.plan.registers if rule.name in {output.name for output in each.outputs})
        assert person is not None, "a measure is a person's"
        query = self.lens.rows(register, [person], with_names=True)
        if query is None:
            return
        counted = _counted(register, rule.name)
        found = self.lens.engine.execute(
            f"SELECT *, {counted} AS is_counted FROM ({query}) ORDER BY load, line, inbox_id"
        )
        names = [column[0] for column in found.description or ()]
        read = {source.name for source in rule.inputs if source.kind == "column"}
        for values in found.fetchall():
            yield self._leaf(register, dict(zip(names, values, strict=True)), read, person=person)

    def _leaf(self, plan: RegisterPlan, row: Mapping[str, Any], read: set[str], *, person: UUID) -> RowLeaf:
        contested = self.view.contested.records
        return RowLeaf(
            register_key=plan.key,
            load=row["load"],
            line=row["line"],
            inbox_id=row["inbox_id"],
            valid_from=row["valid_from"],
            valid_until=row["valid_until"],
            columns={name: row[name] for name in row if name in read and self._may_see(plan.key, name, person)},
            is_counted=bool(row["is_counted"]),
            is_contested=any(whose == person and key == plan.key for whose, key, _column in contested),
        )

    def _may_see(self, register_key: str, name: str, person: UUID) -> bool:
        columns = get_register(register_key).columns
        column = columns.get(name) or columns.get(name.removesuffix("_person"))
        if column is None:
            return True
        kinds = {PartOf.SELF: RowReader.SUBJECT, PartOf.SUBJECT: RowReader.STAFF}
        kind = kinds.get(self.view.parts[person], RowReader.CARER)
        reader = Reader(kind=kind, is_protected=self.view.has_protected)
        return judge_column(column, reader=reader) is ColumnSeen.OPEN


def _counted(register: RegisterPlan, name: str) -> str:
    """Return SQL that says whether a measure took a row in."""
    counted = getattr(register, "counted", None)
    return (counted(name) if counted else None) or "TRUE"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
