"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register


class ServicesConfig(AppConfig):
    """Room `services`."""

    name = "alatau.services"
    label = "services"

    def ready(self) -> None:
        """Let the listeners declare themselves, and check the catalogue at start."""
        from alatau.core.room_checks import declare_check
        from alatau.desk.task_types import add_source
        from alatau.registry.reader.answer import declare_answer
        from alatau.services import listeners as _listeners  # noqa: F401
        from alatau.services.catalogue import forget as _forget  # noqa: F401
        from alatau.services.catalogue.case_kinds import list_case_kinds
        from alatau.services.catalogue.checks import check_catalogue
        from alatau.services.events.checks import check_event_kinds

        register(check_event_kinds)
        from alatau.services.decisions.check import check_decisions
        from alatau.services.decisions.door import answer_asked
        from alatau.services.offers.checks import check_offers

        register(check_catalogue)
        register(check_offers)
        add_source(list_case_kinds)
        declare_answer("right", answer_asked)
        declare_check("services.decisions", check_decisions)
