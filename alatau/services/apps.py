"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Room `services`."""

    name = "alatau.services"
    label = "services"

    def ready(self) -> None:
        """Let the listeners declare themselves."""
        from alatau.services import listeners as _listeners  # noqa: F401
