"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Room `messages`."""

    name = "alatau.messages"
    # Django's own contrib app holds the label "messages".
    label = "city_messages"
