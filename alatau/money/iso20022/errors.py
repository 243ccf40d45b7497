"""Why a message of a bank is refused before anything is done with it.

AlatauError
├── MessageTooLargeError    it has more bytes than we read
├── MessageNotReadableError it is no XML, or brings entities or a document type of its own
├── MessageKindUnknownError it is of a kind or version that we do not exchange
└── MessageNotValidError    it breaks its schema
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class MessageTooLargeError(AlatauError):
    """The message has more bytes than are read; `most` is how many."""

    code = "money.message_too_large"
    http_status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def sentence(self) -> str:
        return _("This bank message is too large to read. Ask the bank to send it in parts.")


class MessageNotReadableError(AlatauError):
    """The bytes are no XML, or bring entities or a document type."""

    code = "money.message_not_readable"
    http_status = HTTPStatus.BAD_REQUEST

    def sentence(self) -> str:
        return _("This bank message cannot be read. Ask the bank to send it again.")


class MessageKindUnknownError(AlatauError):
    """The message is of a kind or version that is not exchanged; `kind` names it."""

    code = "money.message_kind_unknown"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("We do not take bank messages of this kind or version. Check what was agreed with the bank.")


class MessageNotValidError(AlatauError):
    """The message breaks its schema; `place` says where and how, for engineers, and shows no value of it."""

    code = "money.message_not_valid"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("This bank message does not follow its standard. Ask the bank to correct it.")
