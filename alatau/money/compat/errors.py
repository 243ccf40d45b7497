"""What is refused at the doors of other standards.

AlatauError
├── BodyNotReadableError  what came is no JSON object of the shape asked for
└── CallbackFailedError   the receiver of a result did not take it
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class BodyNotReadableError(AlatauError):
    """The body is no JSON of the expected shape; ``field`` names what is missing or wrong."""

    code = "money.body_not_readable"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return self.fill(_("We cannot read %(field)s in this request. Correct it, and send the request again."))


class CallbackFailedError(AlatauError):
    """The address for answers did not take the result. It is sent again later."""

    code = "money.callback_failed"

    def sentence(self) -> str:
        return _("The result could not be delivered. We try again later.")
