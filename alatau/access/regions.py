"""Places inside places: whether a right given for one reaches another."""

from __future__ import annotations

from alatau.core.content import content


def covers(scope: str, region: str) -> bool:
    """Tell whether a right for ``scope`` reaches ``region``. An empty scope is the whole city."""
    if not scope:
        return True
    around: str | None = region
    while around:
        if around == scope:
            return True
        around = content().place_codes.parent(around)
    return False


def name_place(code: str) -> str:
    """Return where a right holds, in the reader's words; empty for the whole city."""
    return str(content().place_codes.full_name(code) or code) if code else ""


def places_over(region: str) -> list[str]:
    """Return every scope whose rights reach the region, the whole city first."""
    places, around = [""], region or None
    while around:
        places.append(around)
        around = content().place_codes.parent(around)
    return places
