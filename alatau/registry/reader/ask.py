"""Ask for a person's rows: of the reader, or of the lake itself where this process may open it."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.conf import settings

from alatau.registry.errors import KnownLaterError, LookNotFoundError, ReaderAwayError
from alatau.registry.lake.knowledge import ask
from alatau.registry.reader.place import socket_path
from alatau.registry.reader.values import RowView, read_values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alatau.core.values import Moment
    from alatau.registry.values import Register

#: Seconds after which a page no longer waits.
PATIENCE_SECONDS = 10
REFUSALS = {error.code: error for error in (LookNotFoundError, KnownLaterError)}


def read_person_rows(
    person_id: UUID,
    *,
    look_id: UUID,
    registers: Sequence[Register],
    at: Moment,
    in_force: date | None = None,
    known: datetime | None = None,
) -> list[RowView]:
    """Return a person's rows in force on a day and known at a moment: today's and now's where nothing else is given.

    ``look_id`` names the look that is committed in the journal; the reader checks that itself.

    Raises:
        LookNotFoundError: no such look is in the journal. KnownLaterError: `known` has not come.
        ReaderAwayError: the reader does not answer.

    Cost: some milliseconds where the views are stored; else some for each register.
    """
    if settings.ALATAU_ROLE == "web":
        request = {"person_id": person_id, "look_id": look_id, "registers": [each.key for each in registers]}
        rows = [_view_of(row) for row in call_reader(request | {"in_force": in_force, "known": known})]
    else:
        # The worker's own processes may open the lake, and their looks commit together with what they do. The libraries
        # for it are theirs alone.
        from alatau.registry.reader.read import read_rows

        rows = read_rows(person_id, registers, ask(at, in_force=in_force, known=known))
    by_key = {register.key: register for register in registers}
    return [replace(row, values=read_values(by_key[row.register_key], row.values)) for row in rows]


def call_reader(request: dict[str, Any]) -> list[dict[str, Any]]:
    """Send the reader a request and return its rows.

    Raises:
        ReaderAwayError: it does not answer; or what it refused with.
    """
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE_SECONDS)
            line.connect(str(socket_path()))
            line.sendall(orjson.dumps(request) + b"\n")
            with line.makefile("rb") as answers:
                answer = orjson.loads(answers.readline())
    except (OSError, ValueError) as error:
        raise ReaderAwayError from error
    if "refused" in answer:
        raise REFUSALS.get(answer["refused"], ReaderAwayError)
    rows: list[dict[str, Any]] = answer["rows"]
    return rows


def _view_of(row: dict[str, Any]) -> RowView:
    return RowView(
        **row
        | {
            "inbox_id": UUID(row["inbox_id"]) if row["inbox_id"] else None,
            "valid_from": date.fromisoformat(row["valid_from"]),
            "valid_until": date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            "named_in": tuple(row["named_in"]),
            "hidden": tuple(row["hidden"]),
        }
    )
