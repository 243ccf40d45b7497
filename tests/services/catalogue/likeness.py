"""How much two texts are the same, by the words they share in order."""

from __future__ import annotations

from difflib import SequenceMatcher


def likeness(one: str, other: str) -> float:
    """Return 0 for texts with nothing in common, 1 for the same."""
    words = [text.casefold().split() for text in (one, other)]
    return SequenceMatcher(None, *words, autojunk=False).ratio()
