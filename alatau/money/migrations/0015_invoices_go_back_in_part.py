"""What of an invoice was given back, line by line."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the table of returns."""

    dependencies = [("money", "0014_bank_messages_are_forgotten")]

    operations = [
        migrations.CreateModel(
            name="InvoiceReturn",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("lines", models.JSONField()),
                ("net", models.BigIntegerField()),
                ("vat", models.BigIntegerField()),
                ("returned_at", models.DateTimeField()),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="money.invoice"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("net__gt", 0), ("vat__gte", 0)), name="invoice_return_amounts_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vat__lte", models.F("net"))), name="invoice_return_tax_below_its_price"
                    ),
                ],
            },
        ),
    ]
