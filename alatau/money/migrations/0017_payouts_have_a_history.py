"""A batch of payouts keeps its own history, and a second person is checked against it."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Adds the steps, and who stood behind a batch first."""

    dependencies = [("money", "0016_banks_give_back")]

    operations = [
        migrations.AddField(model_name="payoutbatch", name="endorsed_by", field=models.UUIDField(null=True)),
        migrations.RemoveConstraint(model_name="payoutbatch", name="payout_batch_has_four_eyes"),
        migrations.AddConstraint(
            model_name="payoutbatch",
            constraint=models.CheckConstraint(
                condition=~Q(approval=1)
                | Q(approved_by__isnull=False)
                & (Q(received_by=None) | ~Q(received_by=F("approved_by")))
                & (Q(institution_id=None) | Q(endorsed_by__isnull=False))
                & (Q(endorsed_by=None) | ~Q(endorsed_by=F("approved_by"))),
                name="payout_batch_has_four_eyes",
            ),
        ),
        migrations.CreateModel(
            name="PayoutStep",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=16)),
                ("user_id", models.UUIDField(null=True)),
                ("city_at", models.DateTimeField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="money.payoutbatch"
                    ),
                ),
            ],
        ),
    ]
