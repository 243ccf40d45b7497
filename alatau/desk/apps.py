"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Room `desk`."""

    name = "alatau.desk"
    label = "desk"

    def ready(self) -> None:
        """Make this room's listener and kill points known."""
        from alatau.desk import attach, decide, escalate, listeners, reopen, take  # noqa: F401
