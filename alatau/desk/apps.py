"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy


class DeskConfig(AppConfig):
    """Room `desk`."""

    name = "alatau.desk"
    label = "desk"

    def ready(self) -> None:
        """Make this room's listener, its kill points and the events that partners may hear of known."""
        from alatau.desk import attach, decide, escalate, forget, listeners, reopen, take  # noqa: F401
        from alatau.desk.checks import check_task_types
        from alatau.messages.webhooks.event_types import declare_event_type

        register(check_task_types)
        declare_event_type(
            "desk.case.decided",
            name=gettext_lazy("A case is decided"),
            about="A case was decided.",
            fields=("outcome",),
            ordered=True,
        )
