"""A shop's till: an amount becomes a code, the code becomes "paid"; and what the day brought."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.money import total
from alatau.core.routes import Who, open_to
from alatau.money.forms import BillForm
from alatau.money.pages.home import picture_of
from alatau.money.read import find_transfer
from alatau.money.values import HolderKind, TransferKind, new_transfer_id
from alatau.money.wallet.find import read_asked, write_asked
from alatau.money.wallet.holder import holder_of, wallet_id_of
from alatau.money.wallet.read import get_wallet, list_payments

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.money import Amount
    from alatau.money.values import AccountId, HolderId
    from alatau.money.wallet.values import Asked, Payment

#: Payments of a day that a till lists.
DAY_MOST = 500


@open_to(Who.RESIDENT)
@require_safe
def till(request: CityRequest) -> HttpResponse:
    """Ask how much, and make the code of this one bill."""
    account_id = get_wallet(_shop(request)).account_id
    form = BillForm(request.GET or None)
    if form.is_bound and form.is_valid():
        code = write_asked(account_id, amount=form.cleaned_data["amount"], transfer_id=new_transfer_id())
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
    holder_id, today = _shop(request), read_clocks().city_day
    zone = ZoneInfo(content().time_zone)
    payments = [each for each in list_payments(holder_id, limit=DAY_MOST) if each.at.astimezone(zone).date() == today]
    came = [each for each in payments if each.kind is TransferKind.MOVE and each.amount.units > 0]
    back = [each for each in payments if each.kind is TransferKind.REFUND and each.amount.units < 0]
    income, returned = _sum(came), -_sum(back)
    facts = {"today": today, "payments": payments, "count": len(came), "came": income, "back": returned}
    return render(request, "money/till_day.html", facts | {"rest": income - returned})


def _shop(request: CityRequest) -> HolderId:
    """Return the firm at hand. Raises: NotFoundError: people have no till."""
    holder_id, kind = holder_of(request.actor)
    if kind is not HolderKind.ORGANISATION:
        raise NotFoundError
    return holder_id


def _state(request: CityRequest) -> dict[str, object]:
    code = request.GET.get("code", "")
    asked, account_id = read_asked(code), wallet_id_of(_shop(request))
    if asked.payee.account_id != account_id or asked.amount is None or asked.transfer_id is None:
        raise NotFoundError
    return {
        "code": code,
        "asked": asked,
        "is_paid": _is_paid(asked, account_id),
        "picture": picture_of(code),
        "state": f"{reverse('money:bill_state')}?{urlencode({'code': code})}",
    }


def _is_paid(asked: Asked, account_id: AccountId) -> bool:
    assert asked.transfer_id is not None
    paid = find_transfer(asked.transfer_id)
    # Somebody who changed the amount in the code paid something else, and not this bill.
    return paid is not None and paid.credit_id == account_id and paid.amount == asked.amount


def _sum(payments: list[Payment]) -> Amount:
    return total([each.amount for each in payments], currency=content().currency)
