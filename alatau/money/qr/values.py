"""What a merchant's payment code says, and how a scheme writes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alatau.core.money import Amount, Currency


@dataclass(frozen=True, kw_only=True)
class QrProfile:
    """How one payment scheme fills the parts that EMVCo leaves to schemes. Content gives it."""

    #: Unique name of the scheme, sub-tag 00 of its template, a domain written backwards.
    scheme: str
    #: Tag of the scheme's template, 26 to 51.
    template: str
    #: Sub-tag that holds the account to pay to.
    account: str
    #: Numeric ISO 4217 code, as the code carries it: "398".
    currency_number: str
    #: ISO 3166 code of the country, two letters.
    country: str
    currency: Currency


class Tip(StrEnum):
    """What the merchant asks beside the price."""

    ASK = "01"  # the payer may add what they like
    FIXED = "02"
    PERCENT = "03"


@dataclass(frozen=True, kw_only=True)
class MerchantCode:
    """A merchant's payment code, read or to be written."""

    #: Whom to pay, in the scheme's own terms.
    account: str
    #: Merchant's name and city in any alphabet; the code carries them in Latin letters, and these beside.
    name: str
    city: str
    #: Four digits of ISO 18245: what the merchant sells.
    category: str
    #: Nothing in a code that hangs on the wall: the payer enters it.
    amount: Amount | None = None
    #: Made for this one payment.
    is_dynamic: bool = False
    bill: str = ""
    store: str = ""
    reference: str = ""
    terminal: str = ""
    purpose: str = ""
    #: Language of `name` and `city` where they are not in Latin letters: "kk".
    language: str = ""
    tip: Tip | None = None
    #: A fixed tip; an amount for `Tip.FIXED` alone.
    tip_amount: Amount | None = None
    #: Hundredths of a percent, for `Tip.PERCENT` alone.
    tip_bp: int | None = None


#: What stands in a part of the code that the payer is to fill in.
ASK_THE_PAYER = "***"
