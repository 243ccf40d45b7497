"""Open offers of what a nation's cards newly give: bucket by bucket, in sets, so that memory stays flat.

A right is new where the card of before did not give it. Each bucket is one commit: a killed search goes on with the
first bucket that is not done. People are not told here, but by and by, as the gateways' pace allows.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import actor_facts, append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.family.law import law_of, reaches_of
from alatau.family.runs import list_runs
from alatau.family.values import RunState
from alatau.papers.locks import lock_name
from alatau.registry.lake.connect import open_engine
from alatau.services.models.offers import SearchedBucket
from alatau.services.offers.gains import NewRight, gains_of_bucket
from alatau.services.offers.given import find_terms
from alatau.services.offers.terms import SpokenTo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alatau.core.values import Actor, Moment
    from alatau.family.values import RunView

declare_points("services.search.opened", "services.search.noted")

log = structlog.get_logger(__name__)
#: What a bucket's queries want.
MEMORY_MB, THREADS = 800, 2

#: What stands already is left as it is; two searches and an event at once end in one offer.
_OPEN = """
WITH fresh AS (
    SELECT * FROM unnest(%(rights)s::text[], %(holders)s::uuid[], %(families)s::uuid[], %(people)s::uuid[],
                         %(amounts)s::bigint[]) AS f (right_name, holder, family, person, amount)),
terms AS (
    SELECT * FROM unnest(%(names)s::text[], %(keys)s::text[], %(paid)s::text[], %(waits)s::int[], %(covers)s::jsonb[])
        AS t (right_name, benefit_key, paid, waits, covers)),
made AS (
    INSERT INTO services_offer (id, "right", benefit_key, paid, holder_id, family_id, person_id, adults, because,
                                amount, status, opened_at, opened_city_at, told_from, steps)
    SELECT gen_random_uuid(), f.right_name, t.benefit_key, t.paid, f.holder, f.family, f.person, '{}', 'run', f.amount,
           'checked', %(wall_at)s, %(city_at)s, %(city_at)s::timestamptz + make_interval(days => t.waits), 2
    FROM fresh f JOIN terms t USING (right_name)
    WHERE NOT EXISTS (SELECT FROM services_offer o WHERE o.holder_id = f.holder AND o."right" = f.right_name
                      AND o.status NOT IN ('closed', 'lapsed'))
    ON CONFLICT DO NOTHING
    RETURNING id, "right", amount),
written AS (
    INSERT INTO services_offerstep (offer_id, number, step, actor, facts, city_at, wall_at)
    SELECT made.id, step.number, step.name, %(actor)s, CASE step.number
               WHEN 1 THEN %(because)s::jsonb
               ELSE jsonb_build_object('amount', made.amount, 'covers', t.covers) END,
           %(city_at)s, %(wall_at)s
    FROM made JOIN terms t ON t.right_name = made."right"
    CROSS JOIN (VALUES (1, 'detected'), (2, 'checked')) AS step (number, name))
SELECT count(*) FROM made
"""


@dataclass(frozen=True, kw_only=True)
class SearchReport:
    """What a search opened, and how long it took."""

    opened: int = 0
    buckets_done: int = 0
    #: Buckets that an earlier, killed search had finished.
    buckets_kept: int = 0
    seconds: float = 0.0


def open_offers_of_run(run: RunView, *, since: RunView | None = None, by: Actor, at: Moment) -> SearchReport:
    """Open offers of the rights that a run's cards give and those of the run before did not. Safe to repeat.

    ``since`` names the run before; nothing takes the newest one that was published before it. The first run of a city
    is what the city found: who is paid already by others must not be asked anew, so nothing is opened of it.
    """
    began, before = time.perf_counter(), since or find_run_before(run)
    if before is None:
        return SearchReport()
    rights = list_new_rights(run)
    known = set(SearchedBucket.objects.filter(run_id=run.id).values_list("bucket", flat=True))
    opened = 0
    for bucket in range(run.family_buckets):
        if bucket not in known:
            opened += _search(run, before, bucket, rights=rights, by=by, at=at)
    report = SearchReport(
        opened=opened,
        buckets_done=run.family_buckets - len(known),
        buckets_kept=len(known),
        seconds=time.perf_counter() - began,
    )
    log.info(
        "services.offers.opened",
        run=str(run.id),
        offers=opened,
        buckets=report.buckets_done,
        seconds=round(report.seconds),
    )
    return report


def find_run_before(run: RunView) -> RunView | None:
    """Return the newest published run that knew less than this one."""
    mine = run.day, run.question.known.number
    older = [
        each
        for each in list_runs()
        if each.state is RunState.PUBLISHED and (each.day, each.question.known.number) < mine and each.id != run.id
    ]
    return max(older, key=lambda each: (each.day, each.question.known.number), default=None)


def list_new_rights(run: RunView) -> list[NewRight]:
    """Return the rights of the run's law that are offered, with what an offer of them keeps."""
    reaches, found = reaches_of(run), []
    for rule in law_of(run).rules.values():
        terms = find_terms(rule) if rule.version.kind == "benefit" else None
        if terms is not None:
            new = NewRight(
                name=rule.name,
                key=rule.version.key,
                level=rule.version.level,
                is_sum=rule.version.unit.startswith("tiyn"),
                scale=rule.node.type.scale or 0,
                paid=str(rule.version.facts.get("paid", "")),
                waits_days=terms.tell_after_days,
                to_holder=terms.speaks_to is SpokenTo.HOLDER,
                to_grown_holder=terms.speaks_to is SpokenTo.CARER,
                covers=tuple(sorted(reaches[rule.name].registers)),
            )
            found.append(new)
    return found


@transaction.atomic
def _search(run: RunView, before: RunView, bucket: int, *, rights: list[NewRight], by: Actor, at: Moment) -> int:
    """Open the offers of one bucket of families, and note that it is done."""
    lock_name("services.search", run.id)
    if SearchedBucket.objects.filter(run_id=run.id, bucket=bucket).exists():
        return 0
    opened = 0
    facts: dict[str, Any] = _terms(rights) | {
        "wall_at": at.wall_at,
        "city_at": at.city_at,
        "actor": Jsonb(actor_facts(by)),
        "because": Jsonb({"because": "run", "run": str(run.id)}),
    }
    with open_engine(memory_mb=MEMORY_MB, threads=THREADS) as engine, connection.cursor() as cursor:
        for rows in gains_of_bucket(engine, run, before=before, bucket=bucket, rights=rights):
            cursor.execute(_OPEN, facts | _columns(rows))
            opened += int(cursor.fetchone()[0])
    reach("services.search.opened")
    SearchedBucket.objects.create(run_id=run.id, bucket=bucket, opened=opened, searched_at=at.wall_at)
    body = {"run": run.id, "bucket": bucket, "offers": opened}
    append_lines([NewLine(kind=LineKind.EVENT, action="services.offers.opened", actor=by, body=body)], at=at)
    reach("services.search.noted")
    return opened


def _columns(rows: Sequence[tuple[object, ...]]) -> dict[str, list[object]]:
    names = ("rights", "holders", "families", "people", "amounts")
    return {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def _terms(rights: Iterable[NewRight]) -> dict[str, Any]:
    listed = [*rights]
    return {
        "names": [each.name for each in listed],
        "keys": [each.key for each in listed],
        "paid": [each.paid for each in listed],
        "waits": [each.waits_days for each in listed],
        "covers": [Jsonb(list(each.covers)) for each in listed],
    }
