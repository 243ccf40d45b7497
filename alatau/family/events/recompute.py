"""Compute the families anew that lines of the journal touch, many at once, and keep what changed.

Measures of the touched register are taken anew from its rows; all others stand as they were stored. Who came into a
family, or moved, is measured whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db import connection

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.values import PersonId
from alatau.family.dispute import find_contested
from alatau.family.events.derive import derive_families
from alatau.family.events.differences import find_differences, lines_of
from alatau.family.events.measure import Lens
from alatau.family.events.touched import Touched, find_touched
from alatau.family.find import load_families
from alatau.family.models import ChangedCard, ChangedMember
from alatau.family.packed import pack_family
from alatau.family.planning import plan_cards
from alatau.family.run.measure import measures_of
from alatau.family.run.people import homes_sql
from alatau.family.runs import find_current_run
from alatau.family.stored import StoredFamily, find_askers, find_families
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.knowledge import know_now
from alatau.registry.lake.scan import Slice, rows_sql
from alatau.registry.lake.values import Knowledge, Question
from alatau.registry.people.declared import FAMILIES, MEMBERSHIP

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from uuid import UUID

    import duckdb

    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Actor, Moment
    from alatau.family.dispute import Contested
    from alatau.family.seam import Plan
    from alatau.family.values import RunView

declare_points("family.change.computed", "family.change.written")

#: What a batch of families needs.
MEMORY_MB, THREADS = 1024, 2
#: The lock under which families are computed anew ("alatau", "family").
LOCK = 0x0A1A_7A9F


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One batch of changes at work."""

    engine: duckdb.DuckDBPyConnection
    run: RunView
    plan: Plan
    question: Question
    touched: Touched
    #: Families as they stood, by id.
    before: dict[UUID, StoredFamily] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What a batch did."""

    families: int = 0
    differences: int = 0
    #: So many people are touched that only a run over all of them answers it.
    is_run_needed: bool = False


def recompute_families(
    lines: Sequence[SealedLine], *, by: Actor, at: Moment, planner: Callable[[Question], Plan] = plan_cards
) -> Changes:
    """Compute the families anew that the lines touch, keep their cards, and tell the journal what changed.

    In the caller's transaction. Lines that the newest run knows already change nothing.
    """
    run = find_current_run()
    fresh = [line for line in lines if run is not None and line.number > run.question.known.number]
    if run is None or not fresh:
        return Changes()
    known = Knowledge(number=fresh[-1].number, moment=fresh[-1].wall_at)
    question = Question(in_force=run.day, known=known)
    wait_for_others()
    with open_engine(memory_mb=MEMORY_MB, threads=THREADS) as engine:
        touched = find_touched(engine, fresh)
        if touched.is_everybody:
            return Changes(is_run_needed=True)
        if not touched.people and not touched.places:
            return Changes()
        batch = Batch(engine=engine, run=run, plan=planner(run.question), question=question, touched=touched)
        after = _compute(batch)
    reach("family.change.computed")
    return _keep(batch, after, by=by, at=at)


def catch_up(*, by: Actor, at: Moment, planner: Callable[[Question], Plan] = plan_cards) -> Changes:
    """Compute anew, by the newest run's day and law, the families that changed since it began.

    In the caller's transaction.
    """
    run = find_current_run()
    if run is None:
        return Changes()
    wait_for_others()
    stale = ChangedCard.objects.filter(known_number__gt=run.question.known.number).exclude(run_id=run.id)
    people = set(ChangedMember.objects.filter(card__in=stale).values_list("person", flat=True))
    if not people:
        return Changes()
    question = Question(in_force=run.day, known=know_now(at))
    with open_engine(memory_mb=MEMORY_MB, threads=THREADS) as engine:
        touched = Touched(people={MEMBERSHIP.key: people})
        batch = Batch(engine=engine, run=run, plan=planner(run.question), question=question, touched=touched)
        after = _compute(batch)
    return _keep(batch, after, by=by, at=at)


def _contesting(families: Mapping[UUID, StoredFamily], contested: Contested) -> set[UUID]:
    """Return the families in which somebody contests a record."""
    people = {person for person, _register, _column in contested.records}
    return {family for family, stored in families.items() if any(row["person"] in people for row in stored.people)}


def wait_for_others() -> None:
    """Let one batch of changes be computed at a time: the next one reads what this one keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK])


def _compute(batch: Batch) -> dict[UUID, StoredFamily]:
    """Return the touched families as they stand now."""
    _find_people_at(batch)
    people = {person for some in batch.touched.people.values() for person in some}
    families = _families_of(batch, people)
    batch.before.update(load_families(batch.engine, batch.run, families))
    now = _regroup(batch) if batch.touched.regrouped else dict(batch.before)
    measured = _measure(batch, now)
    return derive_families(
        batch.engine, batch.plan, {family: _with_measures(stored, measured) for family, stored in now.items()}
    )


