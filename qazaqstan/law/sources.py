"""Where indicators come from, in the words that a card shows."""

from __future__ import annotations

from typing import Any

_METHOD = "Order No. 267 of 29 June 2023 (public calculator of its 2026 version)"
_MART = "Published SQL of the family data mart"

METHOD: dict[str, Any] = {"source": _METHOD, "documented": True, "verification": "sourced"}
MART: dict[str, Any] = {"source": _MART, "documented": True, "verification": "sourced"}
BOTH: dict[str, Any] = {"source": f"{_METHOD}; {_MART}", "documented": True, "verification": "sourced"}
#: The name of a column was all that was published; what it counts is a reading of it.
COLUMN: dict[str, Any] = {
    "source": f"{_MART} (reading of a column name)",
    "documented": True,
    "verification": "derived",
}
INTERFACE: dict[str, Any] = {
    "source": "Public copy of the interface of the family card",
    "documented": True,
    "verification": "sourced",
}
PRESS: dict[str, Any] = {
    "source": "Answer of the prime minister, news.mail.ru, 7 October 2025",
    "documented": True,
    "verification": "sourced",
}
QUEUE: dict[str, Any] = {
    "source": "Public sample of the check of the housing queue",
    "documented": True,
    "verification": "sourced",
}
#: Not named by any source: completed by reasoning, so that the card holds what such a card needs.
COMPLETION: dict[str, Any] = {"source": "Reasoned completion", "documented": False, "verification": "proposed"}
