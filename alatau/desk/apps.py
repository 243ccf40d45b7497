"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Room `desk`."""

    name = "alatau.desk"
    label = "desk"
