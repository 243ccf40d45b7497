"""A wallet at a glance: free money, pots with their story, limits, and a code to be paid by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.routes import Who, open_to
from alatau.money.bills.read import list_owed
from alatau.money.bodies.serve import choose_participant, find_server, list_participants
from alatau.money.forms import AskForm
from alatau.money.payouts.values import PayeeId
from alatau.money.payouts.vouchers.show import list_own
from alatau.money.present.bills import tell_bill
from alatau.money.present.payouts import tell_voucher
from alatau.money.present.words import say_stop, tell_mark
from alatau.money.qr.write import draw_code
from alatau.money.values import HolderKind, new_transfer_id
from alatau.money.wallet.errors import WalletMissingError
from alatau.money.wallet.find import write_asked
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.limits import list_left
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.open import open_wallet
from alatau.money.wallet.read import get_wallet, list_payments

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from alatau.access.requests import CityRequest
    from alatau.money.wallet.values import Pot

#: Payments that the first page shows; the rest is behind it.
GLANCE = 5
#: Bills to pay that the first page shows; the rest is behind it.
BILLS = 3
#: How a drawing says its size, which keeps it from growing.
SIZE = re.compile(r'width="(\d+)" height="(\d+)"')


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_safe
def home(request: CityRequest) -> HttpResponse:
    """Show the wallet at hand; who has none sees how to open one."""
    holder_id, kind = holder_of(request.actor)
    try:
        wallet = get_wallet(holder_id)
    except WalletMissingError:
        return render(request, "money/no_wallet.html")
    at = read_clocks()
    facts = {
        "wallet": wallet,
        # What has ended is in the history.
        "pots": [_tell(pot) for pot in wallet.pots if pot.amount.units or pot.mark.valid_until > at.city_at],
        "left": list_left(holder_id, wallet.account_id, at=at),
        "bills": [tell_bill(bill) for bill in list_owed(holder_id, on=at.city_day)[:BILLS]],
        "payments": list_payments(holder_id, limit=GLANCE),
        "vouchers": [tell_voucher(each) for each in list_own(PayeeId(holder_id), at=at)],
        "is_firm": kind is HolderKind.ORGANISATION,
    }
    return render(request, "money/home.html", facts)


@open_to(Who.RESIDENT)
@require_POST
def open_own(request: CityRequest) -> HttpResponse:
    """Open the wallet at hand."""
    holder_id, kind = holder_of(request.actor)
    at = read_clocks()
    open_wallet(holder_id, kind, by=request.actor, at=at)
    # One tap opens it; who serves it can be chosen later, and nothing of the money moves with that.
    serving = list_participants()
    if serving and find_server(holder_id) is None:
        choose_participant(holder_id, serving[0].key, by=request.actor, at=at)
    return redirect("money:home")


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_safe
def limits(request: CityRequest) -> HttpResponse:
    """Say how much may still be paid, and what stops it."""
    holder_id, _kind = holder_of(request.actor)
    wallet = get_wallet(holder_id)
    left = list_left(holder_id, wallet.account_id, at=read_clocks())
    return render(request, "money/limits.html", {"left": left, "why": say_stop(left)})


@open_to(Who.RESIDENT)
@require_safe
def ask(request: CityRequest) -> HttpResponse:
    """Show a code by which the wallet at hand is paid: any amount, or the one asked for."""
    holder_id, _kind = holder_of(request.actor)
    wallet = get_wallet(holder_id)
    form = AskForm(request.GET or None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    amount = given.get("amount")
    try:
        code = write_asked(
            wallet.account_id,
            amount=amount,
            transfer_id=new_transfer_id() if amount else None,
            words=given.get("words", ""),
        )
    except AlatauError as error:
        form.add_error("words", error.sentence())
        code = write_asked(wallet.account_id)
    return render(request, "money/ask.html", {"form": form, "code": code, "picture": picture_of(code), "asked": amount})


def picture_of(code: str) -> SafeString:
    """Return a code as a drawing inside the page, as large as its place there."""
    drawn = SIZE.sub(r'viewBox="0 0 \1 \2"', draw_code(code).decode(), count=1)
    return mark_safe(drawn)  # noqa: S308  # drawn by us; of the text it holds only squares


def _tell(pot: Pot) -> dict[str, object]:
    return {"pot": pot} | tell_mark(pot.mark)
