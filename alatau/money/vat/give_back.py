"""Give an invoice back, whole or in part: prices of lines, and with them the tax that what is left does not carry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.money import total
from alatau.money.currencies import amount_of
from alatau.money.models import InvoiceReturn
from alatau.money.post import post_linked
from alatau.money.read import find_transfer
from alatau.money.values import NewTransfer, TransferId, TransferKind
from alatau.money.vat.errors import InvoiceRestError, InvoiceReturnReusedError
from alatau.money.vat.invoice import NET, SPLIT, VAT, get_invoice, part_id
from alatau.money.vat.split import vat_of
from alatau.money.wallet.holder import holder_of
from alatau.papers.locks import lock_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment
    from alatau.money.vat.values import InvoiceView

declare_points("money.invoice_back.kept", "money.invoice_back.posted")

PURPOSE = "refund"


@transaction.atomic
def give_back_lines(invoice_id: UUID, prices: Mapping[int, Amount], *, request_id: UUID, by: Actor, at: Moment) -> None:
    """Give back parts of an invoice's lines, once per request: the price of each, by the line's place from 0.

    The tax goes along: what stays taxed is the tax of the prices that stay, so that parts given back one after another
    are the same as all at once, to the smallest unit. Everything goes where it came from; the invoice stays as written.

    Raises:
        NotFoundError: it is not the actor's own, was not paid, or has no such line.
        InvoiceReturnReusedError: the request gave something else back.
        InvoiceRestError: less is left of a line.
        TransferRefusedError: the money is not there any more; nothing moves then.
    """
    assert prices, "doors refuse to give back nothing"
    assert all(price.units > 0 for price in prices.values()), "doors refuse zero and negative amounts"
    invoice = _lock(invoice_id, by=by)
    lines = [[place, price.units] for place, price in sorted(prices.items())]
    if (known := InvoiceReturn.objects.filter(id=request_id).first()) is not None:
        if (known.invoice_id, known.lines) != (invoice_id, lines):
            raise InvoiceReturnReusedError
        return
    if not set(prices) <= set(range(len(invoice.lines))):
        raise NotFoundError
    for place, price in prices.items():
        if price > invoice.lines[place].left:
            raise InvoiceRestError(what=invoice.lines[place].what, rest=invoice.lines[place].left)

    # Nothing is refused below this line, but by the ledger.
    net, vat = total([*prices.values()], currency=invoice.net.currency), tax_back(invoice, prices)
    InvoiceReturn.objects.create(
        id=request_id, invoice_id=invoice_id, lines=lines, net=net.units, vat=vat.units, returned_at=at.city_at
    )
    body = {"invoice_id": invoice_id, "return_id": request_id, "net": net.units, "vat": vat.units}
    line = NewLine(
        kind=LineKind.EVENT, action="money.invoice.returned", actor=by, subject_id=invoice.seller_id, body=body
    )
    append_lines([line], at=at)
    reach("money.invoice_back.kept")
    post_linked(_transfers(invoice, request_id, net=net, vat=vat), by=by, at=at)
    reach("money.invoice_back.posted")


@transaction.atomic
def give_back_rest(invoice_id: UUID, *, by: Actor, at: Moment) -> None:
    """Give back all that is left of an invoice; where nothing is, nothing happens.

    Raises:
        as `give_back_lines`.
    """
    invoice = _lock(invoice_id, by=by)
    left = {place: line.left for place, line in enumerate(invoice.lines) if line.left.units}
    if left:
        give_back_lines(invoice_id, left, request_id=uuid5(invoice_id, "the rest"), by=by, at=at)


def tax_back(invoice: InvoiceView, prices: Mapping[int, Amount]) -> Amount:
    """Return the tax that goes back with prices: the tax of what is left now, less that of what is left after."""
    after = [
        replace(line, returned=line.returned + prices[place]) if place in prices else line
        for place, line in enumerate(invoice.lines)
    ]
    return vat_of(invoice.lines) - vat_of(after)


def _lock(invoice_id: UUID, *, by: Actor) -> InvoiceView:
    # Two at once: the second waits here, and then sees what the first gave back.
    lock_name("money.invoice", invoice_id)
    invoice = get_invoice(invoice_id)
    holder_id, _kind = holder_of(by)
    if invoice.seller_id != holder_id or not invoice.is_paid:
        raise NotFoundError
    return invoice


def _transfers(invoice: InvoiceView, request_id: UUID, *, net: Amount, vat: Amount) -> list[NewTransfer]:
    """Return the way back of each part, the tax through the revenue's account as it came."""
    amounts = {NET: net.units, SPLIT: vat.units, VAT: vat.units}
    parts = [(part, units) for part, units in amounts.items() if units]
    found = []
    for place, (part, units) in enumerate(parts, start=1):
        paid = find_transfer(part_id(invoice.id, part))
        assert paid is not None, "what is given back was paid"
        new = NewTransfer(
            id=TransferId(uuid5(request_id, part)),
            debit_id=paid.credit_id,
            credit_id=paid.debit_id,
            amount=amount_of(units, net.currency.code),
            purpose=PURPOSE,
            reference=invoice.number,
            kind=TransferKind.REFUND,
            concerns_id=paid.id,
            is_linked=place < len(parts),
        )
        found.append(new)
    return found
