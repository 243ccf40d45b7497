"""Why marked money does not move. Each names the mark, and the condition that failed, in the payer's words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alatau.money.errors.refused import TransferRefusedError


class MarkSourceError(TransferRefusedError):
    """Money comes under a mark from its owner's free money or from the wider mark alone."""

    code = "money.mark_source"

    def sentence(self) -> str:
        return _("Only whoever set this purpose can add money to it. Choose another account to pay to.")


class MarkNotYetError(TransferRefusedError):
    """The mark is not valid yet."""

    code = "money.mark_not_yet"

    def sentence(self) -> str:
        return self.fill(
            _(
                "This money is for %(mark)s and can be spent from %(valid_from)s on. "
                "Wait until then, or pay with other money."
            )
        )


class MarkEndedError(TransferRefusedError):
    """The mark is no longer valid."""

    code = "money.mark_ended"

    def sentence(self) -> str:
        return self.fill(_("This money was for %(mark)s until %(valid_until)s. It goes back to whoever gave it."))


class MarkPayeeError(TransferRefusedError):
    """The payee is not among those that the mark names."""

    code = "money.mark_payee"

    def sentence(self) -> str:
        return self.fill(_("This money is for %(mark)s, and this payee is not on its list. Pay here with other money."))


class MarkGoodsError(TransferRefusedError):
    """The goods are not among those that the mark names."""

    code = "money.mark_goods"

    def sentence(self) -> str:
        return self.fill(
            _("This money is for %(mark)s, and these goods are not on its list. Pay for them with other money.")
        )


class MarkEvidenceError(TransferRefusedError):
    """What the mark asks to see before its money leaves has not been seen."""

    code = "money.mark_evidence"

    def sentence(self) -> str:
        return self.fill(
            _("This money is for %(mark)s and waits for a document on this payment. Ask the payee to hand it in first.")
        )


class MarkCashError(TransferRefusedError):
    """The mark does not let its money become bank money or free money."""

    code = "money.mark_cash"

    def sentence(self) -> str:
        return self.fill(_("This money is for %(mark)s and cannot be taken out. Pay with it where its list allows."))


class MarkTravelsError(TransferRefusedError):
    """The mark goes on with its money, so the payee needs a pot of the same mark."""

    code = "money.mark_travels"

    def sentence(self) -> str:
        return self.fill(_("This money is for %(mark)s and stays so with the payee. Pay into their pot for %(mark)s."))


class MarkPaymentCapError(TransferRefusedError):
    """The payment is larger than the mark allows at once."""

    code = "money.mark_payment_cap"

    def sentence(self) -> str:
        return self.fill(_("This money is for %(mark)s, at most %(cap)s at a time. Enter a smaller amount."))


class MarkPeriodCapError(TransferRefusedError):
    """The pot has paid as much as the mark allows for the period."""

    code = "money.mark_period_cap"

    def sentence(self) -> str:
        return self.fill(
            _("This money is for %(mark)s, at most %(most)s in this time, and %(have)s is spent. Try again later.")
        )


class MarkClaimError(TransferRefusedError):
    """The law of the claim does not reach money under this mark."""

    code = "money.mark_claim"

    def sentence(self) -> str:
        return self.fill(_("This money is for %(mark)s, and a claim cannot take it. Choose another account."))


class MarkReturnError(TransferRefusedError):
    """Marked money returns to its owner's account alone."""

    code = "money.mark_return"

    def sentence(self) -> str:
        return _("This money can only go back to whoever set its purpose. Choose their account.")
