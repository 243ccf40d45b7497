"""Who is in which family on the question's day, where they live, and who asks for whose values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.family.run.folders import bucket_of
from alatau.registry.lake.connect import quoted
from alatau.registry.lake.inbox import with_inbox
from alatau.registry.people.declared import HOMES, MEMBERSHIP, RELATIONS

if TYPE_CHECKING:
    import duckdb

    from alatau.family.seam import Plan
    from alatau.registry.lake.scan import Slice
    from alatau.registry.lake.values import Question


def members_sql(engine: duckdb.DuckDBPyConnection, question: Question, *, wanted: Slice) -> str:
    """Return SQL for `person`, `family` and `role` of everybody who is in a family on the day.

    Raises: BeforeFirstLoadError.
    """
    rows = with_inbox(engine, MEMBERSHIP, question, wanted=wanted)
    return f"SELECT subject AS person, family::UUID AS family, role FROM ({rows})"


def homes_sql(engine: duckdb.DuckDBPyConnection, question: Question, *, wanted: Slice) -> str:
    """Return SQL for `place` and `person` of everybody who is registered somewhere on the day."""
    rows = with_inbox(engine, HOMES, question, wanted=wanted)
    return f"SELECT subject AS place, person FROM ({rows})"


def pairs_sql(engine: duckdb.DuckDBPyConnection, plan: Plan, question: Question, *, wanted: Slice) -> str:
    """Return SQL for `relation`, `person`, `family` and `other` of the pairs that the plan asks for."""
    rows = with_inbox(engine, RELATIONS, question, wanted=wanted)
    members = members_sql(engine, question, wanted=wanted)
    keys = ", ".join(quoted(relation.key) for relation in plan.relations) or "NULL"
    return (
        f"SELECT DISTINCT r.relation, r.subject AS person, m.family, r.other FROM ({rows}) AS r"
        f" JOIN ({members}) AS m ON m.person = r.subject WHERE r.relation IN ({keys})"
    )


def in_bucket(column: str, *, bucket: int, buckets: int) -> str:
    """Return SQL that keeps the rows whose person or family lies in a bucket."""
    return f"{bucket_of(column, buckets)} = {bucket}"
