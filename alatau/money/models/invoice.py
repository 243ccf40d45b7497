"""Invoices with value added tax."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel


class Invoice(AppendOnlyModel):
    """What a firm asks for what it sold, with its tax. Whether it is paid, the ledger says."""

    id = models.UUIDField(primary_key=True, editable=False)
    seller_id = models.UUIDField()
    #: The seller's own number of it.
    number = models.CharField(max_length=40)
    #: What was sold: words, net in smallest units, rate in hundredths of a percent.
    lines = models.JSONField()
    net = models.BigIntegerField()
    vat = models.BigIntegerField()
    currency = models.CharField(max_length=12)
    issued_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seller_id", "-issued_at"], name="invoice_by_seller")]
        constraints = [
            models.UniqueConstraint(fields=["seller_id", "number"], name="invoice_numbered_once"),
            models.CheckConstraint(condition=Q(net__gt=0, vat__gte=0), name="invoice_amounts_positive"),
            models.CheckConstraint(condition=Q(vat__lte=F("net")), name="invoice_tax_below_its_price"),
        ]


class InvoiceReturn(AppendOnlyModel):
    """Parts of an invoice that its seller gave back, with their tax. Its id is the request's: it happens once."""

    id = models.UUIDField(primary_key=True, editable=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="returns")
    #: Places of lines from 0, each with the price that went back, in smallest units.
    lines = models.JSONField()
    net = models.BigIntegerField()
    vat = models.BigIntegerField()
    returned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(net__gt=0, vat__gte=0), name="invoice_return_amounts_positive"),
            # A tiyn of price can carry a whole one of tax, when the rounding of the rest turns with it.
            models.CheckConstraint(condition=Q(vat__lte=F("net")), name="invoice_return_tax_below_its_price"),
        ]
