"""Write an invoice, and read it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.money import total
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import list_bodies
from alatau.money.currencies import amount_of
from alatau.money.models import Invoice, InvoiceReturn
from alatau.money.read import find_transfer, get_account
from alatau.money.values import HolderId, TransferId
from alatau.money.vat.errors import InvoiceReusedError, NoSplitError
from alatau.money.vat.split import standard_rate_bp, vat_of
from alatau.money.vat.values import InvoiceLine, InvoiceView
from alatau.money.wallet.holder import firm_of, name_holder, wallet_id_of

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.vat.values import NewInvoice

_PARTS = UUID("1b7a77c4-0c0d-4e58-8f3b-52f5b1f5a7d1")
NET, VAT, SPLIT = "net", "vat", "split"


@transaction.atomic
def write_invoice(new: NewInvoice, *, by: Actor, at: Moment) -> InvoiceView:
    """Keep an invoice of the firm at hand; the same one twice is one invoice. It never changes.

    Raises:
        NotFoundError: people write no invoices.
        NoSplitError, InvoiceReusedError: in this order; nothing is written.
    """
    assert new.lines, "doors refuse an invoice of nothing"
    seller_id = firm_of(by)
    rate = standard_rate_bp(at.city_day)
    nothing = amount_of(0, content().currency.code)
    lines = [
        InvoiceLine(what=what, net=net, rate_bp=rate if taxed else 0, returned=nothing)
        for what, net, taxed in new.lines
    ]
    vat = vat_of(lines)
    if vat.units and not list_bodies(BodyRole.REVENUE):
        raise NoSplitError
    wanted = {
        "seller_id": seller_id,
        "number": new.number,
        "lines": [{"what": line.what, "net": line.net.units, "rate_bp": line.rate_bp} for line in lines],
        "net": total([line.net for line in lines], currency=content().currency).units,
        "vat": vat.units,
        "currency": content().currency.code,
    }
    known = Invoice.objects.filter(id=new.id).first()
    if known is not None:
        if any(getattr(known, part) != value for part, value in wanted.items()):
            raise InvoiceReusedError
        return _view(known)
    if Invoice.objects.filter(seller_id=seller_id, number=new.number).exists():
        raise InvoiceReusedError
    # Nothing is refused below this line.
    invoice = Invoice.objects.create(id=new.id, **wanted, issued_at=at.city_at)
    body = {"invoice_id": invoice.id, "net": invoice.net, "vat": invoice.vat}
    append_lines(
        [NewLine(kind=LineKind.EVENT, action="money.invoice.written", actor=by, subject_id=seller_id, body=body)], at=at
    )
    return _view(invoice)


def get_invoice(invoice_id: UUID) -> InvoiceView:
    """Return an invoice to whoever was given its id. Raises: NotFoundError: there is none such."""
    invoice = Invoice.objects.filter(id=invoice_id).first()
    if invoice is None:
        raise NotFoundError
    return _view(invoice)


def list_invoices(seller_id: HolderId, *, limit: int = 50) -> list[InvoiceView]:
    """Return the invoices that a firm wrote, the newest first."""
    written = Invoice.objects.filter(seller_id=seller_id).order_by("-issued_at", "id")[:limit]
    return [_view(invoice) for invoice in written]


def part_id(invoice_id: UUID, part: str) -> TransferId:
    """Return the id of the transfer that pays a part of an invoice: each is paid once, whoever pays."""
    return TransferId(uuid5(_PARTS, f"{invoice_id} {part}"))


def _view(invoice: Invoice) -> InvoiceView:
    seller_id = HolderId(invoice.seller_id)
    account = get_account(wallet_id_of(seller_id))
    returns = list(InvoiceReturn.objects.filter(invoice=invoice))
    back = Counter[int]()
    for each in returns:
        back.update(dict(each.lines))
    return InvoiceView(
        id=invoice.id,
        seller_id=seller_id,
        seller=name_holder(account),
        account_id=account.id,
        number=invoice.number,
        lines=tuple(
            InvoiceLine(
                what=line["what"],
                net=amount_of(line["net"], invoice.currency),
                rate_bp=line["rate_bp"],
                returned=amount_of(back[place], invoice.currency),
            )
            for place, line in enumerate(invoice.lines)
        ),
        net=amount_of(invoice.net, invoice.currency),
        vat=amount_of(invoice.vat, invoice.currency),
        gross=amount_of(invoice.net + invoice.vat, invoice.currency),
        issued_at=invoice.issued_at,
        is_paid=find_transfer(part_id(invoice.id, NET)) is not None,
        returned_net=amount_of(sum(each.net for each in returns), invoice.currency),
        returned_vat=amount_of(sum(each.vat for each in returns), invoice.currency),
    )
