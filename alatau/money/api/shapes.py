"""What the API of money takes and gives, in parts that several operations share."""

from __future__ import annotations

from typing import Annotated

from ninja import Query, Schema
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from alatau.core.content import content
from alatau.core.money import Amount, Currency
from alatau.core.text import Text
from alatau.money.currencies import list_currencies
from alatau.money.values import AccountKind, AccountStatus, HolderKind, TransferKind

#: Whole numbers of the currency's smallest unit. The ledger judges how large one may be.
Units = Annotated[
    StrictInt, Field(description="Smallest units of the currency: 125000 is 1250.00 where a whole one has a hundred.")
]
CurrencyCode = Annotated[str, Field(pattern=r"^([A-Z0-9]{3,12})?$", description="The city's own when left out.")]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{0,63}$")]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]
Cursor = Annotated[str, Query(max_length=100, description="`next_cursor` of the page before; empty for the first.")]

KINDS = {kind.name.lower(): kind for kind in TransferKind}
STATUSES = {status.name.lower(): status for status in AccountStatus}
ACCOUNT_KINDS = {kind: kind.name.lower() for kind in AccountKind}
HOLDER_KINDS = {kind.name.lower(): kind for kind in HolderKind}


class Strict(BaseModel):
    """A body in which a misspelt field is refused, instead of being passed over."""

    model_config = ConfigDict(extra="forbid")


class AmountOut(Schema):
    """So many smallest units of a currency."""

    units: int
    currency: str


class PageOut(Schema):
    """What every page of a list carries."""

    #: Ask for the next page with it; empty at the end.
    next_cursor: str


def show_amount(amount: Amount) -> dict[str, object]:
    """Return an amount as answers carry it."""
    return {"units": amount.units, "currency": amount.currency.code}


def maybe_amount(amount: Amount | None) -> dict[str, object] | None:
    """Return an amount as answers carry it, or nothing for none."""
    return None if amount is None else show_amount(amount)


def amount_from(units: int, code: str) -> Amount:
    """Return an amount; of a currency that the city does not keep, one that the ledger will refuse."""
    known = list_currencies()
    currency = known.get(code or content().currency.code)
    return Amount(units, currency or Currency(code=code, exponent=0, word=Text(en=code), minor_word=Text(en=code)))
