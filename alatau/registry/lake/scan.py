"""The only way to read rows: SQL over the files that are seen, for a question with both its dates.

`rows_sql` gives rows in force and known, as one SELECT for DuckDB. Its columns are `load`, `line`, `slot`, `subject`,
`valid_from`, `valid_until` and the declared ones (`schema.stored_columns`); with `with_private`, names and numbers too.
Rows that came alone are not in it: `inbox.with_inbox` adds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.registry.errors import BeforeFirstLoadError
from alatau.registry.lake.buckets import count_buckets
from alatau.registry.lake.connect import quoted
from alatau.registry.lake.layout import Part, bucket_of_slot, slot_of_subject
from alatau.registry.lake.schema import names_of, part_fields, private_columns, stored_columns
from alatau.registry.lake.sight import Sight, look_at

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from uuid import UUID

    from alatau.registry.lake.log import LakeFile
    from alatau.registry.lake.schema import Field
    from alatau.registry.lake.state import FirstLoad
    from alatau.registry.lake.values import Question
    from alatau.registry.values import Register

FIRST_COLUMNS = ("load", "line", "slot", "subject", "valid_from", "valid_until")


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Which rows of a register a reader wants; nothing given means all."""

    buckets: Collection[int] | None = None
    subjects: Sequence[UUID | str] | None = None
    #: Declared columns, as `schema.stored_columns` names them.
    columns: Sequence[str] | None = None
    with_private: bool = False

    def wanted_buckets(self) -> Collection[int] | None:
        """Return the buckets to open: those of the subjects when some are named."""
        if self.subjects is None:
            return self.buckets
        buckets = count_buckets()
        return {bucket_of_slot(slot_of_subject(subject), buckets) for subject in self.subjects}

    def condition(self) -> str:
        """Return SQL that keeps the subjects' rows; whole groups of rows are skipped by their slots."""
        if self.subjects is None:
            return "TRUE"
        slots = ", ".join(str(slot_of_subject(subject)) for subject in self.subjects) or "NULL"
        subjects = ", ".join(quoted(subject) for subject in self.subjects) or "NULL"
        return f"slot IN ({slots}) AND subject IN ({subjects})"


EVERYTHING = Slice()


def rows_sql(register: Register, question: Question, *, wanted: Slice = EVERYTHING, sight: Sight | None = None) -> str:
    """Return SQL for the rows of the lake in force on the question's day, as known then.

    Raises:
        BeforeFirstLoadError: nothing was known from this register on one of the dates.
    """
    sight = sight or look_at(register.key)
    check_dates(register, question, sight=sight)
    return in_force_sql(known_sql(register, question.known.number, sight=sight, wanted=wanted), question.in_force)


def in_force_sql(versions: str, day: date) -> str:
    """Return SQL that keeps the versions in force on a day."""
    literal = f"DATE '{day.isoformat()}'"
    return (
        f"SELECT * FROM ({versions}) WHERE valid_from <= {literal} AND (valid_until IS NULL OR valid_until > {literal})"
    )


def known_sql(register: Register, number: int, *, sight: Sight, wanted: Slice = EVERYTHING) -> str:
    """Return SQL for the row versions of all days, as known at a number of the journal."""
    buckets = wanted.wanted_buckets()
    now = sight.files(Part.ROWS, number=number, buckets=buckets)
    earlier = sight.earlier_files(Part.ROWS, number=number, buckets=buckets)
    condition = f"{wanted.condition()} AND (known_until IS NULL OR known_until > {number})"
    rows = union_sql(
        register,
        Part.ROWS,
        (now, f"{condition} AND (known_from IS NULL OR known_from <= {number})"),
        (earlier, f"{condition} AND known_from <= {number}"),
    )
    marks = union_sql(
        register,
        Part.MARKS,
        (
            sight.files(Part.MARKS, number=number, buckets=buckets),
            f"{wanted.condition()} AND (known_until IS NULL OR known_until <= {number})",
        ),
        (
            sight.earlier_files(Part.MARKS, number=number, buckets=buckets),
            f"{wanted.condition()} AND known_until <= {number}",
        ),
    )
    return _select(register, rows=rows, marks=marks, sight=sight, wanted=wanted)


