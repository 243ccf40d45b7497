"""Why a transfer that settles or refunds another is refused."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alatau.money.errors.refused import TransferRefusedError


class PendingUnknownError(TransferRefusedError):
    """The pending transfer does not exist."""

    code = "money.pending_unknown"

    def sentence(self) -> str:
        return _("We found no held payment to finish. Open the payment again to see where it stands.")


class PendingDiffersError(TransferRefusedError):
    """The transfer is not pending, or lies between other accounts, or held another amount."""

    code = "money.pending_differs"

    def sentence(self) -> str:
        return _("This does not match the payment that was held. Open that payment and start from there.")


class PendingPostedError(TransferRefusedError):
    """The pending transfer is final already."""

    code = "money.pending_posted"

    def sentence(self) -> str:
        return _("This held payment is paid already. Nothing more is to be done.")


class PendingVoidedError(TransferRefusedError):
    """The pending transfer was voided."""

    code = "money.pending_voided"

    def sentence(self) -> str:
        return _("This held payment was given back. Start a new one if it is still wanted.")


class PendingExpiredError(TransferRefusedError):
    """The pending transfer waited too long."""

    code = "money.pending_expired"

    def sentence(self) -> str:
        return _("The time for this held payment is over, and the money is free again. Start a new one.")


class PendingExceededError(TransferRefusedError):
    """More would be paid than was held."""

    code = "money.pending_exceeded"

    def sentence(self) -> str:
        return self.fill(_("Only %(have)s was held for this payment. Enter that or less."))


class RefundUnknownError(TransferRefusedError):
    """The transfer to refund does not exist."""

    code = "money.refund_unknown"

    def sentence(self) -> str:
        return _("We found no payment to refund. Open the payment and start from there.")


class RefundDiffersError(TransferRefusedError):
    """The transfer to refund moved no money, or lies between other accounts."""

    code = "money.refund_differs"

    def sentence(self) -> str:
        return _("This refund does not go back the way the payment came. Open that payment and start from there.")


class RefundExceededError(TransferRefusedError):
    """More would be refunded than was paid."""

    code = "money.refund_exceeded"

    def sentence(self) -> str:
        return self.fill(_("Of this payment, %(have)s can still be refunded. Enter that or less."))
