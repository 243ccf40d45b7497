"""Row views of people, stored: every version of every register's rows, laid out by person.

The lake is laid out by register, so a person's rows lie in some hundred places. For each bucket one more file holds the
same rows by person. It is derived and can be made anew at any time: it says up to which load of each register it
reaches, and readers go to the lake itself for a register that has moved on. A row that names somebody else stands in
the file of its subject alone; the file of the other says where it lies.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from alatau.core.faults import declare_points, reach
from alatau.registry.lake.connect import open_engine, quoted
from alatau.registry.lake.layout import view_path
from alatau.registry.lake.named import named_sql
from alatau.registry.lake.schema import PERSON_TYPES, private_columns, stored_columns
from alatau.registry.lake.sight import look_at_many
from alatau.registry.lake.stored import REACHED
from alatau.registry.lake.timeline import timeline_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from alatau.registry.lake.sight import Sight
    from alatau.registry.values import Register

declare_points("registry.views.written")

#: Rows that are read together: small, since one person's are wanted.
ROW_GROUP_ROWS = 2_048


def is_about_a_person(register: Register) -> bool:
    """Tell whether rows of the register can be a person's: as their subject, or because a column names the person."""
    return register.columns[register.subject].type in PERSON_TYPES or bool(register.also_about)


def store_views(bucket: int, registers: Sequence[Register]) -> int:
    """Lay out the bucket's rows by person, in place of the file before, and return how many versions there are."""
    path = view_path(bucket)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sights = look_at_many([register.key for register in registers], subjects=[])
    # A register whose last load has no number yet is left to the lake itself.
    wanted = [register for register in registers if sights[register.key].is_sealed and is_about_a_person(register)]
    reached = json.dumps({register.key: sights[register.key].news for register in wanted})
    draft = path.with_suffix(f".{os.getpid()}.draft")
    with open_engine() as engine:
        _gather(engine, wanted, sights, bucket=bucket)
        # Sorted rows reach the file in their order only while this is on.
        engine.execute("SET preserve_insertion_order = true")
        [(rows,)] = engine.execute(
            f"COPY (SELECT * FROM gathered ORDER BY slot, subject, register) TO {quoted(draft)} (FORMAT parquet,"
            f" COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS}, KV_METADATA {{{REACHED}: {quoted(reached)}}})"
        ).fetchall()
    reach("registry.views.written")
    draft.replace(path)
    return int(rows)


def _gather(
    engine: duckdb.DuckDBPyConnection, registers: Sequence[Register], sights: dict[str, Sight], *, bucket: int
) -> None:
    engine.execute(
        "CREATE TEMP TABLE gathered (slot INTEGER, subject VARCHAR, register VARCHAR, load BIGINT, line BIGINT,"
        " valid_from DATE, valid_until DATE, known_from BIGINT, known_until BIGINT, row VARCHAR,"
        " row_slot INTEGER, row_subject VARCHAR)"
    )
    for register in registers:
        versions = timeline_sql(register, sights[register.key], buckets=[bucket], with_private=True)
        engine.execute(f"INSERT INTO gathered BY NAME {versions_as_json(register, versions)}")
        if register.also_about:
            lines = named_sql(register, sights[register.key], bucket=bucket)
            engine.execute(
                f"INSERT INTO gathered BY NAME SELECT DISTINCT slot, subject::VARCHAR AS subject,"
                f" {quoted(register.key)} AS register, load, line, row_slot, row_subject FROM ({lines})"
            )


def versions_as_json(register: Register, versions: str) -> str:
    """Return SQL for versions in the form of the stored views: the declared columns together as one text."""
    fields = [*stored_columns(register), *private_columns(register)]
    # As text: JSON's own numbers would round a decimal.
    values = ", ".join(f"{quoted(field.name)}: {_as_text(field.name, field.type)}" for field in fields)
    return (
        f"SELECT slot, subject::VARCHAR AS subject, {quoted(register.key)} AS register, load, line, valid_from,"
        f" valid_until, known_from, known_until, to_json({{{values}}})::VARCHAR AS row FROM ({versions})"
        " WHERE known_until IS NULL OR known_from < known_until"
    )


def _as_text(name: str, kind: str) -> str:
    return f'"{name}"' if kind in ("BIGINT", "INTEGER", "BOOLEAN") else f'"{name}"::VARCHAR'
