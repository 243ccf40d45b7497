"""Some values of a card by SQL that was written by hand, as an analyst would who trusts every row.

Bucket by bucket like a run, and written like its output; no value can be unknown, and nothing keeps a sum from
overflowing. It reads the newest rows in force by the same SELECT over the lake's files.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from alatau.family.run.folders import bucket_of, cards_folder
from alatau.family.run.people import members_sql
from alatau.family.run.work import write_shares, write_sorted
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.registers import get_lake_register
from alatau.registry.lake.scan import Slice, rows_sql

if TYPE_CHECKING:
    from alatau.family.values import RunView

WANTED = (
    *("open_loans", "debt_left", "past_due", "pension_contributions_3_months", "dwellings_owned_alone"),
    *("animals_of_person", "is_disabled", "is_minor", "members", "minor_children"),
)

_PEOPLE = """
SELECT m.person, m.family, coalesce(l.loans, 0) AS open_loans, coalesce(l.debt, 0) AS debt_left,
    coalesce(l.overdue, 0) AS past_due, coalesce(c.amount, 0) AS pension_contributions_3_months,
    coalesce(d.dwellings, 0) AS dwellings_owned_alone, coalesce(a.animals, 0) AS animals_of_person,
    i.subject IS NOT NULL AS is_disabled, date_diff('year', p.born_on, DATE '{day}')
        - (strftime(p.born_on, '%m%d') > strftime(DATE '{day}', '%m%d'))::INTEGER < 18 AS is_minor
FROM members AS m
LEFT JOIN (SELECT subject, count(*) AS loans, sum(debt)::BIGINT AS debt, sum(overdue_amount)::BIGINT AS overdue
    FROM ({credit_bureau}) GROUP BY subject) AS l ON l.subject = m.person
LEFT JOIN (SELECT subject, sum(amount)::BIGINT AS amount FROM ({contributions})
    WHERE purpose_code = '010' AND month >= date_trunc('month', DATE '{day}') - INTERVAL 3 MONTH
    AND month < date_trunc('month', DATE '{day}') GROUP BY subject) AS c ON c.subject = m.person
LEFT JOIN (SELECT subject, count(*) AS dwellings FROM ({real_estate})
    WHERE object_kind IN ('flat', 'house') AND right_kind = 'ownership' GROUP BY subject) AS d
    ON d.subject::VARCHAR = m.person::VARCHAR
LEFT JOIN (SELECT subject, sum(count)::BIGINT AS animals FROM ({farm_animals}) GROUP BY subject) AS a
    ON a.subject::VARCHAR = m.person::VARCHAR
LEFT JOIN (SELECT DISTINCT subject FROM ({disabilities})) AS i ON i.subject = m.person
LEFT JOIN (SELECT subject, min(born_on) AS born_on FROM ({persons}) GROUP BY subject) AS p ON p.subject = m.person
"""
REGISTERS = {
    "credit_bureau": ("debt", "overdue_amount"),
    "contributions": ("amount", "month", "purpose_code"),
    "real_estate": ("object_kind", "right_kind"),
    "farm_animals": ("count",),
    "disabilities": (),
    "persons": ("born_on",),
}


def write_by_hand(run: RunView) -> None:
    """Write people by the bucket of their family, and then families."""
    folder = cards_folder() / "by-hand"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with open_engine() as engine:
        for bucket in range(run.buckets):
            wanted = Slice(buckets=[bucket])
            engine.execute(
                f"CREATE OR REPLACE TEMP TABLE members AS {members_sql(engine, run.question, wanted=wanted)}"
            )
            rows = {
                key: rows_sql(get_lake_register(key), run.question, wanted=Slice(buckets=[bucket], columns=columns))
                for key, columns in REGISTERS.items()
            }
            people = _PEOPLE.format(day=run.day, **rows)
            shares = f"SELECT *, {bucket_of('family', run.family_buckets)} AS bucket FROM ({people})"
            write_shares(engine, shares, folder / f"from={bucket}", of="bucket")
        for bucket in range(run.family_buckets):
            files = f"read_parquet('{folder}/from=*/bucket={bucket}/*.parquet', hive_partitioning = false)"
            families = (
                "SELECT family, count(*) AS members, count(*) FILTER (is_minor) AS minor_children"
                f" FROM {files} GROUP BY family"
            )
            target = folder / f"bucket={bucket}"
            target.mkdir()
            write_sorted(engine, f"FROM {files}", target / "people.parquet", by="family, person", group_rows=4096)
            write_sorted(engine, families, target / "families.parquet", by="family", group_rows=4096)
    shutil.rmtree(folder, ignore_errors=True)
