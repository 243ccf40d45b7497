"""Measure some people anew, from their rows as they are known now: those that came alone a moment ago included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from alatau.family.run.people import homes_sql
from alatau.family.run.rows import HOME, SUBJECT, Wanted, judge_plans, rows_of
from alatau.registry.lake.connect import quoted
from alatau.registry.lake.identity import digest_texts, identity_sql, is_identity_private
from alatau.registry.lake.named import find_naming
from alatau.registry.lake.registers import get_lake_register
from alatau.registry.lake.scan import Slice, known_sql, rows_sql
from alatau.registry.lake.sight import look_at, look_at_many
from alatau.registry.people.declared import RESIDENCE
from alatau.rules.plan import columns_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import duckdb

    from alatau.family.seam import Plan, RegisterPlan
    from alatau.registry.lake.sight import Sight
    from alatau.registry.lake.values import Question
    from alatau.registry.values import Register

#: Measures by person and column.
Measures = dict[UUID, dict[str, Any]]


@dataclass(frozen=True)
class Lens:
    """An engine that looks at some people's rows for a question."""

    engine: duckdb.DuckDBPyConnection
    plan: Plan
    question: Question

    def measure(self, people: Mapping[str, Collection[UUID]]) -> Measures:
        """Return measures of some people: for each register, by its key, of those that it is named with."""
        found: Measures = {}
        silences = judge_plans(self.plan, self.question, keys={key for key, some in people.items() if some})
        for place, is_nothing in silences.items():
            register = self.plan.registers[place]
            for person, values in self._measure(register, people[register.key], is_nothing=is_nothing):
                found.setdefault(person, {}).update(values)
        return found

    def _measure(
        self, register: RegisterPlan, people: Collection[UUID], *, is_nothing: bool
    ) -> Iterator[tuple[UUID, dict[str, Any]]]:
        rows = self.rows(register, people)
        columns = columns_of(register.outputs)
        absent = register.absent(silence_none=is_nothing and rows is not None)
        missing = {name: f"({absent[name]})::{kind}" for name, kind in columns}
        listed = ", ".join(f"({quoted(person)}::UUID)" for person in people)
        if rows is None:
            chosen, joined = [f'{sql} AS "{name}"' for name, sql in missing.items()], ""
        else:
            chosen = [
                f'CASE WHEN m.person IS NULL THEN {sql} ELSE m."{name}" END AS "{name}"'
                for name, sql in missing.items()
            ]
            joined = f"LEFT JOIN ({register.sql(f'({rows})', silence_none=is_nothing)}) AS m ON m.person = p.person"
        query = f"SELECT p.person, {', '.join(chosen)} FROM (VALUES {listed}) AS p (person) {joined}"
        for person, *values in self.engine.execute(query).fetchall():
            yield person, dict(zip(missing, values, strict=True))

    def rows(self, register: RegisterPlan, people: Collection[UUID], *, with_names: bool = False) -> str | None:
        """Return SQL for the rows that count for some people, wherever they lie; None before the first load."""
        if register.by == HOME:
            return self._rows_of_homes(register, people, with_names=with_names)
        subjects: Collection[UUID | str] | None = people
        if register.by != SUBJECT:
            subjects = self._find_naming(get_lake_register(register.key), register.by, people)
        rows = self._rows_of(register, subjects, with_names=with_names)
        return rows and f"SELECT * FROM ({rows}) WHERE person::VARCHAR IN ({_listed(people)})"

    def _rows_of(
        self, register: RegisterPlan, subjects: Collection[UUID | str] | None, *, with_names: bool
    ) -> str | None:
        return rows_of(
            self.engine,
            register,
            self.question,
            wanted=Wanted(subjects=None if subjects is None else [*subjects]),
            with_names=with_names,
            sight=look_at_subjects(self.engine, register.key, subjects, number=self.question.known.number),
        )

    def _rows_of_homes(self, register: RegisterPlan, people: Collection[UUID], *, with_names: bool) -> str | None:
        residence = rows_sql(RESIDENCE, self.question, wanted=Slice(subjects=[*people], columns=["place"]))
        found = self.engine.execute(f"SELECT DISTINCT place FROM ({residence})").fetchall()
        places = [place for (place,) in found]
        rows = self._rows_of(register, places, with_names=with_names)
        homes = homes_sql(self.engine, self.question, wanted=Slice(subjects=places))
        return rows and (
            f"SELECT h.person, r.* EXCLUDE (person) FROM ({rows}) AS r JOIN ({homes}) AS h ON h.place = r.person"
            f" WHERE h.person IN ({_listed(people)})"
        )

    def _find_naming(self, register: Register, by: str, people: Collection[UUID]) -> set[UUID | str] | None:
        """Return whose rows name some people in a column; None where only reading all of them tells."""
        if by.removesuffix("_person") not in register.also_about and by not in register.also_about:
            return None
        names = {str(person) for person in people}
        sight = look_at_many([register.key], subjects=[*names])[register.key]
        found = find_naming(self.engine, register, people, sight=sight)
        found |= {entry.subject or None for entry in sight.inbox if not names.isdisjoint(entry.named)}
        if None in found:
            # A row that is nobody's yet is found by no subject.
            return None
        return {subject_of(subject) for subject in found if subject}


def look_at_subjects(
    engine: duckdb.DuckDBPyConnection, key: str, subjects: Collection[UUID | str] | None, *, number: int
) -> Sight:
    """Return a register with what of its inbox can change some subjects' rows: it may hold thousands of others."""
    register = get_lake_register(key)
    is_own = register.subject in register.identity
    if subjects is None or (is_identity_private(register) and not is_own):
        return look_at(key)
    asked = [str(subject) for subject in subjects]
    sight = look_at_many([key], subjects=asked)[key]
    if is_own or not sight.announced:
        return sight
    # A thing passes to somebody else by its own number: a row of theirs ends one of these.
    wanted = Slice(subjects=[*subjects], columns=[*register.identity])
    rows = known_sql(register, number, sight=sight, wanted=wanted)
    query = f"SELECT DISTINCT {', '.join(identity_sql(register))} FROM ({rows})"
    identities = [digest_texts(register, texts) for texts in engine.execute(query).fetchall()]
    return look_at_many([key], subjects=asked, identities=identities)[key] if identities else sight


def subject_of(text: str) -> UUID | str:
    """Return whose row it is, as the lake looks for it: a person's id, a number or a code."""
    try:
        return UUID(text)
    except ValueError:
        return text


def _listed(ids: Collection[UUID]) -> str:
    return ", ".join(quoted(each) for each in ids) or "NULL"
