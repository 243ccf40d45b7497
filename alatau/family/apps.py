"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FamilyConfig(AppConfig):
    """Room `family`."""

    name = "alatau.family"
    label = "family"
