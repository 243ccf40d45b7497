"""The state's registers as the content package keeps them: one TOML file each, read once and checked.

Adding a register is adding one file, nothing else.
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.core.text import Text
from alatau.registry.errors import RegisterContentError, RegisterNotFoundError
from alatau.registry.problems import find_problems
from alatau.registry.values import (
    DEFAULT_MAX_LENGTH,
    Bound,
    Column,
    ColumnType,
    Coverage,
    Delivery,
    History,
    PersonalClass,
    Register,
    Rhythm,
    Telling,
)

if TYPE_CHECKING:
    from pathlib import Path

_FIELDS = frozenset(
    {
        *("code", "key", "name", "owner", "row", "subject", "identity", "covers", "rhythm", "legal_ground"),
        *("approximate_rows", "in_family_card", "evidence", "note", "called", "columns"),
        *("delivery", "history", "valid_from", "valid_until", "last_day_included", "declares", "also_about"),
        *("tells", "shared_by"),
    }
)
_COLUMN_FIELDS = frozenset(
    {
        *("type", "class", "required", "unit", "choices", "label", "choice_labels", "also"),
        *("min", "max", "pattern", "max_length", "not_before", "past"),
    }
)


@cache
def list_registers() -> tuple[Register, ...]:
    """Return the registers of the content package in order of their codes, checked.

    Raises:
        RegisterContentError: one cannot be used; it says which, and what to correct.
    """
    return read_registers(content().registers)


def get_register(code_or_key: str) -> Register:
    """Return one register by the state's code or by the key that rules use.

    Raises:
        RegisterNotFoundError: there is none of that name.
    """
    wanted = code_or_key.casefold()
    for register in list_registers():
        if wanted in (register.code.casefold(), register.key):
            return register
    raise RegisterNotFoundError


def read_registers(folder: Path) -> tuple[Register, ...]:
    """Read and check every register of a folder.

    Raises:
        RegisterContentError: a file cannot be used, or two registers share a code or a key.
    """
    registers: list[Register] = []
    names: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        register = _read_register(path)
        for name in (register.code, register.key):
            if name in names:
                raise RegisterContentError(file=path.name, problem=f"{name} is declared twice")
            names.add(name)
        registers.append(register)
    return tuple(sorted(registers, key=lambda register: register.code))


def _read_register(path: Path) -> Register:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        problems = [f"{name} is not a field of a register" for name in sorted(raw.keys() - _FIELDS)]
        register = _make_register(raw)
    except KeyError as error:
        raise RegisterContentError(file=path.name, problem=f"{error.args[0]} is missing") from error
    except (TypeError, ValueError, AssertionError, AttributeError) as error:
        raise RegisterContentError(file=path.name, problem=str(error)) from error
    for problem in [*problems, *find_problems(register)]:
        raise RegisterContentError(file=path.name, problem=problem)
    return register


def _make_register(raw: dict[str, Any]) -> Register:
    return Register(
        code=raw["code"],
        key=raw["key"],
        name=Text(**raw["name"]),
        owner=Text(**raw["owner"]),
        row=raw["row"],
        subject=raw["subject"],
        identity=tuple(raw["identity"]),
        covers=Coverage(raw["covers"]),
        rhythm=Rhythm(raw["rhythm"]),
        legal_ground=Text(**raw["legal_ground"]),
        approximate_rows=int(raw["approximate_rows"]),
        is_in_family_card=bool(raw["in_family_card"]),
        evidence=tuple(raw["evidence"]),
        note=raw.get("note", ""),
        called=Text(**raw["called"]) if "called" in raw else None,
        columns={name: _make_column(name, given) for name, given in raw["columns"].items()},
        delivery=Delivery(raw.get("delivery", Delivery.CHANGES)),
        history=_history_of(raw),
        valid_from=raw.get("valid_from", ""),
        valid_until=raw.get("valid_until", ""),
        is_last_day_included=bool(raw.get("last_day_included", False)),
        declares=raw.get("declares", ""),
        also_about=tuple(raw.get("also_about", ())),
        shared_by=raw.get("shared_by", ""),
        tells=tuple(_make_telling(**given) for given in raw.get("tells", ())),
    )


def _history_of(raw: dict[str, Any]) -> History:
    """A row that carries its own days is a fact: another content corrects it. Without days it is a state."""
    return History(raw.get("history", History.FACTS if raw.get("valid_from") else History.STATES))


def _make_telling(
    *,
    what: str,
    parts: dict[str, str],
    when: dict[str, list[str | bool]] | None = None,
    unless: dict[str, list[str | bool]] | None = None,
) -> Telling:
    return Telling(
        what=what,
        parts=parts,
        when={name: tuple(values) for name, values in (when or {}).items()},
        unless={name: tuple(values) for name, values in (unless or {}).items()},
    )


def _make_column(name: str, raw: dict[str, Any]) -> Column:
    unknown = sorted(raw.keys() - _COLUMN_FIELDS)
    if unknown:
        message = f"{name}.{unknown[0]} is not a field of a column"
        raise ValueError(message)
    return Column(
        name=name,
        type=ColumnType(raw["type"]),
        personal_class=PersonalClass(raw["class"]),
        is_required=bool(raw.get("required", False)),
        unit=raw.get("unit", ""),
        choices=tuple(raw.get("choices", ())),
        label=Text(**raw["label"]) if "label" in raw else None,
        choice_labels={code: Text(**words) for code, words in raw.get("choice_labels", {}).items()},
        also=tuple(raw.get("also", ())),
        least=_make_bound(raw.get("min")),
        most=_make_bound(raw.get("max")),
        pattern=raw.get("pattern", ""),
        max_length=int(raw.get("max_length", DEFAULT_MAX_LENGTH)),
        not_before=raw.get("not_before", ""),
        is_past=bool(raw.get("past", False)),
    )


def _make_bound(given: object) -> Bound | None:
    if given is None or isinstance(given, date):
        return given
    return Decimal(str(given))
