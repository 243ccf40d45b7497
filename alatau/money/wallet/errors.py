"""Why a wallet refuses before the ledger is asked.

AlatauError
├── WalletMissingError   the holder has no wallet yet
├── PayeeUnknownError    nobody can be paid by this number or code
├── PayeeSelfError       payer and payee are the same
├── OwnGainError         who acts for the payer may not be paid from their money
├── RefundNotYoursError  the payment did not come to this wallet
└── RefundByInvoiceError price and tax of an invoice go back together
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class WalletMissingError(AlatauError):
    """The holder has not opened a wallet."""

    code = "money.wallet_missing"

    def sentence(self) -> str:
        return _("There is no wallet yet. Open one first, it takes one tap.")


class PayeeUnknownError(AlatauError):
    """No wallet belongs to this number or code."""

    code = "money.payee_unknown"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("We found no wallet that can be paid this way. Check the number or code, and try again.")


class PayeeSelfError(AlatauError):
    """The payment would come back to its payer."""

    code = "money.payee_self"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("This is your own wallet. Choose somebody else to pay.")


class OwnGainError(AlatauError):
    """The law lets this representative take nothing of the represented person's for themselves."""

    code = "money.own_gain"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("A guardian pays for the ward, and is never paid from the ward's money. Choose somebody else to pay.")


class RefundNotYoursError(AlatauError):
    """Only who was paid gives money back."""

    code = "money.refund_not_yours"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("We found no such payment to you. Open it from your list of payments.")


class RefundByInvoiceError(AlatauError):
    """The payment is a part of an invoice, whose tax goes back with its price."""

    code = "money.refund_by_invoice"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _(
            "This payment belongs to an invoice. Give it back on the invoice's page, so that its tax goes back too."
        )
