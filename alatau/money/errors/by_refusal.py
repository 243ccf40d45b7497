"""Which error says which refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.money.errors.marks import (
    MarkCashError,
    MarkClaimError,
    MarkEndedError,
    MarkEvidenceError,
    MarkGoodsError,
    MarkNotYetError,
    MarkPayeeError,
    MarkPaymentCapError,
    MarkPeriodCapError,
    MarkReturnError,
    MarkSourceError,
    MarkTravelsError,
)
from alatau.money.errors.pending import (
    PendingDiffersError,
    PendingExceededError,
    PendingExpiredError,
    PendingPostedError,
    PendingUnknownError,
    PendingVoidedError,
    RefundDiffersError,
    RefundExceededError,
    RefundUnknownError,
)
from alatau.money.errors.transfers import (
    AccountCurrencyDiffersError,
    AccountsSameError,
    AmountNotPositiveError,
    AmountTooLargeError,
    BalanceLimitError,
    BalanceTooLargeError,
    ChainBrokenError,
    ChainOpenError,
    ConcernsNotAllowedError,
    CreditAccountClosedError,
    CreditAccountFrozenError,
    CreditAccountUnknownError,
    DayLimitError,
    DebitAccountClosedError,
    DebitAccountFrozenError,
    DebitAccountUnknownError,
    InsufficientFundsError,
    MonthLimitError,
    PayeeStoppedError,
    PayerStoppedError,
    PaymentLimitError,
    TextNotAllowedError,
    TimeoutNotAllowedError,
    TransferIdReusedError,
)
from alatau.money.values import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.money.errors.refused import TransferRefusedError

#: Which error says a refusal.
REFUSALS: Mapping[Refusal, type[TransferRefusedError]] = {
    Refusal.AMOUNT_NOT_POSITIVE: AmountNotPositiveError,
    Refusal.AMOUNT_TOO_LARGE: AmountTooLargeError,
    Refusal.ACCOUNTS_SAME: AccountsSameError,
    Refusal.TEXT_NOT_ALLOWED: TextNotAllowedError,
    Refusal.TIMEOUT_NOT_ALLOWED: TimeoutNotAllowedError,
    Refusal.CONCERNS_NOT_ALLOWED: ConcernsNotAllowedError,
    Refusal.CHAIN_OPEN: ChainOpenError,
    Refusal.ID_REUSED: TransferIdReusedError,
    Refusal.DEBIT_ACCOUNT_UNKNOWN: DebitAccountUnknownError,
    Refusal.CREDIT_ACCOUNT_UNKNOWN: CreditAccountUnknownError,
    Refusal.CURRENCY_DIFFERS: AccountCurrencyDiffersError,
    Refusal.DEBIT_ACCOUNT_CLOSED: DebitAccountClosedError,
    Refusal.CREDIT_ACCOUNT_CLOSED: CreditAccountClosedError,
    Refusal.DEBIT_ACCOUNT_FROZEN: DebitAccountFrozenError,
    Refusal.CREDIT_ACCOUNT_FROZEN: CreditAccountFrozenError,
    Refusal.PAYER_STOPPED: PayerStoppedError,
    Refusal.PAYEE_STOPPED: PayeeStoppedError,
    Refusal.PENDING_UNKNOWN: PendingUnknownError,
    Refusal.PENDING_DIFFERS: PendingDiffersError,
    Refusal.PENDING_POSTED: PendingPostedError,
    Refusal.PENDING_VOIDED: PendingVoidedError,
    Refusal.PENDING_EXPIRED: PendingExpiredError,
    Refusal.PENDING_EXCEEDED: PendingExceededError,
    Refusal.REFUND_UNKNOWN: RefundUnknownError,
    Refusal.REFUND_DIFFERS: RefundDiffersError,
    Refusal.REFUND_EXCEEDED: RefundExceededError,
    Refusal.MARK_SOURCE: MarkSourceError,
    Refusal.MARK_NOT_YET: MarkNotYetError,
    Refusal.MARK_ENDED: MarkEndedError,
    Refusal.MARK_PAYEE: MarkPayeeError,
    Refusal.MARK_GOODS: MarkGoodsError,
    Refusal.MARK_EVIDENCE: MarkEvidenceError,
    Refusal.MARK_CASH: MarkCashError,
    Refusal.MARK_TRAVELS: MarkTravelsError,
    Refusal.MARK_PAYMENT_CAP: MarkPaymentCapError,
    Refusal.MARK_PERIOD_CAP: MarkPeriodCapError,
    Refusal.MARK_CLAIM: MarkClaimError,
    Refusal.MARK_RETURN: MarkReturnError,
    Refusal.PAYMENT_LIMIT: PaymentLimitError,
    Refusal.DAY_LIMIT: DayLimitError,
    Refusal.MONTH_LIMIT: MonthLimitError,
    Refusal.BALANCE_LIMIT: BalanceLimitError,
    Refusal.INSUFFICIENT_FUNDS: InsufficientFundsError,
    Refusal.BALANCE_TOO_LARGE: BalanceTooLargeError,
    Refusal.CHAIN_BROKEN: ChainBrokenError,
}
