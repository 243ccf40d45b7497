"""Systems of banks that pay their customers' bills, and of billers."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Says of an admitted system from which account it pays bills, and for whom it issues them."""

    dependencies = [("money", "0011_payout_orders")]

    operations = [
        migrations.AddField(model_name="institution", name="pays_from", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="institution", name="bills_for", field=models.UUIDField(null=True)),
    ]
