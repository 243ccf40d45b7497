"""Create the city in an empty database: the row that says for good whether it is a sample."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.models import City
from alatau.core.values import system_actor

CREATOR = system_actor("core.create_city")


@transaction.atomic
def create_city(kind: str) -> bool:
    """Create the city as `sample` or `production` unless it exists, and tell whether this call created it.

    An existing city keeps its kind: `core.checks` refuses a program of the other mode.
    """
    # The clocks are told by this very row, so they cannot be asked before it exists.
    created_at = datetime.now(UTC)
    city, is_new = City.objects.get_or_create(id=1, defaults={"kind": kind, "created_at": created_at})
    if is_new:
        line = NewLine(kind=LineKind.AUDIT, action="core.city.created", actor=CREATOR, body={"kind": city.kind})
        append_lines([line], at=read_clocks())
    return is_new
