"""How values stand in files and in tables between phases, and as what rules compute with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.values import ColumnType
from alatau.rules.nodes import Kind, Type
from alatau.rules.sql.lowering import Sql

if TYPE_CHECKING:
    from alatau.registry.values import Column
    from alatau.rules.sql.dialects import Dialect

#: What is added to the name of a value for the column that says "not applicable".
NOT_APPLICABLE = "__na"
_TYPES = {Kind.FLAG: "BOOLEAN", Kind.DAY: "DATE"}


def type_name(type_: Type, dialect: Dialect) -> str:
    """Return the type of a value's column: whole numbers as they are, others as decimals with their places."""
    if type_.kind is Kind.NUMBER:
        return f"DECIMAL(18,{type_.scale})" if type_.scale else "BIGINT"
    if type_.kind is Kind.PERSON:
        return dialect.person
    return _TYPES.get(type_.kind, dialect.text)


def write_value(sql: str, type_: Type, dialect: Dialect) -> str:
    """Return SQL of a value as its column holds it."""
    if type_.kind is Kind.NUMBER and type_.scale:
        unit = "0." + "0" * (type_.scale - 1) + "1"
        return f"CAST(CAST({sql} AS DECIMAL(18,0)) * {unit} AS DECIMAL(18,{type_.scale}))"
    return f"CAST({sql} AS {type_name(type_, dialect)})"


def read_value(alias: str, name: str, type_: Type, dialect: Dialect) -> Sql:
    """Return SQL of a value that stands in a column of a table or a file."""
    column = f"{alias}{dialect.name(name)}"
    na = f"{alias}{dialect.name(name + NOT_APPLICABLE)}" if type_.can_be_not_applicable else ""
    if type_.kind is Kind.NUMBER and type_.scale:
        return Sql(_whole(column, type_, dialect), na)
    return Sql(column, na)


def read_column(name: str, column: Column | None, type_: Type, dialect: Dialect) -> Sql:
    """Return SQL of a declared column of a register's row as rules compute with it."""
    sql = dialect.name(name)
    if column is None:
        return Sql(sql)
    if column.type is ColumnType.DECIMAL:
        return Sql(_whole(sql, type_, dialect))
    if column.type is ColumnType.YEAR:
        return Sql(f"CAST({sql} AS BIGINT)")
    if column.type is ColumnType.MOMENT:
        return Sql(dialect.day_of_moment(sql, "{{offset}}"))
    return Sql(sql)


def _whole(sql: str, type_: Type, dialect: Dialect) -> str:
    """Return the whole number of a decimal in two parts: one decimal with room for it takes 25 times as long."""
    unit, whole = 10**type_.scale, dialect.whole_part(sql)
    return f"(CAST({whole} AS BIGINT) * {unit} + CAST(({sql} - {whole}) * {unit} AS BIGINT))"
