"""Make the card that one reader sees out of what was stored of a family."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.core.values import PersonId
from alatau.family.card import Card, Entitlement, EntitlementState, Figure, Member, PartOf, ReaderKind, Seen
from alatau.family.kinds import is_by_competition
from alatau.family.law import reaches_of
from alatau.family.privacy import Audience, judge_own, judge_shared, may_tell_right
from alatau.family.reach import FAMILY, NOTHING, PERSON, Reach
from alatau.family.seam import NOT_APPLICABLE
from alatau.family.values import State
from alatau.registry.people.values import FamilyId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from alatau.family.card import Cliff, FigureValue
    from alatau.family.dispute import Contested
    from alatau.family.stored import StoredFamily
    from alatau.family.values import RunView
    from alatau.rules.graph import Law, Rule

#: Kinds that stand on a card as figures; benefits stand there as entitlements.
FIGURES = frozenset({"indicator", "status", "need"})
BENEFIT = "benefit"
FLAG, CATEGORY = "flag", "category"


@dataclass(frozen=True, kw_only=True)
class View:
    """All that a card is assembled from."""

    run: RunView
    law: Law
    stored: StoredFamily
    reader: ReaderKind
    #: Who everybody of the family is to the reader.
    parts: Mapping[UUID, PartOf]
    #: Somebody's address is shown to nobody.
    has_protected: bool
    contested: Contested
    #: Registers whose silence says nothing on the card's day.
    silent: frozenset[str]

    @property
    def audience(self) -> Audience:
        """Return who stands on the card."""
        return Audience(parts=[*self.parts.values()], has_protected=self.has_protected)

    def reach(self, name: str) -> Reach:
        """Return what a value is made of."""
        return reaches_of(self.run).get(name, NOTHING)


def assemble_card(view: View, *, cliffs: tuple[Cliff, ...] = ()) -> Card:
    """Return the card, with nothing on it that the reader may not see."""
    people = sorted(view.stored.people, key=lambda row: str(row["person"]))
    category = content().family_card.category
    return Card(
        family_id=FamilyId(view.stored.family),
        run_id=view.run.id,
        day=view.run.day,
        known_at=view.run.question.known.moment,
        reader=view.reader,
        members=tuple(_member(view, row) for row in people),
        figures=tuple(_family_figures(view)),
        category=_category(view, category) if category in view.stored.row else None,
        entitlements=tuple(_entitlements(view)),
        cliffs=cliffs,
    )


def _member(view: View, row: Mapping[str, Any]) -> Member:
    part = view.parts[row["person"]]
    figures = () if part is PartOf.ADULT else tuple(_own_figures(view, row, part=part))
    return Member(person_id=PersonId(row["person"]), role=row["role"] or "", part=part, figures=figures)


def _own_figures(view: View, row: Mapping[str, Any], *, part: PartOf) -> Iterator[Figure]:
    for rule in _rules(view.law, PERSON, FIGURES):
        if rule.name in row:
            seen = judge_own(view.reach(rule.name), part, view.audience)
            yield make_figure(view, rule, row, seen=seen, people=[row["person"]])


def _family_figures(view: View) -> Iterator[Figure]:
    for rule in view.law.rules.values():
        if rule.version.level == FAMILY and is_figure(rule) and rule.name in view.stored.row:
            seen = judge_shared(view.reach(rule.name), view.audience)
            yield make_figure(view, rule, view.stored.row, seen=seen, people=[*view.parts])


def is_figure(rule: Rule) -> bool:
    """Tell whether a rule's value stands on a card as a figure."""
    return rule.version.kind in FIGURES or rule.name in content().family_card.models


def _category(view: View, name: str) -> Figure | None:
    """Return the category, which its family always sees; none where the family has no data to have one."""
    rule = view.law.rules.get(name)
    if rule is None:
        return None
    figure = make_figure(view, rule, view.stored.row, seen=Seen.OPEN, people=[*view.parts])
    return figure if figure.state is State.KNOWN else None


