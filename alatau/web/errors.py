"""What the shell itself refuses, in the order a reader would meet it."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class RequestUnreadableError(AlatauError):
    """The browser sent what nobody can make sense of, or named a host that is not ours."""

    code = "web.request_unreadable"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("We could not read what your browser sent. Go back and try again.")


class RequestNotValidError(AlatauError):
    """A request of a program lacks a field, or holds one that cannot be. The facts name each, and no value."""

    code = "web.request_not_valid"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _(
            "Some fields of this request are missing or cannot be. Correct those that are named, and send it again."
        )


class DatabaseAwayError(AlatauError):
    """The database does not answer. Whether a request took effect, the same one sent again tells."""

    code = "web.database_away"
    http_status = HTTPStatus.SERVICE_UNAVAILABLE

    def sentence(self) -> str:
        return _("The city cannot answer at this moment. Send the same request again in a few seconds.")


class RequestTooLargeError(AlatauError):
    """The body, a file or the number of fields passes its bound."""

    code = "web.request_too_large"
    http_status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def sentence(self) -> str:
        return _("What you sent is larger than we can take. Choose a smaller file.")


class FormExpiredError(AlatauError):
    """A form's proof of origin is missing or old. Nothing was saved."""

    code = "web.form_expired"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("We did not save anything, to protect you. Open the page again and send the form once more.")


class FormsOnlyError(AlatauError):
    """A page was opened at an address that only takes forms, as after a reload or a kept link."""

    code = "web.forms_only"
    http_status = HTTPStatus.METHOD_NOT_ALLOWED

    def sentence(self) -> str:
        return _("This address only receives filled-in forms. Go back, or begin on the first page.")


class ServerFaultError(AlatauError):
    """A defect of the city's own, kept in its log under the request's number."""

    code = "web.server_fault"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        return _(
            "Something broke on our side, and we have a note of it. Nothing you did was wrong. Try again in a minute."
        )
