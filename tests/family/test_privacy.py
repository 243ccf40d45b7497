"""Nothing of another adult reaches a card: not their figures, and not a family's figure from which theirs follow."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import pytest

from alatau.family.assemble import FIGURES, View, assemble_card
from alatau.family.card import Card, PartOf, ReaderKind, Seen
from alatau.family.dispute import Contested
from alatau.family.events.derive import derive_families
from alatau.family.planning import plan_cards
from alatau.family.privacy import Audience, classes_of, judge_own, judge_shared, may_tell_right
from alatau.family.reach import FAMILY, Reach, Told, find_reaches
from alatau.family.run.measure import measures_of
from alatau.family.stored import StoredFamily
from alatau.family.values import EngineKind, RunId, RunState, RunView
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.values import Knowledge, Question
from alatau.registry.values import PersonalClass
from alatau.rules.gather import read_book
from tests.family.town import AIGERIM, BOLAT, DIAS, OURS

DAY = date(2026, 10, 1)
QUESTION = Question(in_force=DAY, known=Knowledge(number=1, moment=datetime(2026, 10, 1, tzinfo=UTC)))
RUN = RunView(
    id=RunId(uuid4()),
    question=QUESTION,
    plan_digest="",
    engine=EngineKind.DUCKDB,
    state=RunState.PUBLISHED,
    buckets=1,
    family_buckets=1,
)
COUPLE = {AIGERIM: PartOf.SELF, BOLAT: PartOf.ADULT, DIAS: PartOf.CHILD}

WAGE, DISEASE, BIRTH = (
    Told("contributions", "amount"),
    Told("dispensary_patients", "diagnosis_icd10"),
    Told("births", "born_on"),
)
PLACE = Told("residence", "address_code")
AGE, PERSON_ROW, BILL = Told("persons", "born_on"), Told("persons", "subject"), Told("utility_bills", "debt")
#: Figures of a family, by kind, that a couple sees before one consents, and how many there are.
SEEN_BY_A_COUPLE, FIGURES_OF_A_FAMILY = 45, 120


def reach(*own: Told, shared: tuple[Told, ...] = ()) -> Reach:
    return Reach(own=frozenset(own), shared=frozenset(shared))


@pytest.mark.parametrize(
    ("made_of", "part", "parts", "expected"),
    [
        (reach(WAGE), PartOf.SELF, COUPLE, Seen.OPEN),
        (reach(DISEASE), PartOf.SELF, COUPLE, Seen.OPEN),
        (reach(WAGE), PartOf.ADULT, COUPLE, Seen.ADULT),
        (reach(BIRTH), PartOf.ADULT, COUPLE, Seen.ADULT),
        (reach(WAGE), PartOf.OPENED, COUPLE, Seen.OPEN),
        (reach(DISEASE), PartOf.OPENED, COUPLE, Seen.NEVER),
        (reach(DISEASE), PartOf.CHILD, COUPLE, Seen.NEVER),
        (reach(BIRTH, shared=(WAGE,)), PartOf.SELF, COUPLE, Seen.ADULT),
        (reach(BIRTH, shared=(DISEASE,)), PartOf.SELF, COUPLE, Seen.NEVER),
    ],
)
def test_a_persons_figure_opens_by_its_part_and_class(
    made_of: Reach, part: PartOf, parts: dict[UUID, PartOf], expected: Seen
) -> None:
    assert judge_own(made_of, part, Audience(parts=[*parts.values()])) is expected


@pytest.mark.parametrize(
    ("told", "parts", "expected"),
    [
        (WAGE, COUPLE, Seen.ADULT),
        (WAGE, {AIGERIM: PartOf.SELF, DIAS: PartOf.CHILD}, Seen.OPEN),
        (WAGE, {AIGERIM: PartOf.SELF, BOLAT: PartOf.OPENED}, Seen.OPEN),
        (DISEASE, {AIGERIM: PartOf.SELF}, Seen.OPEN),
        (DISEASE, {AIGERIM: PartOf.SELF, DIAS: PartOf.CHILD}, Seen.NEVER),
        (BIRTH, COUPLE, Seen.OPEN),
        (AGE, COUPLE, Seen.OPEN),
        (PERSON_ROW, COUPLE, Seen.OPEN),
        (BILL, COUPLE, Seen.OPEN),
    ],
)
def test_a_familys_figure_opens_when_nobodys_closed_part_follows_from_it(
    told: Told, parts: dict[UUID, PartOf], expected: Seen
) -> None:
    assert judge_shared(reach(told), Audience(parts=[*parts.values()])) is expected


def test_a_protected_address_shows_to_nobody() -> None:
    audience = Audience(parts=[PartOf.SELF], has_protected=True)
    assert judge_own(reach(PLACE), PartOf.SELF, audience) is Seen.PROTECTED
    assert judge_shared(reach(PLACE), audience) is Seen.PROTECTED


def test_a_right_that_would_tell_of_violence_is_not_named_to_others() -> None:
    violent = reach(Told("family_support_cases", "is_violence_reported"))
    others = Audience(parts=[*COUPLE.values()])
    assert not may_tell_right(violent, others)
    assert may_tell_right(reach(DISEASE), others)


def test_a_couple_sees_what_their_family_has_in_common() -> None:
    law = read_book().on(DAY, known=DAY)
    reaches = find_reaches(law)
    couple = Audience(parts=[*COUPLE.values()])
    figures = [rule for rule in law.rules.values() if rule.version.level == FAMILY and rule.version.kind in FIGURES]
    seen = {rule.name for rule in figures if judge_shared(reaches[rule.name], couple) is Seen.OPEN}
    assert len(seen) >= SEEN_BY_A_COUPLE
    assert len(figures) >= FIGURES_OF_A_FAMILY
    assert {"gets_asp", "has_utility_arrears", "children_and_students", "family_type"} <= seen
    assert {"has_loan", "income_band", "working_members", "has_work_accident"}.isdisjoint(seen)


def test_parents_are_told_of_the_right_that_their_children_give_them() -> None:
    reaches = find_reaches(read_book().on(DAY, known=DAY))
    assert may_tell_right(reaches["large_family_allowance_4"], Audience(parts=[*COUPLE.values()]))


@cache
def plan() -> Any:
    return plan_cards(QUESTION)


def measures(person: UUID, seed: int) -> dict[str, Any]:
    """Return measures of all registers, invented from a seed."""
    draw = random.Random(f"{person} {seed}")
    row: dict[str, Any] = {"person": person, "family": OURS, "role": "spouse"}
    for name, kind in measures_of(plan()):
        row[name] = _invent(draw, kind) if not name.endswith("__na") else False
    return row


def _invent(draw: random.Random, kind: str) -> object:
    if kind == "BOOLEAN":
        return draw.random() < 0.5
    if kind == "DATE":
        return DAY - timedelta(days=draw.randrange(30_000))
    if kind == "UUID":
        return uuid4()
    if kind.startswith("DECIMAL"):
        return Decimal(draw.randrange(100))
    return draw.randrange(50_000_000) if kind == "BIGINT" else f"{draw.randrange(10)}"


def stored(seeds: dict[UUID, int]) -> StoredFamily:
    """Return the family with all that its cards keep, computed by the whole law."""
    family = StoredFamily(
        family=OURS, row={}, people=(), measures=[measures(person, seed) for person, seed in seeds.items()]
    )
    return derive(family)


def derive(family: StoredFamily) -> StoredFamily:
    with open_engine() as engine:
        return derive_families(engine, plan(), {OURS: family})[OURS]


def card_of(family: StoredFamily, parts: dict[UUID, PartOf]) -> Card:
    view = View(
        run=RUN,
        law=read_book().on(DAY, known=DAY),
        stored=family,
        reader=ReaderKind.RESIDENT,
        parts=parts,
        has_protected=False,
        contested=Contested(),
        silent=frozenset(),
    )
    return assemble_card(view)


@pytest.mark.parametrize("reader", [AIGERIM, BOLAT])
def test_no_indicator_of_a_spouses_card_tells_anything_of_the_other(db: None, reader: UUID) -> None:
    other = BOLAT if reader == AIGERIM else AIGERIM
    parts = {reader: PartOf.SELF, other: PartOf.ADULT, DIAS: PartOf.CHILD}
    before = stored({reader: 1, other: 1, DIAS: 1})
    one = card_of(before, parts)
    kept_close = {name: value for name, value in measures(other, 1).items() if _is_known_within(name)}
    mixed = [{**measures(other, 2), **kept_close} if row["person"] == other else row for row in before.measures]
    changed = derive(replace(before, measures=mixed))
    two = card_of(changed, parts)
    assert changed.people != before.people, "the other one's figures did change"
    assert two.figures == one.figures
    assert [member.figures for member in two.members] == [member.figures for member in one.members]


def _is_known_within(name: str) -> bool:
    """Tell whether a measure is of those that adults of one family know of each other anyway."""
    made_of = find_reaches(read_book().on(DAY, known=DAY)).get(name.removesuffix("__na"))
    return made_of is not None and classes_of(made_of.all) <= {
        PersonalClass.ORDINARY,
        PersonalClass.IDENTITY,
        PersonalClass.FAMILY,
    }


def test_every_figure_of_ones_own_is_open(db: None) -> None:
    card = card_of(stored({AIGERIM: 1}), {AIGERIM: PartOf.SELF})
    [member] = card.members
    assert {figure.seen for figure in (*card.figures, *member.figures)} == {Seen.OPEN}
