"""Programs with keys, what their holders were told, and marks that end early."""

from __future__ import annotations

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

END_MARK = (Path(__file__).parent / "sql" / "end_mark.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Adds the tables, and the function that ends a mark."""

    dependencies = [("money", "0004_payouts")]

    operations = [
        migrations.CreateModel(
            name="Program",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("holder_id", models.UUIDField()),
                ("holder_kind", models.SmallIntegerField()),
                (
                    "may",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("admitted_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("ended_at", None)), fields=("name",), name="money_program_open_once_per_name"
                    ),
                    models.CheckConstraint(
                        condition=Q(("ended_at", None), ("ended_at__gte", F("admitted_at")), _connector="OR"),
                        name="money_program_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=Q(("may", []), _negated=True), name="money_program_may_do_something"
                    ),
                    models.CheckConstraint(
                        condition=Q(("holder_kind__in", [2, 3])), name="money_program_is_nobodys_private_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("account_id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("holder_id", models.UUIDField(db_index=True)),
                ("entries", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(("entries__gte", 0)), name="told_entries_not_negative")
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkEnd",
            fields=[
                (
                    "mark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="early_end",
                        serialize=False,
                        to="money.mark",
                    ),
                ),
                ("asked_from", models.DateTimeField()),
                ("asked_until", models.DateTimeField()),
                ("ended_city_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(END_MARK, "DROP FUNCTION money_end_mark"),
    ]
