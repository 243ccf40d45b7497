"""Every refusal of this room, in the order a reader meets them."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class SignInRefusedError(AlatauError):
    """The number and code, or the name and password, do not open the city. Never says which part was wrong."""

    code = "access.sign_in_refused"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("We could not sign you in with this. Check what you entered and try again.")


class CodeRefusedError(SignInRefusedError):
    """The one-time code is wrong, used, or too old."""

    code = "access.code_refused"

    def sentence(self) -> str:
        return _("This code does not match or is too old. Check the last message, or ask for a new code.")


class TooManyTriesError(AlatauError):
    """Too many attempts within a window. Retrying succeeds after `retry_after_seconds`."""

    code = "access.too_many_tries"
    http_status = HTTPStatus.TOO_MANY_REQUESTS

    def sentence(self) -> str:
        return _("There were too many attempts. Please wait %(minutes)s min and try again.") % {
            "minutes": self.minutes
        }

    @property
    def minutes(self) -> int:
        """Whole minutes to wait, at least one."""
        seconds = self.facts.get("retry_after_seconds", 60)
        assert isinstance(seconds, int)
        return max(1, -(-seconds // 60))
