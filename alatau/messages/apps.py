"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register


class MessagesConfig(AppConfig):
    """Room `messages`."""

    name = "alatau.messages"
    # Django's own contrib app holds the label "messages".
    label = "city_messages"

    def ready(self) -> None:
        """Check the templates at every start, listen to the journal, forget in time, and show figures."""
        from alatau.messages import forget, listeners  # noqa: F401  the tables are ready only now
        from alatau.messages.catalogue_checks import check_gateways, check_templates
        from alatau.messages.gauges import register_gauges

        register(check_templates)
        register(check_gateways)
        register_gauges()
