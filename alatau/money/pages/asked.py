"""What a link to the next page of a list asks with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alatau.access.requests import CityRequest

#: Digits that the database's largest number has room for.
DIGITS = 18


def number_asked(request: CityRequest, name: str) -> int | None:
    """Return a number of the address; none where it was changed into something else."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None
