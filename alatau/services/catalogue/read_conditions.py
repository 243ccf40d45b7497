"""Read conditions as authors write them: a table of names and what each has to be, or several such tables."""

from __future__ import annotations

from typing import Any

from alatau.services.catalogue.conditions import Test, When
from alatau.services.catalogue.tables import Types, check_table, refuse

BOUNDS: Types = {"at_least": int, "at_most": int}


def read_when(raw: object, *, where: str) -> When:
    """Return a condition: `{ married = true }`, `[{ age = { at_least = 21 } }, { … }]`. Raises: Problem."""
    tables = raw if isinstance(raw, list) else [raw]
    if not tables:
        refuse(f"when in {where} is empty")
    return When(sets=tuple(_read_set(each, where=where) for each in tables))


def read_optional_when(raw: dict[str, Any], *, where: str, name: str = "when") -> When | None:
    """Return a condition that may be left out. Raises: Problem."""
    return read_when(raw[name], where=where) if name in raw else None


def _read_set(raw: object, *, where: str) -> tuple[Test, ...]:
    if not isinstance(raw, dict) or not raw:
        refuse(f"when in {where} has to be a table that asks something")
    return tuple(_read_test(name, asked, where=where) for name, asked in raw.items())


def _read_test(name: str, asked: object, *, where: str) -> Test:
    if isinstance(asked, dict):
        bounds = check_table(asked, BOUNDS, needs=(), where=f"{name} of when in {where}")
        if not bounds:
            refuse(f"{name} of when in {where} asks nothing")
        return Test(name=name, least=bounds.get("at_least"), most=bounds.get("at_most"))
    given: list[object] = asked if isinstance(asked, list) else [asked]
    wanted = tuple(each for each in given if isinstance(each, str | int | bool))
    if not wanted or len(wanted) != len(given):
        refuse(f"{name} of when in {where} is neither a value, nor a list of values, nor bounds")
    return Test(name=name, one_of=wanted)
