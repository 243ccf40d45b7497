"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Room `access`."""

    name = "alatau.access"
    label = "access"
