"""Judge and answer one request: only for a look that stands in the journal, made just now, at this very person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from alatau.core.clock import read_clocks
from alatau.core.journal.read import find_line
from alatau.core.journal.values import LineKind
from alatau.registry.declare import get_register
from alatau.registry.errors import LookNotFoundError, RequestNotReadableError
from alatau.registry.lake.knowledge import ask
from alatau.registry.lake.schema import person_name
from alatau.registry.reader.quarantine import answer_operator
from alatau.registry.reader.read import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alatau.core.values import Moment
    from alatau.registry.reader.values import RowView
    from alatau.registry.values import Register

#: A look opens the reading that it was made for, and none later.
LOOK_LASTS = timedelta(minutes=1)
#: The word under which a look says that rows of registers are shown.
RECORDS = "records"
MOST_REGISTERS = 1_000


#: What rooms above answer in this process, by the word that their requests hold.
_of_rooms_above: dict[str, Callable[[dict[str, Any]], list[dict[str, Any]]]] = {}


def declare_answer(word: str, answer: Callable[[dict[str, Any]], list[dict[str, Any]]]) -> None:
    """Let a room above answer requests that hold the word: it checks the looks itself."""
    assert word not in _of_rooms_above, f"{word} is answered already"
    _of_rooms_above[word] = answer


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request for a person's rows."""

    person_id: UUID
    look_id: UUID
    registers: tuple[str, ...]
    #: Empty means the city's day, and now.
    in_force: date | None
    known: datetime | None


def answer_request(raw: dict[str, Any]) -> list[dict[str, object]]:
    """Return the rows that the request asks for.

    Raises:
        RequestNotReadableError, LookNotFoundError, RegisterNotFoundError, KnownLaterError: in this order.
    """
    if "operator" in raw:
        return answer_operator(raw)
    for word, answer in _of_rooms_above.items():
        if word in raw:
            return answer(raw)
    request = read_request(raw)
    at = read_clocks()
    _check_look(request, at=at)
    registers = [get_register(key) for key in request.registers]
    question = ask(at, in_force=request.in_force, known=request.known)
    by_key = {register.key: register for register in registers}
    return [
        vars(row) | {"values": _without_hidden(by_key[row.register_key], row)}
        for row in read_rows(request.person_id, registers, question)
    ]


def _without_hidden(register: Register, row: RowView) -> Mapping[str, object]:
    """Whom an adoption cut off does not leave this process, unless the row is known by it."""
    hidden = {person_name(register.columns[name]) for name in row.hidden if name not in register.identity}
    return {name: value for name, value in row.values.items() if name not in hidden}


def read_request(raw: dict[str, Any]) -> Request:
    """Return the request that a message holds.

    Raises:
        RequestNotReadableError: it holds something else.
    """
    try:
        return Request(
            person_id=UUID(raw["person_id"]),
            look_id=UUID(raw["look_id"]),
            registers=tuple(str(key) for key in raw["registers"][:MOST_REGISTERS]),
            in_force=date.fromisoformat(raw["in_force"]) if raw.get("in_force") else None,
            known=datetime.fromisoformat(raw["known"]) if raw.get("known") else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RequestNotReadableError from error


def _check_look(request: Request, *, at: Moment) -> None:
    """Refuse a request whose look is not committed, is of another person, or is not of now."""
    line = find_line(request.look_id)
    if line is None or line.kind is not LineKind.LOOK or line.subject_id != request.person_id:
        raise LookNotFoundError
    shown = line.body.get("data")
    is_now = at.wall_at - line.wall_at <= LOOK_LASTS
    if not is_now or not isinstance(shown, list) or RECORDS not in shown:
        raise LookNotFoundError
