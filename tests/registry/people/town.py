"""A town that tests write down in a few words: people by name, facts by day, families as sets of names."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import duckdb

from alatau.core.text import Text
from alatau.registry.people.compute import compute_families, compute_relations, make_tables
from alatau.registry.people.kinds import FamilyRules, Kin, Relation
from alatau.registry.people.told import told_columns

RULES = FamilyRules(law="Tiny Act 5")
MARCH = date(2026, 3, 1)
KINSHIP = tuple(
    Kin(key=key, name=Text(en=key), inverse=inverse)
    for key, inverse in (
        ("mother", "child"),
        ("father", "child"),
        ("child", "parent"),
        ("spouse", "spouse"),
        ("guardian", "ward"),
        ("ward", "guardian"),
    )
)


def day(text: str) -> date:
    """Return a day: "2020", "2020-05" or whole."""
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])


class Town:
    """Facts that are told, and the families that follow from them."""

    def __init__(self) -> None:
        self.ids: dict[str, UUID] = {}
        self.told: dict[str, list[dict[str, object]]] = {}
        self.merged: dict[UUID, UUID] = {}
        self.rules = RULES
        self.names: dict[int, str] = {}
        self._told: object = None
        self._rows: dict[str, list[dict[str, Any]]] = {}

    def id_of(self, name: str) -> UUID:
        """Return the id of a name; ids ascend with the alphabet."""
        code = int.from_bytes(name.encode()[:8].ljust(8, b"\x00"), "big")
        return self.ids.setdefault(name, UUID(int=code << 64 | 0x4 << 76 | 0x2 << 62))

    def tell(self, what: str, **parts: str | None) -> None:
        """Let a register tell a fact: names become ids, days days."""
        columns = told_columns(what)
        row: dict[str, object] = {"register": what, "load": 1, "line": sum(map(len, self.told.values())) + 1}
        for name, text in parts.items():
            row[name] = self._value(columns[name], text)
        self.told.setdefault(what, []).append(row)

    def _value(self, kind: str, text: str | None) -> object:
        if text is None or kind == "VARCHAR":
            return text
        return self.id_of(text) if kind == "UUID" else day(text)

    def person(self, name: str, born: str, *, home: str = "", sex: str = "female", since: str = "") -> None:
        """Let somebody be registered, with a home when one is named."""
        self.tell("person", person=name, born=born, sex=sex)
        if home:
            self.tell("residence", person=name, place=home, since=since or born)

    def couple(self, one: str, other: str, *, home: str, day: str = "2010") -> None:
        """Let two grown people marry and live together."""
        self.person(one, "1985", sex="male", home=home)
        self.person(other, "1986", home=home)
        self.tell("marriage", one=one, other=other, day=day)

    def child(self, name: str, born: str, *, of: tuple[str | None, str | None], home: str = "") -> None:
        """Let a child be born to a father and a mother."""
        self.person(name, born, home=home)
        self.tell("birth", child=name, father=of[0], mother=of[1], born=born)

    def compute(
        self, tables: tuple[str, ...] = ("membership", "human", "fault"), *, relations: tuple[Relation, ...] = ()
    ) -> dict[str, list[dict[str, Any]]]:
        """Return rows of what was computed, by table."""
        with duckdb.connect(config={"threads": 1}) as engine:
            make_tables(engine)
            for what, rows in self.told.items():
                columns = told_columns(what)
                marks = ", ".join("?" for _ in columns)
                engine.executemany(
                    f"INSERT INTO told_{what} VALUES ({marks})", [[row.get(name) for name in columns] for row in rows]
                )
            if self.merged:
                engine.executemany("INSERT INTO merged VALUES (?, ?)", [list(pair) for pair in self.merged.items()])
            compute_families(engine, self.rules)
            if relations:
                compute_relations(engine, KINSHIP, relations)
            return {table: engine.execute(f"FROM {table}").to_arrow_table().to_pylist() for table in tables}

    def family_keys(self, on: date = MARCH) -> dict[tuple[int, int | None], list[str]]:
        """Return the families of a day under what names them."""
        rows = self._computed()
        found: dict[tuple[int, int | None], list[str]] = {}
        for row in rows["membership"]:
            if row["d1"] <= on < row["d2"]:
                found.setdefault((row["low"], row["high"]), []).append(self.names[row["p"]])
        return {key: sorted(names) for key, names in found.items()}

    def families(self, on: date = MARCH) -> set[frozenset[str]]:
        """Return who is a family on a day, by name."""
        return {frozenset(names) for names in self.family_keys(on).values()}

    def pairs(self, relation: Relation, on: date = MARCH) -> set[tuple[str, str]]:
        """Return who stands in a relation to whom on a day, by name."""
        rows = self.compute(("relation", "human"), relations=(relation,))
        by_id = {person_id: name for name, person_id in self.ids.items()}
        names = {row["p"]: by_id[_uuid(row["id"])] for row in rows["human"]}
        return {(names[row["p"]], names[row["q"]]) for row in rows["relation"] if row["d1"] <= on < row["d2"]}

    def faults(self) -> dict[str, list[str | None]]:
        """Return the faults that were found, each with the people."""
        found: dict[str, list[str | None]] = {}
        for row in self._computed()["fault"]:
            found.setdefault(row["code"], []).append(self.names.get(row["p"]))
        return {code: sorted(map(str, names)) for code, names in found.items()}

    def _computed(self) -> dict[str, list[dict[str, Any]]]:
        told = (sum(map(len, self.told.values())), len(self.merged), self.rules)
        if told != self._told:
            self._told, self._rows = told, self.compute()
            by_id = {person_id: name for name, person_id in self.ids.items()}
            self.names = {row["p"]: by_id[_uuid(row["id"])] for row in self._rows["human"]}
        return self._rows


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(bytes=value) if isinstance(value, bytes) else UUID(str(value))
