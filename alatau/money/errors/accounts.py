"""What is refused around transfers: accounts, tiers, currencies, and marks that do not fit."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class AccountIdReusedError(AlatauError):
    """The id belongs to another account. A new account needs a new id."""

    code = "money.account_id_reused"

    def sentence(self) -> str:
        return _("This account was already opened with other details. Start again to open another.")


class AccountNotEmptyError(AlatauError):
    """Money or a held payment is left on the account."""

    code = "money.account_not_empty"

    def sentence(self) -> str:
        return self.fill(
            _(
                "%(left)s is still on this account, or a payment waits. "
                "Move the money and settle what waits, then close it."
            )
        )


class AccountClosedError(AlatauError):
    """A closed account never opens again."""

    code = "money.account_closed"

    def sentence(self) -> str:
        return _("This account is closed for good. Open a new one.")


class TierUnknownError(AlatauError):
    """The content has no tier of this number."""

    code = "money.tier_unknown"

    def sentence(self) -> str:
        return _("This level of verification is not known. Choose one from the list.")


class CurrencyUnknownError(AlatauError):
    """The ledger does not keep this currency."""

    code = "money.currency_unknown"

    def sentence(self) -> str:
        return _("The city does not keep accounts in this currency. Choose another.")


class MarkWidensError(AlatauError):
    """A narrower mark would allow more than the one above it."""

    code = "money.mark_widens"

    def sentence(self) -> str:
        return _("This purpose would allow more than the one the money is under. Narrow the field shown.")


class MarkNotValidError(AlatauError):
    """The conditions of a mark do not fit together."""

    code = "money.mark_not_valid"

    def sentence(self) -> str:
        return _("These conditions do not fit together. Correct the field shown.")


class MarkIdReusedError(AlatauError):
    """The id belongs to another mark. A new mark needs a new id."""

    code = "money.mark_id_reused"

    def sentence(self) -> str:
        return _("This purpose was already set with other conditions. Start again to set another.")


class OrderIdReusedError(AlatauError):
    """The id belongs to another order. A new order needs a new id."""

    code = "money.order_id_reused"

    def sentence(self) -> str:
        return _("This order was already sent with other details. Start again to send another.")


class OrderSettledError(AlatauError):
    """The order was confirmed or declined since the page was opened."""

    code = "money.order_settled"

    def sentence(self) -> str:
        return _("This order is already decided. Nothing was changed. Open it again to see what came of it.")


class SamePersonError(AlatauError):
    """Who asked for money to be issued or redeemed cannot confirm it."""

    code = "money.same_person"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return _("You sent this order yourself. Another official has to confirm it.")


class LedgerBusyError(AlatauError):
    """Too many transfers wait in this process. Sending the same transfer again is safe."""

    code = "money.ledger_busy"
    http_status = HTTPStatus.SERVICE_UNAVAILABLE

    def sentence(self) -> str:
        return _("Many people are paying at this moment. Send the same payment again in a second; it is made once.")