def _find_people_at(batch: Batch) -> None:
    """Let news about places be news about everybody who is registered there."""
    for key, places in batch.touched.places.items():
        homes = homes_sql(batch.engine, batch.question, wanted=Slice(subjects=sorted(places)))
        found = batch.engine.execute(f"SELECT DISTINCT person FROM ({homes})").fetchall()
        batch.touched.people.setdefault(key, set()).update(person for (person,) in found)


def _families_of(batch: Batch, people: Collection[UUID]) -> set[UUID]:
    """Return the families of some people as cards have them, and those whose cards carry values of theirs."""
    found = find_families(batch.engine, batch.run, people)
    number = batch.run.question.known.number
    changed = ChangedMember.objects.filter(person__in=[*people], card__known_number__gt=number)
    newest = changed.order_by("person", "-card__known_number", "-card_id").distinct("person")
    found |= dict(newest.values_list("person", "card__family"))
    return {*found.values(), *find_askers(batch.engine, batch.run, people)}


def _regroup(batch: Batch) -> dict[UUID, StoredFamily]:
    """Return families as membership has them now: those that were touched, and those into which somebody came."""
    rows = rows_sql(MEMBERSHIP, batch.question, wanted=Slice(subjects=[*batch.touched.regrouped], columns=["family"]))
    joined = {family for (family,) in batch.engine.execute(f"SELECT DISTINCT family::UUID FROM ({rows})").fetchall()}
    batch.before.update(load_families(batch.engine, batch.run, joined - batch.before.keys()))
    wanted = joined | batch.before.keys()
    rows = rows_sql(FAMILIES, batch.question, wanted=Slice(subjects=[str(family) for family in wanted]))
    members = batch.engine.execute(f"SELECT family::UUID, person, role FROM ({rows})").fetchall()
    known = {row["person"]: dict(row) for stored in batch.before.values() for row in stored.measures}
    empty = dict.fromkeys(name for name, _kind in measures_of(batch.plan))
    now = {family: StoredFamily(family=family, row={}, people=()) for family in wanted}
    for family, person, role in members:
        row = {**empty, **known.get(person, {}), "person": person, "family": family, "role": role}
        pairs = [pair for stored in batch.before.values() for pair in stored.pairs if pair["person"] == person]
        now[family] = replace(
            now[family],
            measures=[*now[family].measures, row],
            pairs=[*now[family].pairs, *({**pair, "family": family} for pair in pairs)],
        )
    return now


def _measure(batch: Batch, families: Mapping[UUID, StoredFamily]) -> dict[UUID, dict[str, Any]]:
    """Return fresh measures: of the touched register for whom it touches, of every register for who is new or moved."""
    members = {row["person"] for stored in families.values() for row in stored.measures}
    known = {row["person"] for stored in batch.before.values() for row in stored.measures}
    others = {pair["other"] for stored in families.values() for pair in stored.pairs}
    whole = (members - known) | (batch.touched.regrouped & members)
    wanted = {
        register.key: {*(batch.touched.people.get(register.key, set()) & (members | others)), *whole}
        for register in batch.plan.registers
    }
    return Lens(batch.engine, batch.plan, batch.question).measure(wanted)


def _with_measures(stored: StoredFamily, measured: Mapping[UUID, Mapping[str, Any]]) -> StoredFamily:
    """Return the family with its fresh measures in place of the old ones, in what was carried over too."""
    measures = [{**row, **measured.get(row["person"], {})} for row in stored.measures]
    pairs = [
        {**pair, **{name: value for name, value in measured.get(pair["other"], {}).items() if name in pair}}
        for pair in stored.pairs
    ]
    return replace(stored, measures=measures, pairs=pairs)


def _keep(batch: Batch, after: Mapping[UUID, StoredFamily], *, by: Actor, at: Moment) -> Changes:
    """Keep the changed cards and tell the journal of every difference, in the caller's transaction."""
    differences = find_differences(batch.before, after, plan=batch.plan)
    changed = [family for family, stored in after.items() if stored != batch.before.get(family)]
    number = batch.question.known.number
    ChangedCard.objects.filter(family__in=changed, known_number=number, run_id=batch.run.id).delete()
    cards = ChangedCard.objects.bulk_create(
        ChangedCard(
            family=family,
            run_id=batch.run.id,
            known_number=number,
            card=pack_family(after[family]),
            changed_at=at.wall_at,
        )
        for family in changed
    )
    ChangedMember.objects.bulk_create(
        ChangedMember(person=row["person"], card=card) for card in cards for row in after[card.family].people
    )
    contested = find_contested(PersonId(row["person"]) for family in changed for row in after[family].people)
    append_lines(
        lines_of(differences, batch.touched, known_number=number, contested=_contesting(after, contested), by=by), at=at
    )
    reach("family.change.written")
    return Changes(families=len(changed), differences=len(differences))
