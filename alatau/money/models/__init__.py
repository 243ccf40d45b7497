"""Tables of the ledger and of what is built on it. Private to this room."""

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
from alatau.money.models.payouts import (
    HandedRequest,
    Institution,
    PayeeRoute,
    PayoutBatch,
    PayoutLine,
    PayoutProgramme,
    Voucher,
    VoucherGroup,
)

__all__ = [
    "Account",
    "Entry",
    "HandedRequest",
    "Hold",
    "Holder",
    "Institution",
    "IssueOrder",
    "Mark",
    "MarkEvidence",
    "MarkPayee",
    "PayeeRoute",
    "PayoutBatch",
    "PayoutLine",
    "PayoutProgramme",
    "Posting",
    "RefundTotal",
    "Transfer",
    "Voucher",
    "VoucherGroup",
]
