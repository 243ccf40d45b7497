"""A part of an invoice goes back with the part of its tax, and parts one after another are the same as all at once."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.models import JournalContents
from alatau.money.errors.transfers import InsufficientFundsError
from alatau.money.models import InvoiceReturn
from alatau.money.values import new_transfer_id
from alatau.money.vat.errors import InvoiceRestError, InvoiceReturnReusedError
from alatau.money.vat.give_back import give_back_lines, give_back_rest, tax_back
from alatau.money.vat.invoice import NET, SPLIT, get_invoice, part_id
from alatau.money.vat.pay import pay_budget
from alatau.money.vat.split import vat_of
from alatau.money.vat.values import InvoiceLine, InvoiceView
from alatau.money.verify import verify_ledger
from alatau.money.wallet.errors import RefundByInvoiceError
from alatau.money.wallet.pay import refund
from alatau.money.wallet.read import get_receipt
from tests.money.ledger import tenge as units
from tests.money.vat.test_vat import BAKERY, SHOP, revenue, settle, tax, write
from tests.money.wallet.purses import firm, head, holds, purse, tenge
from tests.money.wallet.test_pages import browser, text

pytestmark = pytest.mark.usefixtures("city")
LINES = (("Нан", 100_000, True), ("Кітап", 10_000, False))


@pytest.fixture
def paid(city):
    invoice = write(lines=LINES)
    settle(invoice)
    return invoice


def back(invoice, *prices, request_id=None, by=BAKERY):
    """Give back so much of each line, in whole tenge; zero gives nothing back."""
    asked = {place: tenge(price) for place, price in enumerate(prices) if price}
    give_back_lines(invoice.id, asked, request_id=request_id or uuid4(), by=head(*by), at=read_clocks())


def purses():
    return holds(purse("sary_arka_nan")), holds(purse("farm_shop")), tax("sary_arka_nan"), revenue()


def test_half_of_a_line_gives_back_half_of_its_tax(paid):
    seller, payer, kept, _ = purses()
    back(paid, 50_000)
    assert purses() == (seller - 50_000, payer + 58_000, kept - 8_000, 0)
    found = get_invoice(paid.id)
    assert (found.returned_net, found.returned_vat, found.left) == (tenge(50_000), tenge(8_000), tenge(68_000))
    assert [line.left for line in found.lines] == [tenge(50_000), tenge(10_000)]
    assert verify_ledger().is_whole


def test_line_free_of_tax_takes_no_tax_along(paid):
    _, payer, kept, _ = purses()
    back(paid, 0, 4_000)
    assert (purses()[1], purses()[2]) == (payer + 4_000, kept)


def test_same_return_sent_again_moves_nothing_more(paid):
    request_id = uuid4()
    for _ in range(2):
        back(paid, 1_000, request_id=request_id)
    assert InvoiceReturn.objects.count() == 1
    assert JournalContents.objects.filter(line__action="money.invoice.returned").count() == 1
    with pytest.raises(InvoiceReturnReusedError):
        back(paid, 2_000, request_id=request_id)


def test_no_more_of_a_line_goes_back_than_is_left(paid):
    back(paid, 99_000)
    before = purses()
    with pytest.raises(InvoiceRestError) as refused:
        back(paid, 1_001)
    assert refused.value.facts["rest"] == tenge(1_000)
    assert purses() == before


def test_rest_goes_back_after_parts_and_then_nothing_does(paid):
    before = holds(purse("farm_shop"))
    back(paid, 33_333, 1)
    for _ in range(2):
        give_back_rest(paid.id, by=head(*BAKERY), at=read_clocks())
    assert holds(purse("farm_shop")) == before + 126_000
    assert (tax("sary_arka_nan"), revenue(), get_invoice(paid.id).left) == (0, 0, tenge(0))


def test_nobody_else_gives_an_invoice_back_nor_lines_that_it_has_not(paid):
    for chosen in ({"by": SHOP}, {"prices": (0, 0, 5)}):
        with pytest.raises(NotFoundError):
            back(paid, *chosen.pop("prices", (1,)), **chosen)
    with pytest.raises(NotFoundError):
        back(write(number="2"), 1)


def test_nothing_moves_when_the_tax_is_paid_to_the_budget_already(paid):
    pay_budget(tenge(16_000), request_id=new_transfer_id(), by=head(*BAKERY), at=read_clocks())
    before = purses()
    with pytest.raises(InsufficientFundsError):
        back(paid, 1_000)
    assert purses() == before
    assert not InvoiceReturn.objects.exists()


def test_price_of_an_invoice_goes_back_by_the_invoice_alone(paid):
    for part in (NET, SPLIT):
        part_of = part_id(paid.id, part)
        with pytest.raises(RefundByInvoiceError):
            refund(part_of, amount=tenge(1), refund_id=new_transfer_id(), by=head(*BAKERY), at=read_clocks())
    assert not get_receipt(firm("sary_arka_nan"), part_id(paid.id, NET)).may_refund


def view(lines):
    nothing = units(0)
    return InvoiceView(
        id=uuid4(), seller_id=uuid4(), seller="", account_id=uuid4(), number="1", net=nothing, vat=vat_of(lines),
        gross=nothing, issued_at=None, is_paid=True, returned_net=nothing, returned_vat=nothing, lines=tuple(lines),
    )  # fmt: skip


LINE = st.tuples(st.integers(1, 10**9), st.sampled_from([0, 1_200, 1_600]), st.lists(st.integers(1, 10**9), max_size=4))


@given(st.lists(LINE, min_size=1, max_size=5))
def test_parts_one_after_another_give_back_the_tax_of_all_at_once(said):
    lines = [InvoiceLine(what="x", net=units(net), rate_bp=rate, returned=units(0)) for net, rate, _ in said]
    invoice, taxes = view(lines), units(0)
    steps = [(place, part) for place, (_, _, parts) in enumerate(said) for part in parts]
    for place, part in [*steps, *((place, 10**9) for place in range(len(said)))]:
        price = min(units(part), invoice.lines[place].left)
        if not price:
            continue
        went = tax_back(invoice, {place: price})
        assert units(0) <= went <= price
        taxes += went
        after = replace(invoice.lines[place], returned=invoice.lines[place].returned + price)
        invoice = replace(invoice, lines=(*invoice.lines[:place], after, *invoice.lines[place + 1 :]))
        assert taxes == vat_of(lines) - vat_of(invoice.lines)
    assert taxes == vat_of(lines)


def test_seller_gives_parts_back_on_the_page(paid):
    seller, address = browser(*BAKERY), reverse("money:invoice_back", args=[paid.id])
    page = reverse("money:invoice", args=[paid.id])
    assert seller.post(address, {"request_id": uuid4()}).status_code == 422
    assert seller.post(address, {"request_id": uuid4(), "back_0": "200000"}).status_code == 422
    assert seller.post(address, {"request_id": uuid4(), "back_0": "25 000,50"}).status_code == 302
    shown = text(browser(*SHOP).get(page))
    assert "Given back" in shown
    assert "Give everything back" not in shown
    assert seller.post(address, {"whole": "1"}).status_code == 302
    assert get_invoice(paid.id).left == content().currency.whole(0)
