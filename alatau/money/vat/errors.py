"""Why an invoice is not written or paid.

AlatauError
├── InvoiceReusedError   its id or number stands for another invoice
├── InvoicePaidError     it is paid already, by somebody else
└── NoSplitError         this city knows no body that receives the tax
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError


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


class NoSplitError(AlatauError):
    """No body of the content receives the tax."""

    code = "money.no_split"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def sentence(self) -> str:
        return _("This city does not split the tax from invoices. Leave the tax out.")
