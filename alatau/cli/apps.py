"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CliConfig(AppConfig):
    """Room `cli`."""

    name = "alatau.cli"
    label = "cli"
