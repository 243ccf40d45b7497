"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register


class ServicesConfig(AppConfig):
    """Room `services`."""

    name = "alatau.services"
    label = "services"

    def ready(self) -> None:
        """Let the listeners declare themselves, and check the catalogue at start."""
        from alatau.services import listeners as _listeners  # noqa: F401
        from alatau.services.catalogue.checks import check_catalogue

        register(check_catalogue)
