"""Words of invoices. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from alatau.core.money import Amount
    from alatau.money.values import AccountId, HolderId


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    """One thing that was sold."""

    what: str
    net: Amount
    #: Hundredths of a percent; zero for what is free of the tax.
    rate_bp: int
    #: What of the price went back.
    returned: Amount

    @property
    def left(self) -> Amount:
        """Return what of the price the seller keeps."""
        return self.net - self.returned


@dataclass(frozen=True, kw_only=True)
class NewInvoice:
    """An invoice to write. The id is the seller's: sent twice, it is one invoice."""

    id: UUID
    number: str
    #: Words, net and whether the tax is due, for each thing sold.
    lines: Sequence[tuple[str, Amount, bool]]


@dataclass(frozen=True, kw_only=True)
class InvoiceView:
    """An invoice as either side sees it."""

    id: UUID
    seller_id: HolderId
    seller: str
    account_id: AccountId
    number: str
    lines: tuple[InvoiceLine, ...]
    net: Amount
    vat: Amount
    gross: Amount
    issued_at: datetime
    is_paid: bool
    #: What went back, price and tax.
    returned_net: Amount
    returned_vat: Amount

    @property
    def left(self) -> Amount:
        """Return what the payer has paid in the end."""
        return self.gross - self.returned_net - self.returned_vat
