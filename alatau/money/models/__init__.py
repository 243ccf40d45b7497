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

__all__ = [
    "Account",
    "Entry",
    "Hold",
    "Holder",
    "IssueOrder",
    "Mark",
    "MarkEvidence",
    "MarkPayee",
    "Posting",
    "RefundTotal",
    "Transfer",
]
