"""Why a transfer is refused: its own words, its accounts, limits and balances."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alatau.money.errors.refused import TransferRefusedError


class AmountNotPositiveError(TransferRefusedError):
    """The amount is zero or less."""

    code = "money.amount_not_positive"

    def sentence(self) -> str:
        return _("An amount must be more than zero. Enter a larger one.")


class AmountTooLargeError(TransferRefusedError):
    """The amount is more than one transfer may move."""

    code = "money.amount_too_large"

    def sentence(self) -> str:
        return _("This amount is larger than one transfer may be. Enter a smaller one, or send it in parts.")


class AccountsSameError(TransferRefusedError):
    """Both sides name the same account."""

    code = "money.accounts_same"

    def sentence(self) -> str:
        return _("The money would come back to the account it left. Choose another account to send it to.")


class TextNotAllowedError(TransferRefusedError):
    """Purpose, reference or goods code is too long, or holds a sign that cannot be printed."""

    code = "money.text_not_allowed"

    def sentence(self) -> str:
        return _("The reference is too long, or has a sign in it that we cannot keep. Shorten it or type it again.")


class TimeoutNotAllowedError(TransferRefusedError):
    """The time to wait is not positive, too long, or given to a transfer that does not wait."""

    code = "money.timeout_not_allowed"

    def sentence(self) -> str:
        return _("The time to hold this money cannot be kept. Choose a time of up to ten years, or none.")


class ConcernsNotAllowedError(TransferRefusedError):
    """A transfer that settles or refunds another names none, or one that does neither names one."""

    code = "money.concerns_not_allowed"

    def sentence(self) -> str:
        return _("We could not see which payment this belongs to. Open that payment and start from there.")


class ChainOpenError(TransferRefusedError):
    """The last transfer of the batch is linked to a next one that is missing."""

    code = "money.chain_open"

    def sentence(self) -> str:
        return _("These payments belong together, and the last one is missing. Send all of them at once.")


class TransferIdReusedError(TransferRefusedError):
    """The id was accepted before with another body. A new transfer needs a new id."""

    code = "money.transfer_id_reused"

    def sentence(self) -> str:
        return _("This payment was already made with other details. Start a new one.")


class DebitAccountUnknownError(TransferRefusedError):
    """The account to debit does not exist."""

    code = "money.debit_account_unknown"

    def sentence(self) -> str:
        return _("We found no account to pay from. Check it, or choose another.")


class CreditAccountUnknownError(TransferRefusedError):
    """The account to credit does not exist."""

    code = "money.credit_account_unknown"

    def sentence(self) -> str:
        return _("We found no account to pay to. Check it with the person you are paying.")


class AccountCurrencyDiffersError(TransferRefusedError):
    """An account is in another currency than the amount."""

    code = "money.account_currency_differs"

    def sentence(self) -> str:
        return _("One of the accounts is in another currency. Choose accounts of the currency you pay in.")


class DebitAccountClosedError(TransferRefusedError):
    """The account to debit is closed."""

    code = "money.debit_account_closed"

    def sentence(self) -> str:
        return _("The account to pay from is closed. Choose another account.")


class CreditAccountClosedError(TransferRefusedError):
    """The account to credit is closed."""

    code = "money.credit_account_closed"

    def sentence(self) -> str:
        return _("The account to pay to is closed. Ask for another one.")


class DebitAccountFrozenError(TransferRefusedError):
    """The account to debit is frozen."""

    code = "money.debit_account_frozen"

    def sentence(self) -> str:
        return _("The account to pay from is frozen. Ask the city which decision froze it.")


class CreditAccountFrozenError(TransferRefusedError):
    """The account to credit is frozen."""

    code = "money.credit_account_frozen"

    def sentence(self) -> str:
        return _("The account to pay to cannot take money now. Ask for another one.")


class PayerStoppedError(TransferRefusedError):
    """Supervision lets this holder pay nothing."""

    code = "money.payer_stopped"

    def sentence(self) -> str:
        return _("Payments from this wallet are stopped for now. Ask the city for the reason and how to go on.")


class PayeeStoppedError(TransferRefusedError):
    """Supervision lets this holder take nothing."""

    code = "money.payee_stopped"

    def sentence(self) -> str:
        return _("This wallet cannot take money now. Ask the person you are paying for another way.")


class PaymentLimitError(TransferRefusedError):
    """The payment is larger than the payer's tier allows."""

    code = "money.payment_limit"

    def sentence(self) -> str:
        return self.fill(
            _("You can pay up to %(most)s at once. Enter a smaller amount, or verify more about yourself.")
        )


class DayLimitError(TransferRefusedError):
    """The payer has reached what their tier allows for a day, over all their wallets."""

    code = "money.day_limit"

    def sentence(self) -> str:
        return self.fill(
            _(
                "You can pay up to %(most)s a day, and %(have)s is paid or held today. "
                "Enter less, or wait until tomorrow."
            )
        )


class MonthLimitError(TransferRefusedError):
    """The payer has reached what their tier allows for thirty days, over all their wallets."""

    code = "money.month_limit"

    def sentence(self) -> str:
        return self.fill(
            _("You can pay up to %(most)s in thirty days, and %(have)s is paid or held. Enter less, or wait some days.")
        )


class BalanceLimitError(TransferRefusedError):
    """The payee would hold more than their tier allows, over all their wallets."""

    code = "money.balance_limit"

    def sentence(self) -> str:
        return _("The wallet to pay to cannot take this much now. Enter a smaller amount, or ask its holder.")


class InsufficientFundsError(TransferRefusedError):
    """The account to debit holds less than the transfer needs, holds counted. Retrying can succeed later."""

    code = "money.insufficient_funds"

    def sentence(self) -> str:
        return self.fill(
            _("%(have)s can be paid from this account, and this needs %(amount)s. Enter less, or add money first.")
        )


class BalanceTooLargeError(TransferRefusedError):
    """The account to credit would hold more than the ledger can count."""

    code = "money.balance_too_large"

    def sentence(self) -> str:
        return _("The account to pay to cannot count this much. Enter a smaller amount.")


class ChainBrokenError(TransferRefusedError):
    """Another transfer that this one is linked to was refused."""

    code = "money.chain_broken"

    def sentence(self) -> str:
        return _("This belongs together with another payment that was refused. Correct that one, then send both again.")
