"""Bodies of accounts, balances and entries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictInt

from alatau.money.api.shapes import (
    ACCOUNT_KINDS,
    HOLDER_KINDS,
    AmountOut,
    CurrencyCode,
    Key,
    PageOut,
    Strict,
    maybe_amount,
    show_amount,
)
from alatau.money.programs.values import NewAccount
from alatau.money.values import AccountId, HolderId

if TYPE_CHECKING:
    from alatau.money.programs.entries import SeenEntry
    from alatau.money.values import AccountView, Balance, TransferView

#: What a shop sells, four digits of ISO 18245; empty for none.
Trade = Annotated[str, Field(pattern=r"^([0-9]{4})?$")]


class AccountIn(Strict):
    """An account to open."""

    purpose: Key = Field("wallet", description="What it is for, in a key of few letters.")
    currency: CurrencyCode = ""
    trade: Trade = ""
    holder_id: UUID | None = Field(None, description="The operator's alone: whom it is opened for.")
    holder_kind: Literal["person", "organisation", "public"] | None = None
    tier: Annotated[StrictInt, Field(ge=0, le=99)] | None = Field(
        None, description="The operator's alone: how far a new holder is known."
    )


class StatusIn(Strict):
    """What an account is to become."""

    status: Literal["open", "frozen", "closed"]
    reason: Key = Field(description="A key: `court`, `owner`, `fraud`.")


class BalanceOut(Schema):
    """What an account holds now."""

    posted: AmountOut
    #: On its way out and in: pending transfers.
    held_out: AmountOut
    held_in: AmountOut
    #: What may leave now; empty where nothing limits it.
    available: AmountOut | None
    #: Number of the newest entry.
    entries: int


class PastBalanceOut(Schema):
    """What an account held at a moment."""

    account_id: UUID
    posted: AmountOut


class AccountOut(Schema):
    """An account and what it holds."""

    id: UUID
    kind: str
    status: str
    currency: str
    purpose: str
    trade: str
    mark_id: UUID | None
    balance: BalanceOut


class AccountPageOut(PageOut):
    """A page of accounts."""

    accounts: list[AccountOut]


class EntryOut(Schema):
    """One step of an account's balance."""

    number: int
    #: Less than zero for what left.
    amount: AmountOut
    balance: AmountOut
    transfer_id: UUID
    kind: str
    purpose: str
    reference: str
    #: Empty where a person paid, whom the payee does not see.
    other_account_id: UUID | None
    city_at: datetime
    wall_at: datetime


class EntryPageOut(PageOut):
    """A page of entries, newest first."""

    entries: list[EntryOut]
    balance: AmountOut
    before: AmountOut


class HoldOut(Schema):
    """A pending transfer that waits."""

    transfer_id: UUID
    debit_id: UUID | None
    credit_id: UUID
    amount: AmountOut
    purpose: str
    reference: str
    city_at: datetime


def new_account(account_id: UUID, body: AccountIn) -> NewAccount:
    """Return the account that a body asks for."""
    return NewAccount(
        id=AccountId(account_id),
        purpose=body.purpose,
        currency=body.currency,
        trade=body.trade,
        holder_id=HolderId(body.holder_id) if body.holder_id else None,
        holder_kind=HOLDER_KINDS[body.holder_kind] if body.holder_kind else None,
        tier=body.tier,
    )


def show_balance(balance: Balance) -> dict[str, object]:
    """Return a balance as answers carry it."""
    return {
        "posted": show_amount(balance.posted),
        "held_out": show_amount(balance.held_out),
        "held_in": show_amount(balance.held_in),
        "available": maybe_amount(balance.available),
        "entries": balance.entries,
    }


def show_account(account: AccountView, balance: Balance) -> dict[str, object]:
    """Return an account as answers carry it."""
    return {
        "id": account.id,
        "kind": ACCOUNT_KINDS[account.kind],
        "status": account.status.name.lower(),
        "currency": account.currency,
        "purpose": account.purpose,
        "trade": account.category,
        "mark_id": account.mark_id,
        "balance": show_balance(balance),
    }


def show_entry(seen: SeenEntry) -> dict[str, object]:
    """Return an entry as answers carry it."""
    entry = seen.entry
    return {
        "number": entry.number,
        "amount": show_amount(entry.amount),
        "balance": show_amount(entry.balance),
        "transfer_id": entry.transfer_id,
        "kind": entry.kind.name.lower(),
        "purpose": entry.purpose,
        "reference": entry.reference,
        "other_account_id": seen.other_account_id,
        "city_at": entry.city_at,
        "wall_at": entry.wall_at,
    }


def show_hold(hold: TransferView, *, is_payer_hidden: bool) -> dict[str, object]:
    """Return a pending transfer as answers carry it."""
    return {
        "transfer_id": hold.id,
        "debit_id": None if is_payer_hidden else hold.debit_id,
        "credit_id": hold.credit_id,
        "amount": show_amount(hold.amount),
        "purpose": hold.purpose,
        "reference": hold.reference,
        "city_at": hold.city_at,
    }


OPEN: dict[str, object] = {
    "requestBody": {
        "content": {
            "application/json": {
                "examples": {
                    "own": {"summary": "An account of the firm's own for taxes", "value": {"purpose": "taxes"}},
                    "shop": {
                        "summary": "As the operator: a wallet for a grocery",
                        "value": {
                            "purpose": "wallet",
                            "trade": "5411",
                            "holder_id": "6b1d5a52-5d53-4b0a-9d3e-0d3c3a4d1f10",
                            "holder_kind": "organisation",
                            "tier": 4,
                        },
                    },
                }
            }
        }
    }
}
