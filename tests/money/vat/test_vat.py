"""The tax of an invoice is split off, pays tax alone, and comes back with a refund."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_account_id, get_body
from alatau.money.errors.marks import MarkCashError, MarkPayeeError
from alatau.money.errors.transfers import InsufficientFundsError
from alatau.money.values import new_transfer_id
from alatau.money.vat.errors import InvoicePaidError, InvoiceReusedError
from alatau.money.vat.give_back import give_back_rest
from alatau.money.vat.invoice import get_invoice, write_invoice
from alatau.money.vat.pay import pay_budget, pay_invoice, tax_mark_id
from alatau.money.vat.split import standard_rate_bp, vat_of
from alatau.money.vat.values import InvoiceLine, NewInvoice
from alatau.money.verify import verify_ledger
from alatau.money.wallet.errors import PayeeSelfError
from alatau.money.wallet.ids import pot_id_of
from alatau.money.wallet.pay import pay
from alatau.money.wallet.values import NewPayment
from tests.money.ledger import tenge as units
from tests.money.wallet.purses import firm, head, holds, purse, tenge
from tests.money.wallet.test_pages import browser, text
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")
BAKERY, SHOP = ("nurlan", "sary_arka_nan"), ("emma", "farm_shop")


def write(seller=BAKERY, *, lines=(("Нан", 100_000, True),), **chosen):
    asked = [(what, tenge(net), taxed) for what, net, taxed in lines]
    new = NewInvoice(**{"id": uuid4(), "number": "1", "lines": asked, **chosen})
    return write_invoice(new, by=head(*seller), at=read_clocks())


def settle(invoice, payer=SHOP) -> None:
    pay_invoice(invoice.id, by=head(*payer), at=read_clocks())


def tax(key: str) -> int:
    return holds(pot_id_of(firm(key), tax_mark_id()))


def revenue() -> int:
    return holds(body_account_id(get_body(BodyRole.REVENUE)))


def test_price_goes_to_the_seller_and_tax_to_the_sellers_tax_money():
    before = holds(purse("sary_arka_nan")), holds(purse("farm_shop"))
    invoice = write()
    assert (invoice.vat, invoice.gross) == (tenge(16_000), tenge(116_000))
    for _ in range(2):
        settle(invoice)
    assert (holds(purse("sary_arka_nan")), holds(purse("farm_shop"))) == (before[0] + 100_000, before[1] - 116_000)
    assert (tax("sary_arka_nan"), revenue()) == (16_000, 0)
    assert get_invoice(invoice.id).is_paid
    assert verify_ledger().is_whole


def test_tax_money_pays_the_tax_of_own_purchases_first():
    settle(write())
    bought = write(SHOP, lines=(("Тұқым", 50_000, True),))
    before = holds(purse("sary_arka_nan"))
    settle(bought, BAKERY)
    assert (tax("sary_arka_nan"), tax("farm_shop")) == (8_000, 8_000)
    assert holds(purse("sary_arka_nan")) == before - 50_000


def test_tax_money_pays_the_budget_and_nothing_else():
    settle(write())
    source = pot_id_of(firm("sary_arka_nan"), tax_mark_id())
    for payee, error in ((purse("bolat"), MarkPayeeError), (purse("farm_shop"), MarkPayeeError)):
        new = NewPayment(id=new_transfer_id(), source_id=source, payee_id=payee, amount=tenge(1))
        with pytest.raises((error, MarkCashError)):
            pay(new, by=head(*BAKERY), at=read_clocks())
    request_id = new_transfer_id()
    for _ in range(2):
        pay_budget(tenge(6_000), request_id=request_id, by=head(*BAKERY), at=read_clocks())
    assert (tax("sary_arka_nan"), revenue()) == (10_000, 6_000)


def test_invoice_is_paid_whole_or_not_at_all():
    before = holds(purse("farm_shop"))
    invoice = write(lines=(("Нан", before, True),))
    with pytest.raises(InsufficientFundsError):
        settle(invoice)
    assert (holds(purse("farm_shop")), get_invoice(invoice.id).is_paid) == (before, False)


def test_refund_sends_price_and_tax_back_once():
    before = holds(purse("sary_arka_nan")), holds(purse("farm_shop"))
    invoice = write()
    settle(invoice)
    for _ in range(2):
        give_back_rest(invoice.id, by=head(*BAKERY), at=read_clocks())
    assert (holds(purse("sary_arka_nan")), holds(purse("farm_shop"))) == before
    assert (tax("sary_arka_nan"), revenue()) == (0, 0)
    with pytest.raises(NotFoundError):
        give_back_rest(invoice.id, by=head(*SHOP), at=read_clocks())


def test_invoice_free_of_tax_splits_nothing():
    invoice = write(lines=(("Кітап", 1_000, False),))
    settle(invoice)
    assert (invoice.vat, get_invoice(invoice.id).is_paid) == (tenge(0), True)


def test_invoice_is_paid_by_one_and_never_by_its_seller():
    invoice = write()
    with pytest.raises(PayeeSelfError):
        settle(invoice, BAKERY)
    settle(invoice)
    with pytest.raises(InvoicePaidError):
        pay_invoice(invoice.id, by=resident("emma").actor, at=read_clocks())


def test_invoice_never_changes_and_its_number_is_used_once():
    first = write()
    same = [(line.what, line.net, line.rate_bp > 0) for line in first.lines]
    assert write(id=first.id, lines=[(what, net.units // 100, taxed) for what, net, taxed in same]) == first
    for chosen in ({"id": first.id, "lines": (("Тоқаш", 1, True),)}, {}):
        with pytest.raises(InvoiceReusedError):
            write(**chosen)
    new = NewInvoice(id=uuid4(), number="2", lines=[("x", tenge(1), True)])
    with pytest.raises(NotFoundError):
        write_invoice(new, by=resident("emma").actor, at=read_clocks())


@given(st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from([0, 1_200, 1_600])), min_size=1, max_size=12))
def test_tax_is_rounded_once_to_the_nearest_tiyn(lines):
    vat = vat_of([InvoiceLine(what="x", net=units(net), rate_bp=rate, returned=units(0)) for net, rate in lines])
    exact = sum(Fraction(net * rate, 10_000) for net, rate in lines)
    assert abs(vat.units - exact) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("day", "rate"), [(date(2025, 12, 31), 1_200), (date(2026, 1, 1), 1_600), (date(1990, 1, 1), 0)]
)
def test_rate_is_that_of_the_day(day, rate):
    assert standard_rate_bp(day) == rate


def test_invoice_is_written_and_paid_on_pages():
    seller, given_ = browser(*BAKERY), {"request_id": uuid4(), "number": "7", "what_1": "Нан", "net_1": "1000"}
    answer = seller.post(reverse("money:invoices"), {**given_, "taxed_1": "on"})
    assert answer.status_code == 302
    assert "160" in text(browser(*SHOP).get(answer["Location"]))
    assert "Paid" in text(browser(*SHOP).post(answer["Location"], follow=True))
    assert "This money pays the tax" in text(seller.get(reverse("money:invoices")))
    half = {**given_, "request_id": uuid4(), "number": "8", "what_2": "Тоқаш"}
    assert seller.post(reverse("money:invoices"), half).status_code == 422
    assert (
        seller.post(reverse("money:to_budget"), {"request_id": new_transfer_id(), "amount": "100"}).status_code == 302
    )
    assert browser("emma").get(reverse("money:invoices")).status_code == 404
    assert (tax("sary_arka_nan"), revenue()) == (60, 100)
