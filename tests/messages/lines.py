"""What the journal says of messages, for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.journal.read import list_lines_about
from tests.messages.people import AIGERIM, BOLAT

if TYPE_CHECKING:
    from alatau.core.journal.values import LineKind


def list_bodies(action: str, *, kind: LineKind) -> list[dict[str, object]]:
    """Return the bodies of the lines about Aigerim and Bolat with this action, newest first."""
    lines = [line for person in (AIGERIM, BOLAT) for line in list_lines_about(person, kinds=[kind])]
    return [dict(line.body) for line in lines if line.action == action]
