"""Standing orders in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import get_day_names
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from alatau.money.orders.values import OrderState, Rhythm

if TYPE_CHECKING:
    from alatau.money.orders.values import StandingOrderView


def say_rhythm(order: StandingOrderView) -> str:
    """Say how often an order is paid, and on which day."""
    if order.rhythm is Rhythm.MONTHLY:
        return _("every month on day %(day)s") % {"day": order.first_on.day}
    language = (get_language() or "en").partition("-")[0]
    return _("every week: %(weekday)s") % {"weekday": get_day_names("wide", locale=language)[order.first_on.weekday()]}


def say_state(order: StandingOrderView) -> tuple[str, str]:
    """Return the status of an order by the city's key for it, and in words."""
    if order.state is OrderState.ACTIVE and order.tries:
        return "overdue", pgettext("standing order", "Waits for money")
    return {
        OrderState.ACTIVE: ("active", pgettext("standing order", "In force")),
        OrderState.PAUSED: ("suspended", pgettext("standing order", "Paused")),
        OrderState.ENDED: ("ended", pgettext("standing order", "Ended")),
    }[order.state]
