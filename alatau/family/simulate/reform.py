"""Read a reform from a file: other values of the law's numbers, and modules with versions of rules beside it."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from alatau.core.parameters import NAME, Parameter
from alatau.family.simulate.values import Reform
from alatau.rules.errors import ReformError
from alatau.rules.reform import read_rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from alatau.core.parameters import ParameterBook
    from alatau.rules.declare import RuleVersion

#: A reform without a first day holds always.
ALWAYS = date(1900, 1, 1)


def read_reform(path: Path, *, book: ParameterBook) -> Reform:
    """Return the reform that a TOML file describes.

    Raises:
        ReformError: the file, a value or a module in it cannot be used; it says which.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReformError(problem=f"{path.name}: {error}") from error
    rules = tuple(version for name in raw.get("rules", ()) for version in _load(path.parent / str(name)))
    return make_reform(str(raw.get("name", path.stem)), raw.get("parameters", {}), book=book, rules=rules)


def make_reform(
    name: str, parameters: Mapping[str, object], *, book: ParameterBook, rules: tuple[RuleVersion, ...] = ()
) -> Reform:
    """Return a reform of values by name, as ``{"mci": 5000, "large_family_allowance[4]": "18.5"}``.

    Raises:
        ReformError: there is no such parameter, or the value is no number.
    """
    return Reform(
        name=name, parameters=tuple(_parameter(each, parameters[each], book=book) for each in parameters), rules=rules
    )


def _parameter(label: str, value: object, *, book: ParameterBook) -> Parameter:
    """Return the row of the reform in place of the row that it changes, whose unit and numbers it keeps."""
    found = NAME.fullmatch(label)
    rows = book.by_name.get(found["name"], ()) if found else ()
    low = int(found["low"]) if found and found["low"] else None
    changed = next((row for row in reversed(rows) if row.low == low), None)
    if changed is None:
        raise ReformError(problem=f"there is no parameter {label}")
    return Parameter(
        name=changed.name,
        unit=changed.unit,
        valid_from=ALWAYS,
        valid_until=None,
        value=_number(label, value),
        source="reform",
        low=changed.low,
        high=changed.high,
    )


def _number(label: str, value: object) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ReformError(problem=f"{label} is no number") from error
    if not number.is_finite():
        raise ReformError(problem=f"{label} is no number")
    return number


def _load(path: Path) -> tuple[RuleVersion, ...]:
    """Return the versions that a file of the reform declares."""
    try:
        return read_rules(path.read_text(encoding="utf-8"))
    except ReformError as error:
        raise ReformError(problem=f"{path.name}: {error.facts['problem']}") from error
    except (OSError, ValueError) as error:
        raise ReformError(problem=f"{path.name}: {error}") from error
