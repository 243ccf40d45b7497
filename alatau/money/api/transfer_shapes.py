"""Bodies of transfers, with examples for the API's description."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictBool, StrictInt

from alatau.money.api.shapes import KINDS, AmountOut, CurrencyCode, Key, Strict, Units, amount_from, show_amount
from alatau.money.errors.by_refusal import REFUSALS
from alatau.money.programs.values import Asked
from alatau.money.values import BATCH_MOST, AccountId, NewTransfer, TransferId, TransferKind, TransferView

if TYPE_CHECKING:
    from alatau.money.programs.values import SeenTransfer, Verdict

#: An account that nobody has: stands where a step leaves its accounts to the transfer that it concerns.
NOWHERE = AccountId(UUID(int=0))
#: Lengths are the ledger's to judge, in its documented order; this only keeps a body from growing without end.
Words = Annotated[str, Field(max_length=1000)]


class TransferIn(Strict):
    """A transfer to make. Its id is the caller's: sent again, it is the same transfer."""

    id: UUID | None = Field(None, description="UUID, best of version 7. In a single request the header may name it.")
    kind: Literal["move", "pending", "post", "void", "refund"] = "move"
    debit_id: UUID | None = Field(None, description="Account to pay from. Later steps may leave it out.")
    credit_id: UUID | None = Field(None, description="Account to pay to. Later steps may leave it out.")
    amount: Units | None = Field(None, description="Smallest units. `post` and `void` may leave it out: the whole.")
    currency: CurrencyCode = ""
    purpose: Words = Field("payment", description="A key of few letters: `wages`, `school_meals`.")
    reference: Words = Field("", description="For people: an invoice, an order. Never a person's number or name.")
    goods: Words = Field("", description="Code of the goods or the trade, where a mark asks for it.")
    is_linked: StrictBool = Field(
        default=False, description="Takes effect only together with the next one of the batch."
    )
    concerns_id: UUID | None = Field(None, description="The transfer that `post`, `void` or `refund` is about.")
    timeout_seconds: StrictInt | None = Field(None, description="City time after which a pending one gives back.")


class BatchIn(Strict):
    """Transfers that take effect in their order, in one commit."""

    transfers: list[TransferIn] = Field(min_length=1, max_length=BATCH_MOST)


class StepIn(Strict):
    """A later step of a pending transfer."""

    id: UUID | None = None
    amount: Units | None = Field(None, description="What is paid; left out, all that is held.")
    purpose: Key = "payment"
    reference: Words = ""


class RefundIn(Strict):
    """What is given back."""

    id: UUID | None = None
    amount: Units
    purpose: Key = "refund"
    reference: Words = ""


class VerdictOut(Schema):
    """What became of a transfer."""

    id: UUID
    verdict: Literal["accepted", "refused"]
    #: Of a refused one: the first reason that holds, as the reference lists them.
    code: str = ""
    #: What the refusal is measured by: what is there, paid already, or held; and the limit that it would pass.
    have: AmountOut | None = None
    most: AmountOut | None = None


class BatchOut(Schema):
    """One verdict for each transfer, in their order."""

    verdicts: list[VerdictOut]


class TransferOut(Schema):
    """A transfer as it was posted, as far as the reader may see it."""

    id: UUID
    kind: str
    #: Empty where a person paid, whom the payee does not see.
    debit_id: UUID | None
    credit_id: UUID | None
    amount: AmountOut
    purpose: str
    reference: str
    goods: str
    concerns_id: UUID | None
    #: Of a pending one: open, posted, voided or expired.
    hold: str | None
    refunded: AmountOut
    city_at: datetime
    wall_at: datetime


