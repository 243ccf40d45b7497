"""Register the people and write the files that `benchmarks.ingest` reads: the same ones on every run."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import django
import duckdb
import pyarrow as pa

django.setup()

from alatau.access.register_many import BATCH, NewPerson, register_many  # noqa: E402  Django must be ready first
from alatau.core.clock import read_clocks  # noqa: E402  the same
from alatau.core.content import content  # noqa: E402  the same
from alatau.core.values import system_actor  # noqa: E402  the same

BORN = date(1960, 1, 1)
FIRMS = 20_000
#: One row of a hundred breaks one of four checks.
ROWS = """
SELECT firm.number AS payer_number,
       CASE WHEN i % 400 = 7 THEN '123' ELSE person.number END AS number,
       CASE WHEN i % 400 = 107 THEN '2024-13'
            ELSE strftime(DATE '2024-01-01' + to_months(((i // {people}) % 48 // 2)::INTEGER), '%Y-%m') END AS month,
       CASE WHEN i % 400 = 207 THEN NULL ELSE {amount} END AS amount,
       CASE WHEN i % 400 = 307 THEN '999' WHEN (i // {people}) % 2 = 0 THEN '010' ELSE '012' END AS purpose_code,
       'M' || i AS message_number,
       1::BIGINT AS months,
       DATE '2024-02-10' + to_days(((i // {people}) % 48 // 2)::INTEGER * 30) AS received_on
FROM range({first}, {last}) AS t(i)
JOIN person ON person.place = i % {people}
JOIN firm ON firm.place = hash(i) % {firms}
"""


def main(home: str, *, people: int, rows: int, csv_rows: int) -> None:
    """Make people, a first delivery, a second one that repeats and changes, and a third as CSV."""
    numbers = _make_people(people)
    firms = [content().organisation_numbers.synthesise(serial) for serial in range(FIRMS)]
    engine = duckdb.connect(config={"threads": 2, "memory_limit": "1800MB", "temp_directory": f"{home}/made"})
    _lay_out(engine, "person", numbers)
    _lay_out(engine, "firm", firms)
    facts = {"people": people, "firms": FIRMS}
    amount = "(8500000 + hash(i + 7) % 50000000)::BIGINT"
    first = ROWS.format(first=0, last=rows, amount=amount, **facts)
    changed = f"{amount} + CASE WHEN i % 10 = 0 THEN 100 ELSE 0 END"
    second = ROWS.format(first=rows - rows // 20, last=rows + rows // 20, amount=changed, **facts)
    third = ROWS.format(first=2 * rows, last=2 * rows + csv_rows, amount=f"({amount} / 100)::DECIMAL(18,2)", **facts)
    for query, name, options in (
        (first, "first.parquet", "FORMAT parquet"),
        (second, "second.parquet", "FORMAT parquet"),
        (third, "third.csv", "FORMAT csv, HEADER true"),
    ):
        engine.execute(f"COPY ({query}) TO '{Path(home) / name}' ({options})")


def _make_people(people: int) -> list[str]:
    person_numbers, numbers = content().person_numbers, []
    for place in range(people):
        day, serial = divmod(place, 2_000)
        born_on = BORN + timedelta(day % 20_000)
        numbers.append(person_numbers.synthesise(born_on=born_on, woman=day >= 20_000, serial=serial * 5))
    at, by, run_id = read_clocks(), system_actor("registry.bench"), uuid4()
    distinct = [*dict.fromkeys(numbers)]
    for some in (distinct[start : start + BATCH] for start in range(0, len(distinct), BATCH)):
        same = {"name": "A", "short_name": "A", "born_on": None, "region": "75", "number_from": BORN}
        new = [NewPerson(number=each, **same) for each in some]
        register_many(new, run_id=run_id, by=by, at=at)
    return numbers


def _lay_out(engine: duckdb.DuckDBPyConnection, table: str, numbers: list[str]) -> None:
    engine.register("given", pa.table({"place": range(len(numbers)), "number": numbers}))
    engine.execute(f"CREATE TABLE {table} AS SELECT * FROM given")
    engine.unregister("given")


if __name__ == "__main__":
    given = dict(zip(("people", "rows", "csv_rows"), map(int, sys.argv[2:]), strict=True))
    main(sys.argv[1], **given)
