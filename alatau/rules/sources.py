"""What a rule's parameter names can mean: the engine's own, columns, relations, rules, the law's parameters."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from alatau.registry.lake.schema import is_private, person_name
from alatau.registry.values import ColumnType
from alatau.rules.arithmetic import guard
from alatau.rules.nodes import FIGURES, Kind, Level, Type, make
from alatau.rules.spans import Calendar, Source
from alatau.rules.units import PLAIN, Unit, money_name, read_parameter_unit, read_unit
from alatau.rules.values import RelationToken, Table, Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alatau.core.parameters import Parameter, ParameterBook
    from alatau.registry.values import Column, Register

#: Names that the engine gives every rule.
OWN = frozenset({"day", "calendar"})
#: Columns of every row beside the declared ones: whose it is, and from when until when it is true.
ROW_COLUMNS = frozenset({"subject", "valid_from", "valid_until"})
#: Whole numbers as the lake keeps them.
_COLUMN_FIGURES = 19
_DECIMAL_FIGURES, _DECIMAL_PLACES = 18, 4
#: Decimals of more figures than any real area or share are unknown, so that products of two of them are exact.
_MOST_DECIMAL_FIGURES = 13
_PERSON_TYPES = frozenset({ColumnType.PERSON_NUMBER, ColumnType.PERSON_OR_ORGANISATION_NUMBER})
_DAYS = frozenset({ColumnType.DAY, ColumnType.MONTH, ColumnType.MOMENT})


@dataclass(frozen=True)
class Sources:
    """Everything outside of the rules themselves that a rule can name."""

    registers: Mapping[str, Register]
    parameters: ParameterBook
    relations: frozenset[str]

    @cached_property
    def parameter_types(self) -> Mapping[str, Type]:
        """The type of each parameter and of each table's rates, from all its rows of all dates."""
        return {name: type_of_parameter(rows) for name, rows in self.parameters.by_name.items()}

    def is_table(self, name: str) -> bool:
        """Tell whether the parameter is a table of rates by number."""
        rows = self.parameters.by_name.get(name, ())
        return bool(rows) and rows[0].low is not None

    def find_parameter(self, name: str) -> Value | Table | None:
        """Return the parameter or the table of that name."""
        kind = self.parameter_types.get(name)
        if kind is None:
            return None
        if self.is_table(name):
            return Table(name, kind)
        return Value(make("input", data=Source("parameter", name), type_=kind))

    def find_column(self, register: Register, name: str) -> Value | None:
        """Return a column of a register as its rows have it; None when there is none that rules may read."""
        if name in ROW_COLUMNS:
            kind = Kind.PERSON if name == "subject" else Kind.DAY
            type_ = Type(kind, level=Level.ROW, can_be_unknown=name == "valid_until")
        else:
            column = find_stored(register, name)
            if column is None:
                return None
            type_ = type_of_column(column, name)
        node = make("input", data=Source("column", name, register.key), type_=type_)
        return Value(guard(node, figures=_MOST_DECIMAL_FIGURES) if type_.scale else node)

    def find_relation(self, name: str) -> RelationToken | None:
        """Return the relation of that name."""
        return RelationToken(name) if name in self.relations else None


def find_own(name: str) -> Value | Calendar | None:
    """Return what the engine gives every rule under that name."""
    if name == "day":
        return Value(make("input", data=Source("day", "day"), type_=Type(Kind.DAY)))
    return Calendar() if name == "calendar" else None


def type_of_column(column: Column, name: str) -> Type:
    """Return what a row's value in the column is."""
    known: dict[str, Any] = {"level": Level.ROW, "can_be_unknown": not column.is_required}
    if column.type in _PERSON_TYPES and name == person_name(column):
        is_either = column.type is ColumnType.PERSON_OR_ORGANISATION_NUMBER
        return Type(Kind.PERSON, level=Level.ROW, can_be_unknown=is_either or not column.is_required)
    if column.type in _DAYS:
        return Type(Kind.DAY, **known)
    if column.type is ColumnType.YES_NO:
        return Type(Kind.FLAG, **known)
    if column.type is ColumnType.YEAR:
        return Type(Kind.NUMBER, Unit("year"), figures=10, **known)
    if column.type is ColumnType.WHOLE_NUMBER:
        return Type(Kind.NUMBER, read_unit(column.unit) if column.unit else PLAIN, figures=_COLUMN_FIGURES, **known)
    if column.type is ColumnType.DECIMAL:
        figures = _figures_of(column, _DECIMAL_FIGURES, _DECIMAL_PLACES)
        return Type(Kind.NUMBER, read_unit(column.unit), scale=_DECIMAL_PLACES, figures=figures, **known)
    if column.type is ColumnType.AMOUNT:
        unit, _places = read_parameter_unit(column.unit)
        return Type(Kind.NUMBER, unit if unit.is_money else Unit(column.unit), figures=_COLUMN_FIGURES, **known)
    return Type(Kind.TEXT, labels=column.choices or None, **known)


def type_of_parameter(rows: Sequence[Parameter]) -> Type:
    """Return what a parameter is, so that every one of its values fits."""
    unit, shift = read_parameter_unit(rows[0].unit)
    places = [max(0, -int(row.value.normalize().as_tuple().exponent) - shift) for row in rows]
    scale = max(places)
    figures = max(len(str(abs(int(row.value.scaleb(shift + scale))))) for row in rows)
    assert figures <= FIGURES, f"{rows[0].name} has more figures than rules compute with"
    return Type(Kind.NUMBER, unit, scale=scale, figures=figures, is_unrounded=unit.base == money_name() and scale > 0)


def number_of_parameter(row: Parameter, type_: Type) -> int:
    """Return the whole number that stands for the parameter's value in rules."""
    _unit, shift = read_parameter_unit(row.unit)
    scaled = row.value.scaleb(shift + type_.scale)
    assert scaled == int(scaled)
    return int(scaled)


def find_stored(register: Register, name: str) -> Column | None:
    """Return the declared column that a name of a stored one means; None where rules may not read it."""
    column = register.columns.get(name)
    if column is not None:
        return None if is_private(column) else column
    either = register.columns.get(name.removesuffix("_person"))
    is_person = either is not None and either.type is ColumnType.PERSON_OR_ORGANISATION_NUMBER
    return either if is_person else None


def _figures_of(column: Column, usual: int, scale: int) -> int:
    """Return how many figures a column's values have at most, which its declared bounds may say."""
    if column.least is None or column.most is None or not isinstance(column.most, Decimal):
        return usual
    assert isinstance(column.least, Decimal)
    return max(len(str(int(abs(bound) * 10**scale))) for bound in (column.least, column.most))
