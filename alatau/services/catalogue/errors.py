"""Why the catalogue refuses, in words for a person."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class ServiceContentError(AlatauError):
    """A file of a service cannot be used. It names the file, the place in it and what to correct."""

    code = "services.content"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        return self.fill(_("The service file %(file)s cannot be used: %(problem)s."))
