"""Tables of the ledger and of what is built on it. Private to this room."""

from alatau.money.models.bank import (
    BankBooking,
    BankDifference,
    BankMessage,
    BankOrder,
    BankReceipt,
    BankStatement,
    WalletNumber,
)
from alatau.money.models.bills import Bill, BillPayment
from alatau.money.models.estate import Estate, Heir
from alatau.money.models.invoice import Invoice, InvoiceReturn
from alatau.money.models.ledger import (
    Account,
    Entry,
    Hold,
    Holder,
    IssueOrder,
    Mark,
    MarkEvidence,
    MarkPayee,
    Posting,
    RefundTotal,
    Transfer,
)
from alatau.money.models.mark_end import MarkEnd
from alatau.money.models.payouts import (
    HandedRequest,
    Institution,
    PayeeRoute,
    PayoutBatch,
    PayoutLine,
    PayoutProgramme,
    PayoutStep,
    Voucher,
    VoucherGroup,
)
from alatau.money.models.program import Program, Told
from alatau.money.models.service import LedgerCheck, Service
from alatau.money.models.standing import StandingOrder, StandingPeriod

__all__ = [
    "Account",
    "BankBooking",
    "BankDifference",
    "BankMessage",
    "BankOrder",
    "BankReceipt",
    "BankStatement",
    "Bill",
    "BillPayment",
    "Entry",
    "Estate",
    "HandedRequest",
    "Heir",
    "Hold",
    "Holder",
    "Institution",
    "Invoice",
    "InvoiceReturn",
    "IssueOrder",
    "LedgerCheck",
    "Mark",
    "MarkEnd",
    "MarkEvidence",
    "MarkPayee",
    "PayeeRoute",
    "PayoutBatch",
    "PayoutLine",
    "PayoutProgramme",
    "PayoutStep",
    "Posting",
    "Program",
    "RefundTotal",
    "Service",
    "StandingOrder",
    "StandingPeriod",
    "Told",
    "Transfer",
    "Voucher",
    "VoucherGroup",
    "WalletNumber",
]
