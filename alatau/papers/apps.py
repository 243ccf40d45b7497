"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Room `papers`."""

    name = "alatau.papers"
    label = "papers"
