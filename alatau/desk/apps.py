"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register


class DeskConfig(AppConfig):
    """Room `desk`."""

    name = "alatau.desk"
    label = "desk"

    def ready(self) -> None:
        """Make this room's listener and kill points known."""
        from alatau.desk import attach, decide, escalate, listeners, reopen, take  # noqa: F401
        from alatau.desk.checks import check_task_types

        register(check_task_types)
