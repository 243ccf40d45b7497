"""What every refusal of the city has in common: a stable code, the facts, and a sentence for a person.

    AlatauError
    ├── NotFoundError          absent, or not yours: both read alike
    ├── NotAllowedError        the route or the use case is not open to this actor
    └── (each room's own, in its errors.py)
"""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from django.utils.translation import gettext as _


class AlatauError(Exception):
    """The city refuses, and says what happened, why, and what to do next.

    Subclasses set ``code`` (``room.problem``, never changed once published) and override ``sentence``. The facts are
    named values for machines; they never hold a person's number, name or address.
    """

    code: ClassVar[str] = "core.refused"
    http_status: ClassVar[HTTPStatus] = HTTPStatus.CONFLICT

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.code)

    def sentence(self) -> str:
        """Say in the reader's language what happened, why, and what to do next."""
        return _("We could not do this. Nothing was changed. Please try again.")

    def __str__(self) -> str:
        return self.sentence()


class NotFoundError(AlatauError):
    """There is nothing here for this reader. Absent and not yours read alike."""

    code = "core.not_found"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("We found nothing here that you can open. Check the address, or start again from the first page.")


class NotAllowedError(AlatauError):
    """This actor may not use this route or use case."""

    code = "core.not_allowed"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("Your role does not open this page. If you need it for your work, ask your administrator.")
