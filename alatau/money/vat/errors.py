"""Why an invoice is not written or paid.

AlatauError
├── InvoiceReusedError   its id or number stands for another invoice
├── InvoicePaidError     it is paid already, by somebody else
├── InvoiceRestError     more would go back than is left of a line
├── InvoiceReturnReusedError   the request gave something else back
└── NoSplitError         this city knows no body that receives the tax
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError
from alatau.core.say import say_fact


class InvoiceReusedError(AlatauError):
    """The id or the number stands for an invoice with other lines."""

    code = "money.invoice_reused"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("You have another invoice with this number. Give this one a number of its own.")


class InvoicePaidError(AlatauError):
    """Somebody has paid the invoice."""

    code = "money.invoice_paid"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("This invoice is paid. Nothing is due any more.")


class InvoiceRestError(AlatauError):
    """More would go back than is left of a line; `rest` is what is left."""

    code = "money.invoice_rest"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("Of “%(what)s”, only %(rest)s can still go back. Enter that or less.") % {
            "what": self.facts["what"],
            "rest": say_fact(self.facts["rest"]),
        }


class InvoiceReturnReusedError(AlatauError):
    """The id belongs to another return."""

    code = "money.invoice_return_reused"
    http_status = HTTPStatus.CONFLICT

    def sentence(self) -> str:
        return _("This return was made before with other amounts. Open the invoice again to see what went back.")


class NoSplitError(AlatauError):
    """No body of the content receives the tax."""

    code = "money.no_split"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("This city does not split the tax from invoices. Leave the tax out.")