def ask_for(body: TransferIn, *, transfer_id: TransferId) -> Asked:
    """Return what the body asks for; what it leaves out is named, for later steps to find."""
    left = {name for name in ("debit_id", "credit_id", "amount") if getattr(body, name) is None}
    new = NewTransfer(
        id=transfer_id,
        debit_id=AccountId(body.debit_id or NOWHERE),
        credit_id=AccountId(body.credit_id or _other_than(body.debit_id)),
        amount=amount_from(body.amount or 0, body.currency),
        purpose=body.purpose,
        reference=body.reference,
        goods=body.goods,
        kind=KINDS[body.kind],
        is_linked=body.is_linked,
        concerns_id=TransferId(body.concerns_id) if body.concerns_id else None,
        timeout_seconds=body.timeout_seconds,
    )
    return Asked(new=new, open_fields=frozenset(left))


def ask_for_step(kind: TransferKind, first: TransferView, body: StepIn | RefundIn, *, step_id: TransferId) -> Asked:
    """Return a later step of a stored transfer: its accounts, turned round for a refund, and its amount or a part."""
    sides = (first.debit_id, first.credit_id)
    debit_id, credit_id = sides[::-1] if kind is TransferKind.REFUND else sides
    new = NewTransfer(
        id=step_id,
        debit_id=debit_id,
        credit_id=credit_id,
        amount=first.amount if body.amount is None else amount_from(body.amount, first.amount.currency.code),
        purpose=body.purpose,
        reference=body.reference,
        kind=kind,
        concerns_id=first.id,
    )
    return Asked(new=new)


def show_verdict(verdict: Verdict) -> dict[str, object]:
    """Return a verdict as answers carry it: the same for a repeat as for the first time."""
    if verdict.refusal is None:
        return {"id": verdict.id, "verdict": "accepted"}
    return {
        "id": verdict.id,
        "verdict": "refused",
        "code": REFUSALS[verdict.refusal].code,
        "have": show_amount(verdict.have) if verdict.have else None,
        "most": show_amount(verdict.most) if verdict.most else None,
    }


def show_transfer(seen: SeenTransfer) -> dict[str, object]:
    """Return a stored transfer as answers carry it."""
    transfer = seen.transfer
    return {
        "id": transfer.id,
        "kind": transfer.kind.name.lower(),
        "debit_id": seen.debit_id,
        "credit_id": seen.credit_id,
        "amount": show_amount(transfer.amount),
        "purpose": transfer.purpose,
        "reference": transfer.reference,
        "goods": transfer.goods,
        "concerns_id": transfer.concerns_id,
        "hold": transfer.hold.name.lower() if transfer.hold is not None else None,
        "refunded": show_amount(transfer.refunded),
        "city_at": transfer.city_at,
        "wall_at": transfer.wall_at,
    }


def _other_than(account_id: UUID | None) -> UUID:
    """Return an account that nobody has, and that is not the other side: two missing ones are not the same one."""
    return UUID(int=1) if account_id != UUID(int=1) else UUID(int=2)


def _example(summary: str, value: object) -> dict[str, object]:
    return {"summary": summary, "value": value}


_PAYMENT = {
    "id": "01979d3e-6c1a-7c3e-9a51-0b5c6f2a7d10",
    "debit_id": "4b0a9d3e-0d3c-5a4d-8f10-6b1d5a525d53",
    "credit_id": "9d3e0d3c-3a4d-5f10-8b1d-5a525d534b0a",
    "amount": 125000,
    "purpose": "invoice",
    "reference": "2026-000017",
}
_HELD = {**_PAYMENT, "kind": "pending", "timeout_seconds": 86400}
ONE: dict[str, object] = {
    "requestBody": {
        "content": {
            "application/json": {
                "examples": {
                    "payment": _example("Pay an invoice of 1,250.00", _PAYMENT),
                    "hold": _example("Hold it for a day", _HELD),
                }
            }
        }
    }
}
_TAX = {**_PAYMENT, "id": "01979d3e-6c1b-7f00-8000-000000000001", "amount": 17241, "purpose": "vat"}
SEVERAL: dict[str, object] = {
    "requestBody": {
        "content": {
            "application/json": {
                "examples": {
                    "linked": _example(
                        "An invoice and its tax, both or neither",
                        {"transfers": [{**_PAYMENT, "is_linked": True}, _TAX]},
                    )
                }
            }
        }
    }
}
