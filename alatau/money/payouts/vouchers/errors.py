"""What is refused around vouchers, in the order in which a till meets it.

AlatauError
├── VoucherGroupUnknownError    no vouchers of this kind
├── VoucherGroupExhaustedError  as many as allowed are under way
├── VoucherUnknownError         no such voucher; a wrong secret number reads alike
├── VoucherCancelledError       it was taken back
├── VoucherUsedError            it has been redeemed
├── VoucherExpiredError         its last day is over
├── VoucherNotActiveError       it may not be used yet
├── VoucherShopError            this shop does not take it
└── VoucherShownError           its number was read already
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class VoucherGroupUnknownError(AlatauError):
    """There are no vouchers of this kind, or not for this caller."""

    code = "money.voucher_group_unknown"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("We found no vouchers of this kind. Choose another kind.")


class VoucherGroupExhaustedError(AlatauError):
    """As many vouchers of the kind are under way as may be."""

    code = "money.voucher_group_exhausted"

    def sentence(self) -> str:
        return _("No more vouchers of this kind can be made now. Cancel unused ones, or choose another kind.")


class VoucherUnknownError(AlatauError):
    """No voucher has this number. A wrong secret number reads the same."""

    code = "money.voucher_unknown"
    http_status = HTTPStatus.NOT_FOUND

    def sentence(self) -> str:
        return _("We found no voucher with this number. Check the number, and enter it again.")


class VoucherCancelledError(AlatauError):
    """The voucher was cancelled; its money went back to the payer."""

    code = "money.voucher_cancelled"

    def sentence(self) -> str:
        return _("This voucher was cancelled, so it pays nothing. Ask whoever gave it for another.")


class VoucherUsedError(AlatauError):
    """The voucher was redeemed before."""

    code = "money.voucher_used"

    def sentence(self) -> str:
        return _("This voucher was used before, so it pays nothing more. Ask for another way to pay.")


class VoucherExpiredError(AlatauError):
    """The voucher's last day is over."""

    code = "money.voucher_expired"

    def sentence(self) -> str:
        return self.fill(_("This voucher ended on %(day)s. Ask whoever gave it for another."))


class VoucherNotActiveError(AlatauError):
    """The voucher is made, and not yet handed out."""

    code = "money.voucher_not_active"

    def sentence(self) -> str:
        return _("This voucher cannot be used yet. Ask whoever gave it to activate it.")


class VoucherShopError(AlatauError):
    """The shop's account cannot be credited, or its trade is not among those that take the voucher."""

    code = "money.voucher_shop"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("This shop does not take the voucher. Use it where it says it can be spent.")


class VoucherShownError(AlatauError):
    """The number was shown once, and is shown no more: whoever finds the open page later learns nothing."""

    code = "money.voucher_shown"

    def sentence(self) -> str:
        return _("The number of this voucher was shown before. If you lost it, ask whoever gave it for another.")
