"""Where the reader listens, for those who serve and those who ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path


def socket_path() -> Path:
    """Return the reader's socket below the city's home."""
    path: Path = settings.ALATAU_HOME / "run" / "reader.sock"
    return path
