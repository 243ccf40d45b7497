"""Prove over the derived registers what the computation promises: one family for everybody on each day."""

from __future__ import annotations

from alatau.core.journal.read import last_number
from alatau.registry.lake.buckets import count_buckets
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.scan import Slice, known_sql
from alatau.registry.lake.sight import look_at
from alatau.registry.people.declared import MEMBERSHIP, PRESENCE
from alatau.registry.people.values import FamilyCheck

# A person's days are covered when spans of the same length lie in the same place and none overlaps another.
_CHECK = """
WITH here AS (SELECT subject, valid_from AS d1, coalesce(valid_until, DATE '9999-12-31') AS d2 FROM ({presence})),
placed AS (SELECT subject, valid_from AS d1, coalesce(valid_until, DATE '9999-12-31') AS d2 FROM ({membership})),
several AS (
    SELECT DISTINCT subject FROM (
        SELECT subject, d1, lag(d2) OVER (PARTITION BY subject ORDER BY d1, d2) AS before FROM placed
    ) WHERE before > d1
), days AS (
    SELECT subject, coalesce(sum(d2 - d1) FILTER (is_here), 0) AS here,
        coalesce(sum(d2 - d1) FILTER (NOT is_here), 0) AS placed
    FROM (SELECT *, TRUE AS is_here FROM here UNION ALL SELECT *, FALSE FROM placed) GROUP BY subject
), shared AS (
    SELECT h.subject, sum(least(h.d2, p.d2) - greatest(h.d1, p.d1)) AS days FROM here AS h JOIN placed AS p
    ON p.subject = h.subject AND p.d1 < h.d2 AND p.d2 > h.d1 GROUP BY h.subject
)
SELECT count(*), count(*) FILTER (coalesce(shared.days, 0) < days.here), (SELECT count(*) FROM several),
    count(*) FILTER (coalesce(shared.days, 0) < days.placed)
FROM days LEFT JOIN shared USING (subject)
"""


def check_families() -> FamilyCheck:
    """Compare everybody's days here with their days in families, a bucket at a time."""
    number = last_number()
    sights = {register.key: look_at(register.key) for register in (PRESENCE, MEMBERSHIP)}
    totals = [0, 0, 0, 0]
    with open_engine() as engine:
        for bucket in range(count_buckets()):
            wanted = Slice(buckets={bucket}, columns=())
            queries = {
                name: known_sql(register, number, sight=sights[register.key], wanted=wanted)
                for name, register in (("presence", PRESENCE), ("membership", MEMBERSHIP))
            }
            found = engine.execute(_CHECK.format(**queries)).fetchone()
            assert found is not None
            totals = [total + int(one) for total, one in zip(totals, found, strict=True)]
    people, without, in_several, strangers = totals
    return FamilyCheck(people=people, without=without, in_several=in_several, strangers=strangers)
