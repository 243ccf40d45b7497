"""Bodies of marks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field, StrictBool

from alatau.core.errors import NotFoundError
from alatau.money.api.shapes import AmountOut, Key, Strict, Units
from alatau.money.programs.sight import find_holders
from alatau.money.values import AccountId, CapPeriod, CashOut, HolderId, MarkId, NewMark, OnSpend
from alatau.money.wallet.holder import wallet_id_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from alatau.money.programs.values import ProgramView

CAP_PERIODS = {period.name.lower(): period for period in CapPeriod}
ON_SPEND = {each.name.lower(): each for each in OnSpend}
CASH_OUT = {each.name.lower(): each for each in CashOut}
#: Accounts, trades or goods that one mark names.
NAMED_MOST = 2000

Accounts = Annotated[list[UUID], Field(max_length=NAMED_MOST)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Words = Annotated[str, Field(min_length=1, max_length=140)]


class MarkIn(Strict):
    """A condition to put on money."""

    name: Annotated[dict[Language, Words], Field(min_length=1, max_length=20)] = Field(
        description="What people read, by language."
    )
    purpose: Key
    return_account_id: UUID = Field(description="The owner's account that the rest goes back to.")
    valid_from: AwareDatetime
    valid_until: AwareDatetime
    parent_id: UUID | None = Field(None, description="The wider mark whose money this one narrows.")
    contract: Annotated[str, Field(max_length=140)] = ""
    payees: Accounts = Field([], description="Accounts of those whom it may be spent with.")
    final_payees: Accounts = Field([], description="Those of the payees that end a chain.")
    categories: Annotated[list[Annotated[str, Field(pattern=r"^[0-9]{4}$")]], Field(max_length=NAMED_MOST)] = Field(
        [], description="Trades of payees; with no payee and no trade, anybody may be paid."
    )
    goods: Annotated[list[Annotated[str, Field(pattern=r"^[A-Za-z0-9.]{1,32}$")]], Field(max_length=NAMED_MOST)] = []
    needs_evidence: StrictBool = False
    on_spend: Literal["clear", "travel"] = "clear"
    cash_out: Literal["never", "final_payee"] = "never"
    is_claimable: StrictBool = False
    payment_cap: Units | None = None
    period_cap: Units | None = None
    cap_period: Literal["day", "thirty_days"] | None = None


class MarkOut(Schema):
    """A mark with its conditions. Payees are named by the wallet that each has."""

    id: UUID
    name: dict[str, str]
    purpose: str
    return_account_id: UUID
    valid_from: datetime
    valid_until: datetime
    parent_id: UUID | None
    contract: str
    payees: list[UUID]
    final_payees: list[UUID]
    categories: list[str]
    goods: list[str]
    needs_evidence: bool
    on_spend: str
    cash_out: str
    is_claimable: bool
    payment_cap: int | None
    period_cap: int | None
    cap_period: str | None


class PotIn(Strict):
    """Whose pot it is to be, by any of their accounts."""

    account_id: UUID


class PotOut(Schema):
    """The account to pay into."""

    pot_id: UUID


class EvidenceIn(Strict):
    """A document that was seen."""

    reference: Annotated[str, Field(min_length=1, max_length=140)]
    document: Annotated[str, Field(min_length=1, max_length=140)] = Field(description="Its number or name.")


class SpentOut(Schema):
    """What one account was paid."""

    account_id: UUID
    amount: AmountOut


class WhereOut(Schema):
    """Where the money under a mark is."""

    held: AmountOut
    pots: int
    spent: list[SpentOut]
    spent_with_people: AmountOut
    returned: AmountOut


def new_mark(mark_id: UUID, body: MarkIn, *, by: ProgramView) -> NewMark:
    """Return the mark that a body asks for. Raises: NotFoundError: a payee's account does not exist."""
    return NewMark(
        id=MarkId(mark_id),
        owner_id=by.holder_id,
        name=dict(body.name),
        purpose=body.purpose,
        return_account_id=AccountId(body.return_account_id),
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        parent_id=MarkId(body.parent_id) if body.parent_id else None,
        contract=body.contract,
        payees=_holders_of(body.payees),
        final_payees=_holders_of(body.final_payees),
        categories=frozenset(body.categories),
        goods=frozenset(body.goods),
        needs_evidence=body.needs_evidence,
        on_spend=ON_SPEND[body.on_spend],
        cash_out=CASH_OUT[body.cash_out],
        is_claimable=body.is_claimable,
        payment_cap=body.payment_cap,
        period_cap=body.period_cap,
        cap_period=CAP_PERIODS[body.cap_period] if body.cap_period else None,
    )


def show_mark(mark: NewMark) -> dict[str, object]:
    """Return a mark as answers carry it."""
    return {
        "id": mark.id,
        "name": dict(mark.name),
        "purpose": mark.purpose,
        "return_account_id": mark.return_account_id,
        "valid_from": mark.valid_from,
        "valid_until": mark.valid_until,
        "parent_id": mark.parent_id,
        "contract": mark.contract,
        "payees": _wallets_of(mark.payees),
        "final_payees": _wallets_of(mark.final_payees),
        "categories": sorted(mark.categories),
        "goods": sorted(mark.goods),
        "needs_evidence": mark.needs_evidence,
        "on_spend": mark.on_spend.name.lower(),
        "cash_out": mark.cash_out.name.lower(),
        "is_claimable": mark.is_claimable,
        "payment_cap": mark.payment_cap,
        "period_cap": mark.period_cap,
        "cap_period": mark.cap_period.name.lower() if mark.cap_period else None,
    }


def _holders_of(account_ids: Collection[UUID]) -> frozenset[HolderId]:
    wanted = {AccountId(each) for each in account_ids}
    found = find_holders(wanted)
    if len(found) < len(wanted):
        raise NotFoundError
    return frozenset(holder_id for holder_id, _ in found.values())


def _wallets_of(holders: Collection[HolderId]) -> list[UUID]:
    return sorted(wallet_id_of(each) for each in holders)


SET: dict[str, object] = {
    "requestBody": {
        "content": {
            "application/json": {
                "examples": {
                    "meals": {
                        "summary": "School meals: 1,500.00 a day, in canteens",
                        "value": {
                            "name": {"kk": "Мектеп асы", "ru": "Школьное питание", "en": "School meals"},
                            "purpose": "school_meals",
                            "return_account_id": "4b0a9d3e-0d3c-5a4d-8f10-6b1d5a525d53",
                            "valid_from": "2026-09-01T00:00:00+05:00",
                            "valid_until": "2027-06-01T00:00:00+05:00",
                            "categories": ["5812"],
                            "period_cap": 150000,
                            "cap_period": "day",
                        },
                    }
                }
            }
        }
    }
}
