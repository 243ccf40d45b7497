"""Why money does not go to a bank or come from one.

AlatauError
├── BankMissingError        this city has no bank that money goes to
├── BankNameError           the holder of the bank account is not named
├── BankOrderReusedError    the id belongs to another order
├── MessageIdReusedError    a bank gave the same id to another message
└── MessageNotExpectedError a message of a kind that only we send
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class BankMissingError(AlatauError):
    """The content names no bank, or its account is not open."""

    code = "money.bank_missing"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("Money cannot go to a bank from here yet. Ask the city when it will be possible.")


class BankNameError(AlatauError):
    """The name of the account's holder is missing or holds signs that banks cannot keep."""

    code = "money.bank_name"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("The bank compares the name with the account. Write the name as the bank has it.")


class BankOrderReusedError(AlatauError):
    """The id was given to an order with other details. A new order needs a new id."""

    code = "money.bank_order_reused"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("This transfer to a bank was already ordered with other details. Start a new one.")


class MessageIdReusedError(AlatauError):
    """A message with this id came before and said something else. Nothing of it is done."""

    code = "money.message_id_reused"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("The bank sent another message under the same number. Ask the bank which of the two counts.")


class MessageNotExpectedError(AlatauError):
    """A kind of message that the city sends and does not take."""

    code = "money.message_not_expected"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("We send bank messages of this kind and do not take them. Check what was agreed with the bank.")
