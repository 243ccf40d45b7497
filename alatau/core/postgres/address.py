"""How a process reaches the database: an outside one by URL, or the embedded one by its socket."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from alatau.core.environment import SettingError
from alatau.core.keyfiles import read_or_make_secret
from alatau.core.postgres.places import SOCKET_PORT, socket_folder

if TYPE_CHECKING:
    from pathlib import Path


UNUSABLE = "DATABASE_URL cannot be used. Write it as postgres://user:password@host:port/name."


def database_settings(*, url: str, home: Path, database: str, role: str, keep_seconds: int) -> dict[str, object]:
    """Return Django's settings for the default connection of a process that works as ``role``."""
    common = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": keep_seconds,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": f"alatau-{role}"},
    }
    if url:
        parts = _parse(url)
        # What the address asks of the connection, sslmode above all, holds for every one of them.
        parts["OPTIONS"] = {"application_name": f"alatau-{role}", **_options_of(url)}
        return common | parts
    return common | {
        "NAME": database,
        "USER": role,
        "PASSWORD": read_or_make_secret(home, f"postgres-{role}"),
        "HOST": str(socket_folder(home)),
        "PORT": str(SOCKET_PORT),
    }


def _parse(url: str) -> dict[str, object]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingError(UNUSABLE) from error
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise SettingError(UNUSABLE)
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
    }


def _options_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))
