"""Why a program with a key is refused.

AlatauError
├── ProgramUnknownError   no program has this key
├── ProgramNotFoundError  none of that name is admitted
├── HolderNotFoundError   a program was to be admitted for nobody
├── RightUnknownError     there is no such right
├── RightMissingError     its key does not reach so far
├── CursorNotValidError   a page was asked for by a mark that we did not give
├── KeyDiffersError       a request names no id, or two
├── MomentsDifferError    a past moment is told by one clock
└── HookIdReusedError     the id belongs to another receiver of events
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class ProgramUnknownError(AlatauError):
    """No key was shown, or one that opens nothing."""

    code = "money.program_unknown"
    http_status = HTTPStatus.UNAUTHORIZED

    def sentence(self) -> str:
        return _("This key opens nothing. Check it, or ask whoever runs the platform for a new one.")


class ProgramNotFoundError(AlatauError):
    """No program of this name is admitted."""

    code = "money.program_not_found"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("No program of this name is admitted. Look at the list of programs.")


class RightMissingError(AlatauError):
    """The program was not given the right that this needs; the facts name it."""

    code = "money.right_missing"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("This program was not given the right to do that. Ask whoever runs the platform for it.")


class CursorNotValidError(AlatauError):
    """The cursor was not given by an earlier page."""

    code = "money.cursor_not_valid"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("We could not find this page. Begin again from the first one.")


class KeyDiffersError(AlatauError):
    """The header and the body name two different ids, or neither names one."""

    code = "money.key_differs"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("A request needs one id of its own, and this one has none or two. Send it with one.")


class HookIdReusedError(AlatauError):
    """The id belongs to a receiver of events with another address. A new receiver needs a new id."""

    code = "money.hook_id_reused"

    def sentence(self) -> str:
        return _("This receiver was already set up with other details. Use a new id for another.")


class MomentsDifferError(AlatauError):
    """A past moment is named by one clock, with its offset from universal time."""

    code = "money.moments_differ"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("Name one moment, of the city's clock or of the one on the wall, with its offset.")


class HolderNotFoundError(AlatauError):
    """The firm or public body that a program is to act for is not known."""

    code = "money.holder_not_found"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("No firm or public body is known by that. Name one: a firm by its number, or a body by its id.")


class RightUnknownError(AlatauError):
    """A right was named that does not exist; the facts list those that do."""

    code = "money.right_unknown"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return self.fill(_("This right does not exist. Choose from: %(rights)s."))
