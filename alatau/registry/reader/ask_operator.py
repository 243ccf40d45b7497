"""Ask for rows in quarantine and for samples: of the reader, or of the lake itself where this process may open it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from django.conf import settings

from alatau.registry.ingest.quarantine import PAGE, Fault, FaultCount, QuarantinedRow
from alatau.registry.reader.ask import call_reader

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.registry.values import Register

#: A row by its load and the line of its source.
Place: TypeAlias = tuple[int, int]


def count_faults(register: Register) -> list[FaultCount]:
    """Return the faults of waiting rows by column and reason, the most frequent first.

    Raises:
        ReaderAwayError: the reader does not answer; so do the questions below.
    """
    return [FaultCount(**each) for each in _ask("faults", register)]


def list_rows(
    register: Register,
    *,
    reason: str = "",
    after: Place = (0, 0),
    limit: int = PAGE,
    look_id: UUID | None = None,
) -> list[QuarantinedRow]:
    """Return waiting rows in the order of loads and lines; open only when the journal says who takes them out."""
    asked = _ask("rows", register, reason=reason, after=after, limit=limit, look_id=_text(look_id))
    return [_row_of(each) for each in asked]


def find_row(register: Register, *, place: Place, look_id: UUID | None = None) -> QuarantinedRow | None:
    """Return one waiting row; open only when the journal says who opened this very row."""
    found = _ask("row", register, place=place, look_id=_text(look_id))
    return _row_of(found[0]) if found else None


def list_samples(register: Register) -> list[dict[str, str | None]]:
    """Return a few rows as the lake keeps them, with everything hidden that touches a person."""
    return list(_ask("samples", register))


def find_named_row(register: Register, *, place: Place, look_id: UUID) -> dict[str, str | None]:
    """Return what a row that is nobody's says, by column; empty when it is gone or no line says who opened it."""
    found = _ask("nobodys", register, place=place, look_id=str(look_id))
    return found[0] if found else {}


def _ask(question: str, register: Register, **facts: object) -> list[dict[str, Any]]:
    request: dict[str, Any] = {"operator": question, "register": register.key, **facts}
    if settings.ALATAU_ROLE == "web":
        return call_reader(request)
    from alatau.registry.reader.quarantine import answer_operator

    return answer_operator(request)


def _text(look_id: UUID | None) -> str:
    return str(look_id) if look_id else ""


def _row_of(found: dict[str, Any]) -> QuarantinedRow:
    return QuarantinedRow(
        load=found["load"],
        line=found["line"],
        faults=tuple(Fault(*each) for each in found["faults"]),
        values=found["values"],
    )
