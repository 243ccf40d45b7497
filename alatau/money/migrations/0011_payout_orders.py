"""Orders to a bank that pay lines of payouts."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the order beside the line that it pays."""

    dependencies = [("money", "0010_books_in_one_row")]

    operations = [
        migrations.AddField(model_name="payoutline", name="order_id", field=models.UUIDField(null=True)),
        migrations.AddIndex(
            model_name="payoutline",
            index=models.Index(
                condition=models.Q(("order_id__isnull", False)), fields=["order_id"], name="payout_line_by_order"
            ),
        ),
    ]
