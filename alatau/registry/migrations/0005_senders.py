"""Programs of registers' owners that send rows one at a time."""

import uuid

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_operators_errands")]

    operations = [
        migrations.CreateModel(
            name="Sender",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("register_keys", models.JSONField()),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("admitted_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["name"], condition=Q(ended_at=None), name="sender_open_once_per_name"
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_at=None) | Q(ended_at__gte=F("admitted_at")),
                        name="sender_ends_after_it_begins",
                    ),
                ],
            },
        ),
    ]
