"""Every register of the invented nation is filled as it was declared."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from alatau.core.content import content
from alatau.registry.declare import list_registers
from alatau.registry.values import Column, ColumnType, Register
from tests.registry.synthetic.conftest import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from alatau.registry.synthetic.build import BuiltFiles

    Asking = Callable[..., list[tuple[Any, ...]]]

#: Rows that stand twice because a fault was injected.
TWICE_ALLOWED = 0.002
PARQUET = {
    ColumnType.DAY: "date32[day]",
    ColumnType.AMOUNT: "int64",
    ColumnType.WHOLE_NUMBER: "int64",
    ColumnType.YEAR: "int64",
    ColumnType.DECIMAL: "decimal128(18, 4)",
    ColumnType.YES_NO: "bool",
    ColumnType.MOMENT: "timestamp[us, tz=UTC]",
}
NUMBERS = {
    ColumnType.PERSON_NUMBER: "person_numbers",
    ColumnType.ORGANISATION_NUMBER: "organisation_numbers",
    ColumnType.PLACE_CODE: "place_codes",
    ColumnType.ACCOUNT_NUMBER: "account_numbers",
    ColumnType.PHONE_NUMBER: "phone_numbers",
}
registers = pytest.mark.parametrize("register", list_registers(), ids=lambda register: register.key)


@registers
def test_register_has_its_declared_columns_and_twenty_rows(register: Register, city: BuiltFiles) -> None:
    schema = pq.read_schema(city.folder / register.key / "part-00001.parquet")
    assert sorted(schema.names) == sorted(register.columns)
    wanted = {name: PARQUET.get(column.type, "string") for name, column in register.columns.items()}
    assert {name: str(schema.field(name).type) for name in schema.names} == wanted
    assert city.rows[register.key] >= 20


@registers
def test_every_row_of_a_register_passes_its_checks(register: Register, asking: Asking) -> None:
    broken = {
        f"{column.name}: {check}": f"select count(*) from {register.key} where {check}"
        for column in register.columns.values()
        for check in checks_of(column)
    }
    assert {check for check, sql in broken.items() if asking(sql)[0][0]} == set()


@registers
def test_every_column_of_a_register_is_filled(register: Register, asking: Asking) -> None:
    counts = ", ".join(f'count("{name}")' for name in register.columns)
    filled = dict(zip(register.columns, asking(f"select {counts} from {register.key}")[0], strict=True))
    # Nothing has ended yet, or nobody is known to hold it, in a city of today.
    assert {name for name, count in filled.items() if not count} <= {
        "ended_on",
        "left_on",
        "studies_until",
        "died_on",
        "rented_until",
        "held_until",
        "deprived_until",
    }


@registers
def test_a_row_is_named_once_by_its_identity(register: Register, asking: Asking) -> None:
    identity = ", ".join(register.identity)
    rows, different = asking(f"select count(*), count(distinct ({identity})) from {register.key}")[0]
    assert rows - different <= rows * TWICE_ALLOWED


@registers
def test_every_number_of_a_register_is_synthetic_and_valid(register: Register, asking: Asking) -> None:
    for column in register.columns.values():
        check = checker_of(column.type)
        if check is None:
            continue
        for (number,) in asking(
            f'select distinct "{column.name}" from {register.key} where "{column.name}" is not null limit 300'
        ):
            assert check(number) == number


def checks_of(column: Column) -> list[str]:
    """Return conditions in SQL that no row may meet."""
    name = f'"{column.name}"'
    checks = [f"{name} is null"] if column.is_required else []
    if column.choices:
        checks.append(f"{name} not in ({', '.join(repr(choice) for choice in column.choices)})")
    # Amounts stand in files in the smallest unit, and their bounds in whole units of the currency.
    scale = "/ 100" if column.type is ColumnType.AMOUNT else ""
    checks += [f"{name} {scale} < '{column.least}'"] if column.least is not None else []
    checks += [f"{name} {scale} > '{column.most}'"] if column.most is not None else []
    checks += [f"not regexp_full_match({name}, '{column.pattern}')"] if column.pattern else []
    checks += [f"{name} > date '{PLAN.as_of}'"] if column.is_past else []
    return [*checks, f'{name} < "{column.not_before}"'] if column.not_before else checks


@cache
def checker_of(kind: ColumnType) -> Callable[[str], str] | None:
    """Return what checks numbers of a type in the content package; None for other types."""
    if kind is ColumnType.PERSON_OR_ORGANISATION_NUMBER:
        person, organisation = content().person_numbers, content().organisation_numbers
        return lambda number: organisation.check(number) if number[4] in "456" else person.check(number)
    return getattr(content(), NUMBERS[kind]).check if kind in NUMBERS else None
