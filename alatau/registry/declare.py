"""The state's registers as the content package keeps them: one TOML file each, read once and checked.

Adding a register is adding one file, nothing else.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.core.text import Text
from alatau.registry.errors import RegisterContentError, RegisterNotFoundError
from alatau.registry.values import (
    MEASURED,
    SUBJECTS,
    Column,
    ColumnType,
    Coverage,
    PersonalClass,
    Register,
    Rhythm,
)

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z]{1,6}[0-9]{1,6}")
_FIELDS = frozenset(
    {
        *("code", "key", "name", "owner", "row", "subject", "identity", "covers", "rhythm", "legal_ground"),
        *("approximate_rows", "in_family_card", "evidence", "note", "columns"),
    }
)
_COLUMN_FIELDS = frozenset({"type", "class", "required", "unit", "choices", "label", "choice_labels"})


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
    for problem in [*problems, *_find_problems(register)]:
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
        legal_ground=raw["legal_ground"],
        approximate_rows=int(raw["approximate_rows"]),
        is_in_family_card=bool(raw["in_family_card"]),
        evidence=tuple(raw["evidence"]),
        note=raw.get("note", ""),
        columns={name: _make_column(name, given) for name, given in raw["columns"].items()},
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
    )


def _find_problems(register: Register) -> list[str]:
    """Return what is wrong, in words for the author of the content."""
    languages = [language.code for language in content().languages]
    missing = [*register.name.missing(languages), *register.owner.missing(languages)]
    problems = [f"name or owner lacks the language {language}" for language in missing]
    if not _CODE.fullmatch(register.code) or not _NAME.fullmatch(register.key):
        problems.append("code is capitals and digits, key is small words joined by underscores")
    if not register.legal_ground.strip():
        problems.append("legal_ground is empty")
    if register.approximate_rows < 1:
        problems.append("approximate_rows is a positive number")
    if not register.identity:
        problems.append("identity names at least one column")
    problems += [
        f"identity names {name}, which is no column" for name in register.identity if name not in register.columns
    ]
    subject = register.columns.get(register.subject)
    if subject is None or subject.type not in SUBJECTS:
        problems.append(f"subject {register.subject} has to be a column that holds a number or a place")
    return problems + [problem for column in register.columns.values() for problem in _find_column_problems(column)]


def _find_column_problems(column: Column) -> list[str]:
    problems = []
    if not _NAME.fullmatch(column.name):
        problems.append(f"{column.name} is not small words joined by underscores")
    if (column.type in MEASURED) != bool(column.unit):
        problems.append(f"{column.name}: amounts and decimals have a unit, and nothing else has one")
    if (column.type is ColumnType.CHOICE) != bool(column.choices):
        problems.append(f"{column.name}: a choice lists its codes, and nothing else lists any")
    if len(set(column.choices)) < len(column.choices):
        problems.append(f"{column.name}: a code stands twice among the choices")
    return problems + _find_label_problems(column)


def _find_label_problems(column: Column) -> list[str]:
    """A column may do without labels; a label that is there speaks to everybody."""
    languages = [language.code for language in content().languages]
    labels = [column.label] if column.label else []
    missing = {language for label in [*labels, *column.choice_labels.values()] for language in label.missing(languages)}
    problems = [f"{column.name}: a label lacks the language {language}" for language in sorted(missing)]
    if column.choice_labels and column.choice_labels.keys() != set(column.choices):
        problems.append(f"{column.name}: choice_labels name each of the choices, and nothing else")
    return problems