def make_figure(view: View, rule: Rule, row: Mapping[str, Any], *, seen: Seen, people: list[UUID]) -> Figure:
    """Return one value of a stored row as a figure; without the value where the reader may not see it."""
    state, reach = state_of(row, rule.name), view.reach(rule.name)
    is_open = seen is Seen.OPEN
    version = rule.version
    return Figure(
        name=rule.name,
        key=version.key,
        kind=version.kind,
        domain=str(version.facts.get("domain", "")),
        unit=version.unit,
        # That nobody knows somebody's figure is theirs to know as well.
        state=state if is_open else State.UNKNOWN,
        seen=seen,
        value=read_value(rule, row[rule.name]) if is_open and state is State.KNOWN else None,
        is_contested=is_open and view.contested.stands_behind(reach, people),
        verification=version.verification or "sourced",
        silent=tuple(sorted(reach.registers & view.silent)) if is_open and state is State.UNKNOWN else (),
    )


def state_of(row: Mapping[str, Any], name: str) -> State:
    """Return what is known of a stored value."""
    if row.get(name + NOT_APPLICABLE):
        return State.NOT_APPLICABLE
    return State.UNKNOWN if row.get(name) is None else State.KNOWN


def read_value(rule: Rule, raw: Any) -> FigureValue:
    """Return a stored value in Python's own type: numbers are stored whole, with so many places behind the point."""
    kind = rule.node.type
    if raw is None or isinstance(raw, (bool, str, Decimal)) or not kind.scale:
        return raw  # type: ignore[no-any-return]  # as the engine keeps it
    return Decimal(raw).scaleb(-kind.scale)


def _entitlements(view: View) -> Iterator[Entitlement]:
    for rule in _rules(view.law, FAMILY, {BENEFIT}):
        if rule.name in view.stored.row and may_tell_right(view.reach(rule.name), view.audience):
            yield make_entitlement(view, rule, view.stored.row, person=None)
    for row in view.stored.people:
        part = view.parts[row["person"]]
        if part is PartOf.ADULT:
            continue
        alone = Audience(parts=[part], has_protected=view.has_protected)
        for rule in _rules(view.law, PERSON, {BENEFIT}):
            if rule.name in row and may_tell_right(view.reach(rule.name), alone):
                yield make_entitlement(view, rule, row, person=row["person"])


def make_entitlement(view: View, rule: Rule, row: Mapping[str, Any], *, person: UUID | None) -> Entitlement:
    """Return one stored benefit as an entitlement."""
    state, version, reach = entitlement_of(rule, row), rule.version, view.reach(rule.name)
    facts = version.facts
    is_sum = version.unit != FLAG
    people = [person] if person else [*view.parts]
    return Entitlement(
        name=rule.name,
        key=version.key,
        state=state,
        person_id=PersonId(person) if person else None,
        amount=_amount_of(rule, row) if is_sum and state is EntitlementState.YES else None,
        unit=version.unit,
        payer=str(facts.get("payer", "")),
        paid=str(facts.get("paid", "")),
        law=version.law,
        life_event=str(facts.get("life_event", "")),
        verification=version.verification or "sourced",
        is_proactive=bool(facts.get("proactive", False)),
        is_by_competition=is_by_competition(version),
        is_contested=view.contested.stands_behind(reach, people),
        is_single_source=is_single_source(reach),
        silent=tuple(sorted(reach.registers & view.silent)) if state is EntitlementState.ASK else (),
    )


def _amount_of(rule: Rule, row: Mapping[str, Any]) -> int | Decimal:
    """Return what a benefit gives: sums of the home currency are whole, those of another may have cents."""
    value = read_value(rule, row[rule.name])
    assert isinstance(value, (int, Decimal)), "a benefit is a sum or a flag"
    return int(value) if value == int(value) else value


def entitlement_of(rule: Rule, row: Mapping[str, Any]) -> EntitlementState:
    """Return what a stored benefit gives: an unknown one is never a no."""
    state = state_of(row, rule.name)
    if state is State.UNKNOWN:
        return EntitlementState.ASK
    gives = state is State.KNOWN and (row[rule.name] is True or (row[rule.name] is not False and row[rule.name] > 0))
    return EntitlementState.YES if gives else EntitlementState.NO


def is_single_source(reach: Reach) -> bool:
    """Tell whether one register alone speaks for or against a right, besides those that say who the people are."""
    from alatau.registry.lake.registers import get_lake_register  # noqa: PLC0415

    others = [
        key for key in reach.registers if not get_lake_register(key).tells and not get_lake_register(key).declares
    ]
    return len(others) == 1


def _rules(law: Law, level: str, kinds: frozenset[str] | set[str]) -> list[Rule]:
    return [rule for rule in law.rules.values() if rule.version.level == level and rule.version.kind in kinds]
