"""The door of the reader for questions about rights: every process knows it, only the reader walks through it."""

from __future__ import annotations

from typing import Any


def answer_asked(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the answer to a request about a right, or the code of its refusal."""
    from alatau.services.decisions.judge import answer_right  # noqa: PLC0415  it loads the rules

    return answer_right(raw)
