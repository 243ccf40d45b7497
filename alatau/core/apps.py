"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Room `core`."""

    name = "alatau.core"
    label = "core"

    def ready(self) -> None:
        """Put the ground's figures on `/metrics`, and its periodic jobs into the worker's plan."""
        # Only now the room is loaded.
        from alatau.core import periodic  # noqa: F401
        from alatau.core.gauges import register_gauges

        register_gauges()
