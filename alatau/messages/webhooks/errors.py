"""Refusals about webhooks."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError, NotFoundError


class EndpointNotFoundError(NotFoundError):
    """There is no such endpoint."""

    code = "messages.endpoint_not_found"

    def sentence(self) -> str:
        return _("There is no such receiver. Go back to the list and choose one.")


class UrlNotUsableError(AlatauError):
    """The address is not https (outside a sample city), carries a password, or leads into a private network."""

    code = "messages.url_not_usable"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("We cannot send to this address. Use a public https address without a user name.")


class EventTypesUnknownError(AlatauError):
    """None, or an undeclared one, of the chosen events."""

    code = "messages.event_types_unknown"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("Choose at least one event from the list.")


class EndpointDisabledError(AlatauError):
    """Deliveries of a disabled endpoint wait; replaying them changes nothing yet."""

    code = "messages.endpoint_disabled"

    def sentence(self) -> str:
        return _("This receiver is switched off. Switch it on first, then send again.")
