"""One batch of changes at work: families as they stood, their measures taken anew, and what comes of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from alatau.family.events.derive import derive_change, derive_families, derive_swiftly, kept_names
from alatau.family.events.measure import Lens
from alatau.family.find import load_families
from alatau.family.models import ChangedMember
from alatau.family.run.measure import measures_of
from alatau.family.run.people import homes_sql
from alatau.family.stored import StoredFamily, find_askers, find_families
from alatau.registry.lake.scan import Slice, rows_sql
from alatau.registry.people.declared import FAMILIES, MEMBERSHIP

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    import duckdb

    from alatau.family.events.touched import Touched
    from alatau.family.seam import Plan
    from alatau.family.values import RunView
    from alatau.registry.lake.values import Question
    from alatau.rules.swift.law import Swift

#: From so many families on an engine is sooner done with all of them together than code with one after the other.
MANY = 1_000


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What a batch is computed by, and the families as they stood."""

    engine: duckdb.DuckDBPyConnection
    run: RunView
    plan: Plan
    #: The same law as code; nothing for a plan written by hand.
    swift: Swift | None
    question: Question
    touched: Touched
    before: dict[UUID, StoredFamily] = field(default_factory=dict)

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """Return the names of what cards keep."""
        return kept_names(self.plan)

    def compute(self) -> dict[UUID, StoredFamily]:
        """Return those of the touched families that are not what they were, as they stand now."""
        self._find_people_at()
        people = {person for some in self.touched.people.values() for person in some}
        families = self._families_of(people)
        self.before.update(self._load(families))
        now = self._regroup() if self.touched.regrouped else dict(self.before)
        measured = self._measure(now)
        fresh = {family: _with_measures(stored, measured) for family, stored in now.items()}
        changed = {family: stored for family, stored in fresh.items() if not self._is_as_before(stored)}
        return self._follow(changed)

    def _load(self, families: Collection[UUID]) -> dict[UUID, StoredFamily]:
        # Code computes what a card keeps sooner than it is read.
        return load_families(self.run, families, with_card=self.swift is None)

    def _follow(self, changed: Mapping[UUID, StoredFamily]) -> dict[UUID, StoredFamily]:
        """Return changed families with what their cards keep; of those before, too, where that was not read."""
        if self.swift is None or len(changed) >= MANY:
            self._complete_before(changed)
            return self._derive(changed)
        found = {}
        for family, stored in changed.items():
            before = self.before.get(family)
            if before is not None and not before.row and _is_same_company(before, stored):
                self.before[family], found[family] = derive_change(
                    self.swift, before=before, after=stored, want=self.kept
                )
        rest = {family: stored for family, stored in changed.items() if family not in found}
        self._complete_before(rest)
        return found | self._derive(rest)

    def _complete_before(self, changed: Collection[UUID]) -> None:
        """Compute what the cards of changed families kept, where it was not read."""
        unread = {family: stored for family in changed if (stored := self.before.get(family)) and not stored.row}
        self.before.update(self._derive(unread))

    def _derive(self, families: Mapping[UUID, StoredFamily]) -> dict[UUID, StoredFamily]:
        if not families:
            return {}
        if self.swift is not None and len(families) < MANY:
            return derive_swiftly(self.swift, families, want=self.kept)
        return derive_families(self.engine, self.plan, families)

    def _is_as_before(self, stored: StoredFamily) -> bool:
        before = self.before.get(stored.family)
        if before is None:
            return False
        return [*before.measures] == [*stored.measures] and [*before.pairs] == [*stored.pairs]

    def _find_people_at(self) -> None:
        """Let news about places be news about everybody who is registered there."""
        for key, places in self.touched.places.items():
            homes = homes_sql(self.engine, self.question, wanted=Slice(subjects=sorted(places)))
            found = self.engine.execute(f"SELECT DISTINCT person FROM ({homes})").fetchall()
            self.touched.people.setdefault(key, set()).update(person for (person,) in found)

    def _families_of(self, people: Collection[UUID]) -> set[UUID]:
        """Return the families of some people as cards have them, and those whose cards carry values of theirs."""
        found = find_families(self.run, people)
        number = self.run.question.known.number
        changed = ChangedMember.objects.filter(person__in=[*people], card__known_number__gt=number)
        newest = changed.order_by("person", "-card__known_number", "-card_id").distinct("person")
        found |= dict(newest.values_list("person", "card__family"))
        return {*found.values(), *find_askers(self.run, people)}

    def _regroup(self) -> dict[UUID, StoredFamily]:
        """Return families as membership has them now: those that were touched, and those into which somebody came."""
        wanted = Slice(subjects=[*self.touched.regrouped], columns=["family"])
        rows = rows_sql(MEMBERSHIP, self.question, wanted=wanted)
        joined = {family for (family,) in self.engine.execute(f"SELECT DISTINCT family::UUID FROM ({rows})").fetchall()}
        self.before.update(self._load(joined - self.before.keys()))
        now = {
            family: StoredFamily(family=family, row={}, people=(), measures=[], pairs=[])
            for family in joined | self.before.keys()
        }
        known = {row["person"]: row for stored in self.before.values() for row in stored.measures}
        empty = dict.fromkeys(name for name, _kind in measures_of(self.plan))
        for family, person, role in self._list_members(now):
            row = {**empty, **known.get(person, {}), "person": person, "family": family, "role": role}
            pairs = [pair for stored in self.before.values() for pair in stored.pairs if pair["person"] == person]
            now[family] = replace(
                now[family],
                measures=[*now[family].measures, row],
                pairs=[*now[family].pairs, *({**pair, "family": family} for pair in pairs)],
            )
        return now

    def _list_members(self, families: Collection[UUID]) -> list[tuple[UUID, UUID, str]]:
        """Return family, person and role of everybody in some families, as membership has them now."""
        rows = rows_sql(FAMILIES, self.question, wanted=Slice(subjects=[str(family) for family in families]))
        return self.engine.execute(f"SELECT family::UUID, person, role FROM ({rows}) ORDER BY 1, 2").fetchall()

    def _measure(self, families: Mapping[UUID, StoredFamily]) -> dict[UUID, dict[str, Any]]:
        """Return fresh measures: of touched registers for whom they touch, of all registers for who is new or moved."""
        members = {row["person"] for stored in families.values() for row in stored.measures}
        known = {row["person"] for stored in self.before.values() for row in stored.measures}
        others = {pair["other"] for stored in families.values() for pair in stored.pairs}
        whole = (members - known) | (self.touched.regrouped & members)
        wanted = {
            register.key: {*(self.touched.people.get(register.key, set()) & (members | others)), *whole}
            for register in self.plan.registers
        }
        return Lens(self.engine, self.plan, self.question).measure(wanted)


def _is_same_company(before: StoredFamily, after: StoredFamily) -> bool:
    """Tell whether both are of the same people, who ask the same of others."""
    people = [[row["person"] for row in stored.measures] for stored in (before, after)]
    return people[0] == people[1] and [*before.pairs] == [*after.pairs]


def _with_measures(stored: StoredFamily, measured: Mapping[UUID, Mapping[str, Any]]) -> StoredFamily:
    """Return the family with its fresh measures in place of the old ones, in what was carried over too."""
    measures = [{**row, **measured.get(row["person"], {})} for row in stored.measures]
    pairs = [
        {**pair, **{name: value for name, value in measured.get(pair["other"], {}).items() if name in pair}}
        for pair in stored.pairs
    ]
    return replace(stored, measures=measures, pairs=pairs)
