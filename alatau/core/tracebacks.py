"""An exception as the logs may keep it: kinds and places, never the message or a local value.

Messages of exceptions repeat what somebody typed ("invalid literal for int(): '8701...'"), and PostgreSQL's repeat
whole rows.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from alatau.core.errors import AlatauError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

#: The innermost frames tell the cause; a recursion error would bring a thousand.
FRAMES_MAX = 30
CHAIN_MAX = 5


def describe_error(error: BaseException) -> list[dict[str, object]]:
    """Return the error and what caused it, outermost first, each with its kind, code and places in the code."""
    return [_describe(link) for link in _chain(error)]


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    for _ in range(CHAIN_MAX):
        if link is None:
            return
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _describe(error: BaseException) -> dict[str, object]:
    kind = type(error)
    facts: dict[str, object] = {"kind": f"{kind.__module__}.{kind.__qualname__}"}
    if isinstance(error, AlatauError):
        facts["code"] = error.code
    facts |= _database_facts(error)
    facts["places"] = _places(error.__traceback__)
    return facts


def _database_facts(error: BaseException) -> dict[str, object]:
    """Return what PostgreSQL says without the row: its code for the error and the constraint's name."""
    diagnosis = getattr(error, "diag", None)
    found = {
        "sqlstate": getattr(error, "sqlstate", None),
        "constraint": getattr(diagnosis, "constraint_name", None),
        "table": getattr(diagnosis, "table_name", None),
    }
    return {name: fact for name, fact in found.items() if fact}


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-FRAMES_MAX:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
