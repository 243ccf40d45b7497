"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Room `core`."""

    name = "alatau.core"
    label = "core"
