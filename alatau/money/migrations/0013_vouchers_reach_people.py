"""When a voucher's number went to the person it is for."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the two moments, and the way to a person's vouchers."""

    dependencies = [("money", "0012_banks_and_billers")]

    operations = [
        migrations.AddField(model_name="voucher", name="told_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="voucher", name="shown_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="voucher",
            index=models.Index(
                condition=models.Q(("payee_id__isnull", False)), fields=["payee_id", "status"], name="voucher_by_payee"
            ),
        ),
    ]
