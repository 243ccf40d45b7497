"""The room as a Django app."""

from __future__ import annotations

import logging

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy


class PapersConfig(AppConfig):
    """Room `papers`."""

    name = "alatau.papers"
    label = "papers"

    def ready(self) -> None:
        """Make this room's kill points known, and keep the signing library's remarks about being offline quiet."""
        from alatau.messages.webhooks.event_types import declare_event_type
        from alatau.papers import end, forget, issue  # noqa: F401  models are ready only now
        from alatau.papers.checks import check_letters

        register(check_letters)
        declare_event_type(
            "papers.document.issued",
            name=gettext_lazy("A signed letter is issued"),
            about="A signed document was issued.",
            fields=("template", "sha256"),
        )
        logging.getLogger("pyhanko.sign.signers.pdf_signer").setLevel(logging.ERROR)
