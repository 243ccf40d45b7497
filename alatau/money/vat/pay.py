"""Pay an invoice: its price to the seller, its tax to the seller's marked money, all of it or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_account_id, body_id, get_body
from alatau.money.mark import find_mark, set_mark
from alatau.money.post import post_linked, post_transfer
from alatau.money.read import find_transfer, get_account, get_balances
from alatau.money.values import (
    AccountId,
    HolderId,
    HolderKind,
    MarkId,
    NewMark,
    NewTransfer,
    TransferId,
)
from alatau.money.vat.errors import InvoicePaidError
from alatau.money.vat.invoice import NET, SPLIT, VAT, get_invoice, part_id
from alatau.money.wallet.errors import PayeeSelfError
from alatau.money.wallet.holder import holder_of, pot_id_of, wallet_id_of
from alatau.money.wallet.open import open_pot
from alatau.money.wallet.read import INVOICE_PRICE, INVOICE_TAX
from alatau.papers.locks import lock_name

if TYPE_CHECKING:
    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment
    from alatau.money.vat.values import InvoiceView

declare_points("money.vat.posted")

_MARKS = UUID("8b1f9b1c-9e0c-4b53-8a1d-2b8b9c7e4f60")
#: How long the tax money keeps its mark: longer than anybody keeps it.
LASTS = timedelta(days=3650)
PAID_IN = "vat_paid"


@transaction.atomic
def pay_invoice(invoice_id: UUID, *, by: Actor, at: Moment) -> None:
    """Pay an invoice whole from the wallet at hand, once. The tax comes first from the payer's own tax money.

    What a seller gets as tax can pay the tax of the seller's own purchases, and the budget, and nothing else.

    Raises:
        NotFoundError, PayeeSelfError, InvoicePaidError: in this order.
        TransferRefusedError: one of its kinds; nothing moves then.
    """
    invoice = get_invoice(invoice_id)
    payer_id, _kind = holder_of(by)
    if payer_id == invoice.seller_id:
        raise PayeeSelfError
    paid = find_transfer(part_id(invoice.id, NET))
    if paid is not None:
        if get_account(paid.debit_id).holder_id != payer_id:
            raise InvoicePaidError
        return
    post_linked(_transfers(invoice, payer_id, by=by, at=at), by=by, at=at)
    reach("money.vat.posted")


@transaction.atomic
def pay_budget(amount: Amount, *, request_id: TransferId, by: Actor, at: Moment) -> None:
    """Pay tax money of the wallet at hand to the budget, once.

    Raises:
        NotFoundError: the holder has none.
        TransferRefusedError: there is less.
    """
    holder_id, _kind = holder_of(by)
    pot_id = pot_id_of(holder_id, tax_mark_id())
    get_account(pot_id)
    new = NewTransfer(
        id=request_id, debit_id=pot_id, credit_id=_revenue(), amount=amount, purpose=PAID_IN, reference=""
    )
    post_transfer(new, by=by, at=at)


def tax_mark_id() -> MarkId:
    """Return the id of the mark that the tax is under, set or not."""
    return MarkId(uuid5(_MARKS, content().code))


def _transfers(invoice: InvoiceView, payer_id: HolderId, *, by: Actor, at: Moment) -> list[NewTransfer]:
    net = NewTransfer(
        id=part_id(invoice.id, NET),
        debit_id=wallet_id_of(payer_id),
        credit_id=invoice.account_id,
        amount=invoice.net,
        purpose=INVOICE_PRICE,
        reference=invoice.number,
    )
    if not invoice.vat.units:
        return [net]
    _set_mark(by=by, at=at)
    vat = replace(
        net,
        id=part_id(invoice.id, VAT),
        debit_id=_tax_source(payer_id, invoice.vat),
        credit_id=_revenue(),
        amount=invoice.vat,
        purpose=INVOICE_TAX,
    )
    # Only its owner puts money under a mark: the tax passes through the revenue's account in the same commit.
    split = replace(
        vat,
        id=part_id(invoice.id, SPLIT),
        debit_id=_revenue(),
        credit_id=open_pot(invoice.seller_id, HolderKind.ORGANISATION, tax_mark_id(), by=by, at=at),
    )
    return [replace(net, is_linked=True), replace(vat, is_linked=True), split]


def _tax_source(payer_id: HolderId, vat: Amount) -> AccountId:
    """Return the payer's own tax money where it covers the whole tax, else their wallet."""
    pot_id = pot_id_of(payer_id, tax_mark_id())
    pot = get_balances([pot_id]).get(pot_id)
    covers = pot is not None and pot.available is not None and pot.available.units >= vat.units
    return pot_id if covers else wallet_id_of(payer_id)


def _set_mark(*, by: Actor, at: Moment) -> None:
    # Of two first invoices at once, the second waits here and finds the mark of the first.
    lock_name("money.vat", tax_mark_id())
    if find_mark(tax_mark_id()) is not None:
        return
    revenue = body_id(get_body(BodyRole.REVENUE))
    kind = next(each for each in content().mark_kinds if each.key == INVOICE_TAX)
    mark = NewMark(
        id=tax_mark_id(),
        owner_id=revenue,
        name=dict(kind.name),
        purpose=INVOICE_TAX,
        return_account_id=_revenue(),
        valid_from=at.city_at,
        valid_until=at.city_at + LASTS,
        payees=frozenset({revenue}),
    )
    set_mark(mark, by=by, at=at)


def _revenue() -> AccountId:
    return body_account_id(get_body(BodyRole.REVENUE))
