"""Questions about the published tables of the nation. They hold nobody's data, so no look is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.family.models import NationalTable
from alatau.family.national.hide import ShownLine
from alatau.family.national.values import Table

if TYPE_CHECKING:
    from datetime import date


def list_tables(*, month: date | None = None) -> list[str]:
    """Return the keys of the tables of a month; of the newest one, where none is named."""
    newest = month or _newest()
    return sorted(NationalTable.objects.filter(month=newest).values_list("key", flat=True)) if newest else []


def find_table(key: str, *, month: date | None = None) -> Table | None:
    """Return a table of a month; of the newest one, where none is named."""
    newest = month or _newest()
    row = NationalTable.objects.filter(key=key, month=newest).first() if newest else None
    if row is None:
        return None
    return Table(
        key=row.key,
        day=row.day,
        kinds=tuple(tuple(kinds) for kinds in row.kinds),
        lines=tuple(ShownLine(**(line | {"counts": tuple(line["counts"])})) for line in row.lines),
    )


def _newest() -> date | None:
    return NationalTable.objects.order_by("-month").values_list("month", flat=True).first()
