"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register


class RegistryConfig(AppConfig):
    """Room `registry`."""

    name = "alatau.registry"
    label = "registry"

    def ready(self) -> None:
        """Have the declared registers checked at each start, and let the listeners declare themselves."""
        from alatau.registry import listeners as _listeners  # noqa: F401
        from alatau.registry.checks import check_registers
        from alatau.registry.people import declared as _declared  # noqa: F401
        from alatau.registry.people import listeners as _people  # noqa: F401

        register(check_registers)
