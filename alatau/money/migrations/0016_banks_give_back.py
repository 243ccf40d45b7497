"""Orders by which a bill's issuer gives back what a bank account had paid."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Knows one cause more."""

    dependencies = [("money", "0015_invoices_go_back_in_part")]

    operations = [
        migrations.RemoveConstraint(model_name="bankorder", name="bank_order_cause_known"),
        migrations.AddConstraint(
            model_name="bankorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause__in", [1, 2, 3])), name="bank_order_cause_known"
            ),
        ),
    ]
