"""How values that code has computed stand in the columns of a row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from alatau.rules.nodes import Kind
from alatau.rules.sql.columns import NOT_APPLICABLE as NA_COLUMN
from alatau.rules.states import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alatau.rules.graph import Rule


@dataclass(frozen=True)
class Columns:
    """How values of a law stand in the columns of one row."""

    #: Values that stand there as they are computed.
    plain: tuple[str, ...]
    #: Others, with the places behind the point that the column has, and whether a second one says "not applicable".
    others: tuple[tuple[str, int, bool], ...]

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> Columns:
        """Return the columns of some rules' values."""
        found = [
            (rule.name, type_.scale if type_.kind is Kind.NUMBER else 0, type_.can_be_not_applicable)
            for rule in rules
            for type_ in [rule.node.type]
        ]
        plain = tuple(name for name, scale, can_be_na in found if not scale and not can_be_na)
        return cls(plain, tuple(one for one in found if one[0] not in plain))

    def write(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row of some values."""
        row = {name: values[name] for name in self.plain}
        for name, scale, can_be_na in self.others:
            value = values[name]
            is_na = value is NOT_APPLICABLE
            if is_na:
                value = None
            elif scale and value is not None:
                value = Decimal(value).scaleb(-scale)
            row[name] = value
            if can_be_na:
                row[name + NA_COLUMN] = is_na
        return row
