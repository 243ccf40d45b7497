"""What changed on a card between two days, and which rows of registers changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.values import PersonId
from alatau.family.assemble import assemble_card, make_figure
from alatau.family.card import FigureChange, History, PartOf, RowChange, Seen
from alatau.family.events.measure import Lens
from alatau.family.explain import MEMORY_MB, THREADS
from alatau.family.leaves import Leaves
from alatau.family.planning import plan_cards
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.values import Knowledge, Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    import duckdb

    from alatau.family.assemble import View
    from alatau.family.card import Card, Figure, RowLeaf
    from alatau.rules.graph import Rule

BENEFIT = "benefit"


def compare_cards(before: View, after: View, *, known: int) -> History:
    """Return the differences between two cards of one person's family, as far as their reader may see them."""
    old, new = assemble_card(before), assemble_card(after)
    figures = [*_figures(old, new), *_rights(before, after)]
    with open_engine(memory_mb=MEMORY_MB, threads=THREADS) as engine:
        rows = [*_rows(engine, before, after, known=known)]
    return History(
        family_id=new.family_id,
        day_before=old.day,
        day_after=new.day,
        figures=tuple(figures),
        rows=tuple(rows),
        is_by_law_alone=bool(figures) and not rows,
    )


def _figures(old: Card, new: Card) -> Iterator[FigureChange]:
    """Yield the open figures that differ: the family's, its category, and everybody's own."""
    yield from _pairs(old.figures, new.figures, person=None)
    if old.category and new.category and old.category.value != new.category.value:
        yield FigureChange(before=old.category, after=new.category, person_id=None)
    for member in new.members:
        earlier = old.member(member.person_id)
        if earlier is not None:
            yield from _pairs(earlier.figures, member.figures, person=member.person_id)


def _pairs(old: tuple[Figure, ...], new: tuple[Figure, ...], *, person: PersonId | None) -> Iterator[FigureChange]:
    earlier = {figure.name: figure for figure in old}
    for figure in new:
        known = earlier.get(figure.name)
        if known is not None and figure.seen is known.seen is Seen.OPEN and _said(known) != _said(figure):
            yield FigureChange(before=known, after=figure, person_id=person)


def _said(figure: Figure) -> tuple[object, ...]:
    return figure.state, figure.value


def _rights(before: View, after: View) -> Iterator[FigureChange]:
    """Yield the benefits whose amount or state differs, as figures."""
    old = {(right.name, right.person_id): right for right in assemble_card(before).entitlements}
    for right in assemble_card(after).entitlements:
        earlier = old.get((right.name, right.person_id))
        if earlier is None or (earlier.state, earlier.amount) == (right.state, right.amount):
            continue
        rule = after.law.rules[right.name]
        yield FigureChange(
            before=_figure(before, rule, right.person_id),
            after=_figure(after, rule, right.person_id),
            person_id=right.person_id,
        )


def _figure(view: View, rule: Rule, person: UUID | None) -> Figure:
    row = view.stored.row if person is None else next(row for row in view.stored.people if row["person"] == person)
    return make_figure(view, rule, row, seen=Seen.OPEN, people=[person] if person else [*view.parts])


def _rows(engine: duckdb.DuckDBPyConnection, before: View, after: View, *, known: int) -> Iterator[RowChange]:
    """Yield the rows that came or went behind the measures that differ."""
    changed = _changed_measures(before, after)
    if not changed:
        return
    names = sorted({name for names in changed.values() for name in names})
    found = [
        _leaves(engine, before, names, known=before.run.question.known.number),
        _leaves(engine, after, names, known=known),
    ]
    for person, measures in changed.items():
        for register in sorted({after.law.rules[name].version.register for name in measures}):
            own = [name for name in measures if after.law.rules[name].version.register == register]
            old, new = (_rows_of(leaves, own, person) for leaves in found)
            gone = [(False, row) for key, row in old.items() if key not in new]
            come = [(True, row) for key, row in new.items() if key not in old]
            for is_new, row in (*gone, *come):
                yield RowChange(row=row, person_id=PersonId(person), is_new=is_new, measures=tuple(own))


def _changed_measures(before: View, after: View) -> dict[UUID, list[str]]:
    """Return the measures that differ, by person, of those whose part is open to the reader."""
    earlier = {row["person"]: row for row in before.stored.measures}
    found: dict[UUID, list[str]] = {}
    for row in after.stored.measures:
        known, part = earlier.get(row["person"]), after.parts[row["person"]]
        if known is None or part is PartOf.ADULT:
            continue
        names = [name for name in row if name in after.law.rules and name in before.law.rules]
        differing = [name for name in names if name in known and known[name] != row[name]]
        if differing:
            found[row["person"]] = differing
    return found


def _leaves(engine: duckdb.DuckDBPyConnection, view: View, names: list[str], *, known: int) -> Leaves:
    plan = plan_cards(view.run.question, want=names)
    moment = view.run.question.known.moment
    question = Question(in_force=view.run.day, known=Knowledge(number=known, moment=moment))
    return Leaves(view=view, plan=plan, lens=Lens(engine, plan, question))


def _rows_of(leaves: Leaves, names: list[str], person: UUID) -> Mapping[tuple[object, ...], RowLeaf]:
    """Return the rows that count behind some measures of a person."""
    found = (row for name in names for row in leaves.of_measure(leaves.view.law.rules[name], person) if row.is_counted)
    return {(row.load, row.line, row.inbox_id, row.valid_until): row for row in found}
