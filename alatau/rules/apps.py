"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Room `rules`. It has no tables: rules are content, and what they give is kept by `family`."""

    name = "alatau.rules"
    label = "rules"
