"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """Room `money`."""

    name = "alatau.money"
    label = "money"

    def ready(self) -> None:
        """Let the listeners declare themselves, the events that firms may hear of, and what is forgotten in time."""
        from alatau.money import listeners as _listeners  # noqa: F401
        from alatau.money.bank import forget as _forget  # noqa: F401
        from alatau.money.programs import events as _events  # noqa: F401
