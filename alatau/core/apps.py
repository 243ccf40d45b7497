"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Room `core`."""

    name = "alatau.core"
    label = "core"

    def ready(self) -> None:
        """Put the ground's figures on `/metrics`."""
        from alatau.core.gauges import register_gauges  # noqa: PLC0415  the room is loaded only now

        register_gauges()
