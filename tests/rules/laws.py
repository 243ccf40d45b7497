"""Small laws for tests: a register of things, some parameters, and rules declared in the test."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from alatau.core.parameters import Parameter, ParameterBook
from alatau.core.text import Text
from alatau.registry.values import Column, ColumnType, Coverage, PersonalClass, Register, Rhythm
from alatau.rules import only
from alatau.rules.declare import DECLARED, RuleVersion
from alatau.rules.graph import RuleBook
from alatau.rules.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DAY = date(2026, 3, 1)
COLUMNS = {
    "owner": ColumnType.PERSON_NUMBER,
    "count": ColumnType.WHOLE_NUMBER,
    "more": ColumnType.WHOLE_NUMBER,
    "size": ColumnType.DECIMAL,
    "part": ColumnType.DECIMAL,
    "price": ColumnType.AMOUNT,
    "cost": ColumnType.AMOUNT,
    "flag": ColumnType.YES_NO,
    "mark": ColumnType.YES_NO,
    "made_on": ColumnType.DAY,
    "sold_on": ColumnType.DAY,
    "kind": ColumnType.CHOICE,
    "code": ColumnType.TEXT,
    "seen_at": ColumnType.MOMENT,
    "year": ColumnType.YEAR,
}
KINDS = ("red", "green", "blue")
UNITS = {"size": "m2", "part": "ratio", "price": "KZT", "cost": "KZT"}
#: Columns that no row leaves empty.
REQUIRED = frozenset({"owner", "mark", "more"})


def things(**changes: Any) -> Register:
    """Return a register of things that people own."""
    facts: dict[str, Any] = {
        "code": "T1",
        "key": "things",
        "name": Text(en="Things"),
        "owner": Text(en="The test"),
        "row": "one row per thing",
        "subject": "owner",
        "identity": ("code",),
        "covers": Coverage.EVERYONE,
        "rhythm": Rhythm.DAILY,
        "legal_ground": Text(en="none"),
        "approximate_rows": 1,
        "is_in_family_card": True,
        "evidence": ("invented",),
        "columns": {
            name: Column(
                name=name,
                type=kind,
                personal_class=PersonalClass.ORDINARY,
                is_required=name in REQUIRED,
                unit=UNITS.get(name, ""),
                choices=KINDS if kind is ColumnType.CHOICE else (),
            )
            for name, kind in COLUMNS.items()
        },
    }
    return Register(**{**facts, **changes})


def parameter(name: str, value: str, unit: str = "KZT", **more: Any) -> Parameter:
    """Return a legal parameter that holds for ever."""
    facts = {"valid_from": date(1900, 1, 1), "valid_until": None, "source": "invented"}
    return Parameter(name=name, unit=unit, value=Decimal(value), **{**facts, **more})


PARAMETERS = (
    parameter("index", "43.25"),
    parameter("rate", "16.03", "MCI"),
    parameter("tithe", "0.1", "ratio"),
    parameter("grown_up_at", "18", "years"),
    parameter("gift", "1.5", "MCI", low=1, high=2),
    parameter("gift", "3", "MCI", low=3, high=None),
)


def sources(parameters: Iterable[Parameter] = PARAMETERS, *, registers: Iterable[Register] = ()) -> Sources:
    """Return what rules of a test can name."""
    by_name: dict[str, tuple[Parameter, ...]] = {}
    for row in parameters:
        by_name[row.name] = (*by_name.get(row.name, ()), row)
    known = {each.key: each for each in (things(), *registers)}
    return Sources(registers=known, parameters=ParameterBook(by_name), relations=frozenset({"kids"}))


def version(decorated: Callable[..., object]) -> RuleVersion:
    """Return what a decorator wrote down of a function."""
    found = [each for each in decorated.__globals__[DECLARED] if each.function is decorated]
    return found[-1]


def book_of(*functions: Callable[..., object] | RuleVersion, given: Sources | None = None) -> RuleBook:
    """Return the law of some decorated functions."""
    versions = [each if isinstance(each, RuleVersion) else version(each) for each in functions]
    return RuleBook(tuple(versions), given or sources())


def only_of(name: str, column: str, unit: str) -> RuleVersion:
    """Return a measure that is one column's only value: it can be unknown and not applicable."""

    return RuleVersion(
        name=name,
        kind="measure",
        level="person",
        unit=unit,
        function=lambda **columns: only(columns[column]),
        inputs=(column,),
        doc="One column.",
        file=__file__,
        line=1,
        register="things",
    )


def rule_of(
    name: str, unit: str, compute: Callable[..., object], inputs: Iterable[str], *, level: str = "person"
) -> RuleVersion:
    """Return a rule that computes something of named inputs."""
    return RuleVersion(
        name=name,
        kind="rule",
        level=level,
        unit=unit,
        function=lambda **values: compute(values),
        inputs=tuple(inputs),
        doc="Invented.",
        file=__file__,
        line=1,
    )


#: Measures that expressions of the property tests are built of, by kind.
NUMBERS, SUMS, FLAGS, DAYS, TEXTS = ("n", "m"), ("price", "cost"), ("f", "g"), ("born", "sold"), ("kind", "code")
MEASURES = (
    only_of("n", "count", "things"),
    only_of("m", "more", "things"),
    only_of("r", "part", "ratio"),
    only_of("price", "price", "tiyn"),
    only_of("cost", "cost", "tiyn"),
    only_of("f", "flag", "flag"),
    only_of("g", "mark", "flag"),
    only_of("born", "made_on", "day"),
    only_of("sold", "sold_on", "day"),
    only_of("kind", "kind", "text"),
    only_of("code", "code", "text"),
)