def versions_sql(register: Register, *, wanted: Slice = EVERYTHING, sight: Sight | None = None) -> str:
    """Return SQL for the row versions of all days that no announced load has closed: what a new load is compared with.

    For the register's writer alone, after it has folded the inbox.
    """
    sight = sight or look_at(register.key)
    buckets = wanted.wanted_buckets()
    condition = wanted.condition()
    rows = union_sql(
        register, Part.ROWS, (sight.announced_files(Part.ROWS, buckets), f"{condition} AND known_until IS NULL")
    )
    marks = union_sql(register, Part.MARKS, (sight.announced_files(Part.MARKS, buckets), condition))
    return _select(register, rows=rows, marks=marks, sight=sight, wanted=wanted)


def check_dates(register: Register, question: Question, *, sight: Sight) -> None:
    """Refuse a question about a time of which nothing was known.

    Raises:
        BeforeFirstLoadError: the register had no load yet.
    """
    if is_before_first_load(register, question, first=sight.first):
        raise BeforeFirstLoadError(register=register.key)


def is_before_first_load(register: Register, question: Question, *, first: FirstLoad | None) -> bool:
    """Tell whether nothing was known from the register on one of the question's dates.

    Rows that carry their own days tell of days before the first load too; states are known from the first one on.
    """
    if first is None or first.known_from is None or first.known_from > question.known.number:
        return True
    return not register.valid_from and question.in_force < first.as_of


def _select(register: Register, *, rows: str, marks: str | None, sight: Sight, wanted: Slice) -> str:
    stored = [field for field in stored_columns(register) if wanted.columns is None or field.name in wanted.columns]
    first = ", ".join(f"r.{name}" for name in FIRST_COLUMNS)
    columns = ", ".join(part for part in (first, "r.known_from", names_of(stored, "r.")) if part)
    closed = ""
    if marks:
        closed = f" ANTI JOIN ({marks}) AS m ON m.row_load = r.load AND m.row_line = r.line"
    if not wanted.with_private:
        return f"SELECT {columns} FROM ({rows}) AS r{closed}"
    private = union_sql(
        register, Part.PRIVATE, (sight.listing.of(Part.PRIVATE, wanted.wanted_buckets()), wanted.condition())
    )
    names = names_of(private_columns(register), "p.") or "NULL"
    join = f"LEFT JOIN ({private}) AS p ON p.load = r.load AND p.line = r.line"
    return f"SELECT {columns}, {names} FROM (SELECT * FROM ({rows}) AS r{closed}) AS r {join}"


def union_sql(register: Register, part: Part, *sources: tuple[Sequence[LakeFile], str]) -> str:
    """Return SQL for rows of files, each source with its own condition; columns that a file lacks are empty."""
    fields = part_fields(register, part)
    names = names_of(fields)
    selects = [
        f"SELECT {names} FROM ({_empty(fields)} UNION ALL BY NAME SELECT * FROM {read_files(files)}) WHERE {condition}"
        for files, condition in sources
        if files
    ]
    return " UNION ALL ".join(selects) or _empty(fields)


def _empty(fields: Sequence[Field]) -> str:
    nothing = ", ".join(f'NULL::{field.type} AS "{field.name}"' for field in fields)
    return f"SELECT {nothing} WHERE FALSE"


def read_files(files: Sequence[LakeFile]) -> str:
    """Return the table function that reads the files; those of older loads may lack newer columns."""
    paths = ", ".join(quoted(file.path) for file in files)
    return f"read_parquet([{paths}], union_by_name = true, hive_partitioning = false)"
