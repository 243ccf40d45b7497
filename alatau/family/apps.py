"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FamilyConfig(AppConfig):
    """Room `family`."""

    name = "alatau.family"
    label = "family"

    def ready(self) -> None:
        """Let the listeners declare themselves, and the reader's process answer questions about cards."""
        from alatau.family import listeners as _listeners  # noqa: F401
        from alatau.family.door import answer_asked
        from alatau.family.national import listeners as _tables  # noqa: F401
        from alatau.registry.reader.answer import declare_answer

        declare_answer("card", answer_asked)
