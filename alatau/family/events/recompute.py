"""Compute the families anew that lines of the journal touch, many at once, and keep what changed.

Measures of the touched register are taken anew from its rows; all others stand as they were stored. Who came into a
family, or moved, is measured whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.values import PersonId
from alatau.family.dispute import find_contested
from alatau.family.events.batch import Batch
from alatau.family.events.differences import find_differences, lines_of
from alatau.family.events.touched import Touched, find_touched
from alatau.family.models import ChangedCard, ChangedMember
from alatau.family.packed import pack_family
from alatau.family.planning import plan_cards, swift_of
from alatau.family.runs import find_current_run
from alatau.registry.lake.connect import kept_engine
from alatau.registry.lake.knowledge import know_now
from alatau.registry.lake.values import Knowledge, Question
from alatau.registry.people.declared import MEMBERSHIP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    import duckdb

    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Actor, Moment
    from alatau.family.dispute import Contested
    from alatau.family.seam import Plan
    from alatau.family.stored import StoredFamily
    from alatau.family.values import RunView

declare_points("family.change.computed", "family.change.written")

#: What a batch of families needs.
MEMORY_MB, THREADS = 1024, 2
#: The lock under which families are computed anew ("alatau", "family").
LOCK = 0x0A1A_7A9F


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
    engine = kept_engine(memory_mb=MEMORY_MB, threads=THREADS)
    touched = find_touched(engine, fresh)
    if touched.is_everybody:
        return Changes(is_run_needed=True)
    if not touched.people and not touched.places:
        return Changes()
    batch = _begin(engine, run, planner, question=question, touched=touched)
    after = batch.compute()
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
    engine = kept_engine(memory_mb=MEMORY_MB, threads=THREADS)
    touched = Touched(people={MEMBERSHIP.key: people})
    batch = _begin(engine, run, planner, question=question, touched=touched)
    after = batch.compute()
    return _keep(batch, after, by=by, at=at)


def _begin(
    engine: duckdb.DuckDBPyConnection,
    run: RunView,
    planner: Callable[[Question], Plan],
    *,
    question: Question,
    touched: Touched,
) -> Batch:
    plan = planner(run.question)
    swift = swift_of(plan, run.question)
    return Batch(engine=engine, run=run, plan=plan, swift=swift, question=question, touched=touched)


def _contesting(families: Mapping[UUID, StoredFamily], contested: Contested) -> set[UUID]:
    """Return the families in which somebody contests a record."""
    people = {person for person, _register, _column in contested.records}
    return {family for family, stored in families.items() if any(row["person"] in people for row in stored.people)}


def wait_for_others() -> None:
    """Let one batch of changes be computed at a time: the next one reads what this one keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK])


def _keep(batch: Batch, after: Mapping[UUID, StoredFamily], *, by: Actor, at: Moment) -> Changes:
    """Keep the changed cards and tell the journal of every difference, in the caller's transaction."""
    if not after:
        return Changes()
    before = {family: stored for family in after if (stored := batch.before.get(family)) is not None}
    differences = find_differences(before, after, plan=batch.plan)
    number = batch.question.known.number
    ChangedCard.objects.filter(family__in=[*after], known_number=number, run_id=batch.run.id).delete()
    _write_cards(batch.run, after, known_number=number, at=at)
    contested = find_contested(PersonId(row["person"]) for stored in after.values() for row in stored.people)
    append_lines(
        lines_of(differences, batch.touched, known_number=number, contested=_contesting(after, contested), by=by), at=at
    )
    reach("family.change.written")
    return Changes(families=len(after), differences=len(differences))


#: One statement for all cards of a batch: a row object for each card and member takes longer than their rules.
_WRITE = """
WITH cards AS (
    INSERT INTO family_changedcard (family, run_id, known_number, card, changed_at)
    SELECT each.family, %(run)s, %(known)s, each.card, %(at)s
    FROM unnest(%(families)s::uuid[], %(cards)s::bytea[]) AS each (family, card) RETURNING id, family)
INSERT INTO family_changedmember (person, card_id)
SELECT each.person, cards.id FROM unnest(%(people)s::uuid[], %(theirs)s::uuid[]) AS each (person, family)
JOIN cards ON cards.family = each.family
"""


def _write_cards(run: RunView, families: Mapping[UUID, StoredFamily], *, known_number: int, at: Moment) -> None:
    members = [(row["person"], stored.family) for stored in families.values() for row in stored.people]
    facts: dict[str, Any] = {
        "run": run.id,
        "known": known_number,
        "at": at.wall_at,
        "families": [*families],
        "cards": [pack_family(stored) for stored in families.values()],
        "people": [person for person, _family in members],
        "theirs": [family for _person, family in members],
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, facts)
