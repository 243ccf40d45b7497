"""Every error of the room, in the order a reader would meet them."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError, NotFoundError


class RegisterContentError(AlatauError):
    """A register's declaration cannot be used. `problem` says what to correct, for the author of the content."""

    code = "registry.register_content"
    http_status = HTTPStatus.INTERNAL_SERVER_ERROR

    def sentence(self) -> str:
        return _("This register cannot be read now. The city's staff have been told. Please try again later.")

    def __str__(self) -> str:
        return f"{self.facts['file']}: {self.facts['problem']}"


class RegisterNotFoundError(NotFoundError):
    """The content package declares no register under that code or key."""

    code = "registry.register_not_found"

    def sentence(self) -> str:
        return _("There is no register of that name. `alatau registry list` shows them all.")


class RegisterBusyError(AlatauError):
    """Another load of this register is under way. Retrying can succeed later."""

    code = "registry.register_busy"

    def sentence(self) -> str:
        return _("Another load of this register is being read now. Wait until it has ended, then start again.")


class BeforeFirstLoadError(AlatauError):
    """The question's date lies before anything was known from this register."""

    code = "registry.before_first_load"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("Nothing was known from this register on that date yet. Choose a later date.")


class KnownLaterError(AlatauError):
    """The question asks what will be known at a moment that has not come."""

    code = "registry.known_later"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("That date has not come yet, so nobody knows the answer. Choose today or an earlier date.")
