"""Marks, limits and sources of money in the reader's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.core.money import Amount, format_amount
from alatau.core.text import format_list
from alatau.money.values import CapPeriod

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from alatau.money.values import NewMark
    from alatau.money.wallet.values import Left, Wallet


def name_mark(mark: NewMark) -> str:
    """Return a mark's name in the reader's language, else in the first one it has."""
    return mark.name.get((get_language() or "").partition("-")[0]) or next(iter(mark.name.values()))


def tell_mark(mark: NewMark) -> dict[str, object]:
    """Return what a page says of a mark: its name and its conditions."""
    return {"name": name_mark(mark), "where": say_where(mark), "goods": say_goods(mark), "caps": say_caps(mark)}


def say_where(mark: NewMark) -> str:
    """Say where a mark's money can be spent."""
    trades = say_trades(mark.categories)
    if trades:
        return trades
    return _("With those whom the owner named") if mark.payees else _("Everywhere")


def say_trades(trades: Iterable[str]) -> str:
    """Say trades as one list; empty for none that the content names."""
    return _list([content().trades[each].say() for each in sorted(trades) if each in content().trades])


def say_goods(mark: NewMark) -> str:
    """Say what a mark's money buys; empty where it may buy anything."""
    known = content().goods
    return _list([known[each].say() if each in known else each for each in sorted(mark.goods)])


def say_caps(mark: NewMark) -> list[str]:
    """Say how much of a mark's money may be spent at once, and in its period."""
    currency, said = content().currency, []
    if mark.payment_cap is not None:
        said.append(_("At most %(amount)s at once") % {"amount": format_amount(Amount(mark.payment_cap, currency))})
    if mark.period_cap is not None:
        amount = format_amount(Amount(mark.period_cap, currency))
        words = (
            _("At most %(amount)s a day")
            if mark.cap_period is CapPeriod.DAY
            else _("At most %(amount)s in thirty days")
        )
        said.append(words % {"amount": amount})
    return said


def say_stop(left: Left) -> str:
    """Say what stops a payer first."""
    return {
        "funds": _("That is all the free money you have."),
        "payment": _("One payment may not be larger."),
        "day": _("The limit of today stops you before your money does."),
        "month": _("The limit of thirty days stops you before your money does."),
    }[left.by]


def list_sources(wallet: Wallet) -> Iterator[tuple[UUID, str]]:
    """Yield what a holder may pay from, with what it holds."""
    yield wallet.account_id, _("Free money: %(amount)s") % {"amount": format_amount(wallet.available)}
    for pot in wallet.pots:
        yield pot.account_id, f"{name_mark(pot.mark)}: {format_amount(pot.amount)}"


def _list(names: Sequence[str]) -> str:
    """Return names as one list: only the first keeps its capital letter."""
    return format_list([name if place == 0 else name[:1].lower() + name[1:] for place, name in enumerate(names)])
