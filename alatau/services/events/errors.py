"""Refusals of this part."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError, NotFoundError


class EventKindContentError(AlatauError):
    """A kind of event cannot be used. `file` and `problem` say what to correct, for the author of the content."""

    code = "services.event_kind_content"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        return _("This kind of event cannot be read now. The city's staff have been told. Please try again later.")

    def __str__(self) -> str:
        return f"{self.facts['file']}: {self.facts['problem']}"


class EventKindNotFoundError(NotFoundError):
    """The content package declares no kind of event under that key."""

    code = "services.event_kind_not_found"

    def sentence(self) -> str:
        return _("There is no kind of event of that name. `alatau services events` shows them all.")
