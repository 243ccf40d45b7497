"""A shop's till: an amount becomes a code, the code becomes "paid"; and what the day brought."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.forms import BillForm
from alatau.money.pages.asked import number_asked
from alatau.money.pages.home import picture_of
from alatau.money.read import find_transfer, get_account
from alatau.money.values import new_transfer_id
from alatau.money.wallet.day import list_day, sum_day
from alatau.money.wallet.find import read_asked, write_asked
from alatau.money.wallet.holder import firm_of, wallet_id_of
from alatau.money.wallet.read import get_wallet

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.money.wallet.values import Asked


@open_to(Who.RESIDENT)
@require_safe
def till(request: CityRequest) -> HttpResponse:
    """Ask how much, and make the code of this one bill."""
    account_id = get_wallet(firm_of(request.actor)).account_id
    form = BillForm(request.GET or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        code = write_asked(
            account_id, amount=given["amount"], transfer_id=new_transfer_id(), goods=given.get("goods", "")
        )
        return redirect(f"{reverse('money:bill')}?{urlencode({'code': code})}")
    return render(request, "money/till.html", {"form": form})


@open_to(Who.RESIDENT)
@require_safe
def bill(request: CityRequest) -> HttpResponse:
    """Show a bill's code, large, until it is paid."""
    return render(request, "money/bill.html", _state(request))


@open_to(Who.RESIDENT)
@require_safe
def state(request: CityRequest) -> HttpResponse:
    """Show the part of a bill's page that changes when it is paid."""
    return render(request, "money/parts/bill.html", _state(request))


@open_to(Who.RESIDENT)
@require_safe
def day(request: CityRequest) -> HttpResponse:
    """Close the day: what came, what went back, and what is left of it."""
    holder_id, today = firm_of(request.actor), read_clocks().city_day
    page = list_day(wallet_id_of(holder_id), today, older_than=number_asked(request, "before"))
    facts = {"today": today, "day": sum_day(holder_id, today), "page": page, "payments": page.payments}
    return render(request, "money/till_day.html", facts)


def _state(request: CityRequest) -> dict[str, object]:
    code = request.GET.get("code", "")
    asked, account_id = read_asked(code), wallet_id_of(firm_of(request.actor))
    if asked.payee.account_id != account_id or asked.amount is None or asked.transfer_id is None:
        raise NotFoundError
    return {
        "code": code,
        "asked": asked,
        "is_paid": _is_paid(asked),
        "picture": picture_of(code),
        "state": f"{reverse('money:bill_state')}?{urlencode({'code': code})}",
    }


def _is_paid(asked: Asked) -> bool:
    assert asked.transfer_id is not None
    paid = find_transfer(asked.transfer_id)
    if paid is None:
        return False
    # Somebody who changed the amount or the goods in the code paid something else, and not this bill. Money whose mark
    # goes on with it comes into another account of the shop.
    is_ours = get_account(paid.credit_id).holder_id == asked.payee.holder_id
    return is_ours and (paid.amount, paid.goods) == (asked.amount, asked.goods)
