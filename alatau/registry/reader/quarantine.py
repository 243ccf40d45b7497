"""Answer operators about rows in quarantine: hidden where they touch a person, open only to a line in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from alatau.core.journal.read import find_line
from alatau.core.journal.values import LineKind
from alatau.registry.ingest.quarantine import PAGE, count_waiting, find_waiting, list_waiting

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.registry.ingest.quarantine import FaultCount, QuarantinedRow
    from alatau.registry.values import Register

#: A row by its load and the line of its source.
Place: TypeAlias = tuple[int, int]
#: Lines that open rows, and what each opens: one row, or the table for the register's owner.
ONE_ROW, TABLE = "registry.quarantine.opened", "registry.quarantine.downloaded"


def count_faults(register: Register) -> list[FaultCount]:
    """Return the faults of waiting rows by column and reason, the most frequent first."""
    return count_waiting(register)


def list_rows(
    register: Register,
    *,
    reason: str = "",
    after: Place = (0, 0),
    limit: int = PAGE,
    look_id: UUID | None = None,
) -> list[QuarantinedRow]:
    """Return waiting rows in the order of loads and lines; open only when the journal says who takes them out."""
    rows = list_waiting(register, reason=reason, after=after, limit=limit)
    is_open = look_id is not None and _names(look_id, register, action=TABLE)
    return rows if is_open else [row.masked(register) for row in rows]


def find_row(register: Register, *, place: Place, look_id: UUID | None = None) -> QuarantinedRow | None:
    """Return one waiting row; open only when the journal says who opened this very row."""
    load, line = place
    row = find_waiting(register, load=load, line=line)
    if row is None:
        return None
    is_open = look_id is not None and _names(look_id, register, action=ONE_ROW, load=load, line=line)
    return row if is_open else row.masked(register)


def _names(look_id: UUID, register: Register, *, action: str, **facts: int) -> bool:
    line = find_line(look_id)
    if line is None or line.kind is not LineKind.AUDIT or line.action != action:
        return False
    asked = {"register": register.key, **facts}
    return all(line.body.get(name) == value for name, value in asked.items())
