"""The embedded database as the settings describe it."""

from __future__ import annotations

from django.conf import settings

from alatau.core.postgres.binaries import find_binaries
from alatau.core.postgres.server import EmbeddedServer


def make_server(*, note: str) -> EmbeddedServer:
    """Return the supervisor of this city's database, not started yet; the note tells a second start about us."""
    return EmbeddedServer(
        settings.ALATAU_HOME,
        find_binaries(settings.ALATAU_POSTGRES),
        database=settings.ALATAU_DATABASE,
        durable=settings.ALATAU_DURABLE,
        note=note,
    )
