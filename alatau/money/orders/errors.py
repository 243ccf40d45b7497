"""Why a standing order is not set or changed.

AlatauError
├── OrderDaysError          its days do not fit
├── StandingOrderReusedError  the id stands for another order
└── OrderOverError          it has ended
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


class OrderDaysError(AlatauError):
    """The first payment lies in the past, or the last day before the first."""

    code = "money.order_days"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("The first payment is today or later, and the last day comes after it. Choose other days.")


class StandingOrderReusedError(AlatauError):
    """The id stands for an order with other conditions."""

    code = "money.order_reused"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("This order was set up before with other details. Open the form anew.")


class OrderOverError(AlatauError):
    """An ended order is not paid again."""

    code = "money.order_over"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("This order has ended. Set up a new one.")
