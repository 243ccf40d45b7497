"""Let one process work as several roles, one after the other: what `alatau up` does before it starts the others."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from alatau.core.postgres.roles import password_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def work_as(role: str, *, database: str | None = None) -> Iterator[None]:
    """Connect Django as another role of the embedded database until the end of the block.

    An outside database keeps the user of `DATABASE_URL`.
    """
    before = dict(connection.settings_dict)
    connection.close()
    if not settings.DATABASE_URL:
        password = password_of(settings.ALATAU_HOME, role)
        connection.settings_dict.update(USER=role, PASSWORD=password, NAME=database or before["NAME"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
