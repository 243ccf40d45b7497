"""The foot of an explanation: the rows of registers behind a value, each column as far as its reader may see it.

A row that the city derived itself (who is in which family, who is whose child) names the record of the state behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from alatau.family.card import PartOf, RecordName, RowLeaf
from alatau.registry.lake.registers import find_lake_register, get_lake_register
from alatau.registry.people.declared import DERIVED, MEMBERSHIP, RELATIONS
from alatau.registry.present.unfold import Reader, judge_column
from alatau.registry.present.unfold import ReaderKind as RowReader
from alatau.registry.present.unfold import Seen as ColumnSeen
from alatau.rules.plan import RegisterPlan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from uuid import UUID

    from alatau.family.assemble import View
    from alatau.family.events.measure import Lens
    from alatau.family.seam import Plan
    from alatau.family.seam import RegisterPlan as AnyRegisterPlan
    from alatau.rules.graph import Rule

SUBJECT, ADOPTION = "subject", "adoption"
#: Where a derived row keeps the record behind it.
RECORD = ("source", "source_load", "source_line")
OURS = frozenset(register.key for register in DERIVED)
#: Rows of derived registers that no measure reads, though values hang on them.
PLACES = RegisterPlan(
    key=MEMBERSHIP.key, by=SUBJECT, columns=("family", "role"), history=False, outputs=(), text="", none=()
)
PAIRS = replace(PLACES, key=RELATIONS.key, columns=("relation", "other"))


@dataclass(frozen=True, kw_only=True)
class Leaves:
    """Rows behind the values of one card, for its reader."""

    view: View
    plan: Plan
    lens: Lens
    laid_out: dict[tuple[object, ...], str | None] = field(default_factory=dict)

    def of_measure(self, rule: Rule, person: UUID) -> Iterator[RowLeaf]:
        """Yield the rows behind a measure, also those that its condition leaves out."""
        register = next(each for each in self.plan.registers if rule.name in {output.name for output in each.outputs})
        read = {source.name for source in rule.inputs if source.kind == "column"}
        yield from self._read(register, person, read=read, counted=_counted(register, rule.name))

    def of_membership(self, person: UUID) -> Iterator[RowLeaf]:
        """Yield the row by which somebody is counted in the family."""
        yield from self._read(PLACES, person, read={"role"})

    def of_relation(self, relation: str, person: UUID) -> Iterator[RowLeaf]:
        """Yield the rows that say to whom a person stands in a relation."""
        counted = f"relation = '{relation}'"
        found = self._read(PAIRS, person, read={"relation"}, counted=counted)
        yield from (row for row in found if row.is_counted)

    def _read(
        self, register: AnyRegisterPlan, person: UUID, *, read: Collection[str], counted: str = "TRUE"
    ) -> Iterator[RowLeaf]:
        table = self._lay_out(_with_records(register) if register.key in OURS else register)
        if table is None:
            return
        found = self.lens.engine.execute(
            f"SELECT *, {counted} AS is_counted FROM {table} WHERE person::VARCHAR = ? ORDER BY load, line, inbox_id",
            [str(person)],
        )
        names = [column[0] for column in found.description or ()]
        for values in found.fetchall():
            yield self._leaf(register.key, dict(zip(names, values, strict=True)), read, person=person)

    def _lay_out(self, register: AnyRegisterPlan) -> str | None:
        """Return a table with the rows of everybody on the card; each register is read once for all measures of it."""
        named = (register.key, register.by, register.columns, register.history)
        if named not in self.laid_out:
            rows = self.lens.rows(register, [*self.view.parts], with_names=True)
            # Two days are compared over one engine, each with tables of its own.
            table = f"leaves_{uuid4().hex}" if rows else None
            if rows:
                self.lens.engine.execute(f"CREATE TEMP TABLE {table} AS {rows}")
            self.laid_out[named] = table
        return self.laid_out[named]

    def _leaf(self, key: str, row: Mapping[str, Any], read: Collection[str], *, person: UUID) -> RowLeaf:
        contested = self.view.contested.records
        return RowLeaf(
            register_key=key,
            load=row["load"],
            line=row["line"],
            inbox_id=row["inbox_id"],
            valid_from=row["valid_from"],
            valid_until=row["valid_until"],
            columns={name: row[name] for name in row if name in read and self._may_see(key, name, person)},
            is_counted=bool(row["is_counted"]),
            is_contested=any(whose == person and each == key for whose, each, _column in contested),
            behind=_record_of(row) if key in OURS else None,
        )

    def _may_see(self, register_key: str, name: str, person: UUID) -> bool:
        columns = get_lake_register(register_key).columns
        column = columns.get(name) or columns.get(name.removesuffix("_person"))
        if column is None:
            return True
        kinds = {PartOf.SELF: RowReader.SUBJECT, PartOf.SUBJECT: RowReader.STAFF}
        kind = kinds.get(self.view.parts[person], RowReader.CARER)
        reader = Reader(kind=kind, is_protected=self.view.has_protected)
        return judge_column(column, reader=reader) is ColumnSeen.OPEN


def _with_records(register: AnyRegisterPlan) -> RegisterPlan:
    """Return what is read of a derived register, with the record behind each row."""
    columns = dict.fromkeys([*register.columns, *RECORD])
    return replace(PLACES, key=register.key, by=register.by, columns=tuple(columns), history=register.history)


def _record_of(row: Mapping[str, Any]) -> RecordName | None:
    """Return the state's record behind a derived row; None where there is none, or it would tell of an adoption."""
    key, load, line = (row.get(name) for name in RECORD)
    register = find_lake_register(key or "")
    if register is None or any(telling.what == ADOPTION for telling in register.tells):
        return None
    return RecordName(register_key=register.key, load=load or None, line=line or None)


def _counted(register: AnyRegisterPlan, name: str) -> str:
    """Return SQL that says whether a measure took a row in."""
    counted = getattr(register, "counted", None)
    return (counted(name) if counted else None) or "TRUE"
