"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """Room `money`."""

    name = "alatau.money"
    label = "money"
