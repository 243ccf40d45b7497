"""What somebody was asked for, without what they hold anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.representations import list_open_representations

if TYPE_CHECKING:
    from alatau.access.values import RepresentationView
    from tests.people import Resident


def asked_of(one: Resident) -> list[RepresentationView]:
    """Return the powers of attorney that wait or stand: signatories of firms stand for them whatever is asked."""
    return [each for each in list_open_representations(one.person_id) if each.kind == "power_of_attorney"]
