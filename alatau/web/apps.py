"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Room `web`."""

    name = "alatau.web"
    label = "web"
