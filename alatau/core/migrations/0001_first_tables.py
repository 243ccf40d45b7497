"""The city, its clock and its journal."""

from __future__ import annotations

import alatau.core.models
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="JournalBatch",
            fields=[
                ("last_number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("base", models.TextField()),
                ("target", models.TextField()),
                ("reached_transaction", models.TextField()),
                ("reached_position", models.BigIntegerField()),
                ("sealed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JournalCheckpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.TextField()),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JournalLine",
            fields=[
                ("position", models.BigAutoField(primary_key=True, serialize=False)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "transaction_id",
                    alatau.core.models.TransactionIdField(db_default=models.Func(function="pg_current_xact_id")),
                ),
                ("kind", models.CharField(max_length=16)),
                ("action", models.CharField(max_length=80)),
                ("city_at", models.DateTimeField()),
                ("wall_at", models.DateTimeField()),
                ("contents_hash", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="JournalListener",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(default=0)),
                ("moved_at", models.DateTimeField(null=True)),
                ("failed_number", models.BigIntegerField(null=True)),
                ("failed_attempts", models.IntegerField(default=0)),
                ("failed_with", models.CharField(blank=True, max_length=200)),
                ("retry_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="JournalNode",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JournalSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("leaf_hash", models.BinaryField(max_length=32)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="City",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("created_at", models.DateTimeField()),
                ("city_anchor_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("wall_anchor_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("pace", models.IntegerField(db_default=1, default=1)),
                ("city_reached_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="city_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["sample", "production"])), name="city_kind_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("pace__gte", 1)), name="city_time_moves_forward"),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "sample"), ("pace", 1), _connector="OR"),
                        name="city_pace_of_production_is_the_pace_of_the_world",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalContents",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="contents",
                        serialize=False,
                        to="core.journalline",
                    ),
                ),
                ("salt", models.BinaryField(max_length=16)),
                ("actor", models.JSONField()),
                ("subject_id", models.UUIDField(null=True)),
                ("purpose", models.CharField(blank=True, max_length=64)),
                ("case_id", models.UUIDField(null=True)),
                ("body", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="JournalErasure",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="erasure",
                        serialize=False,
                        to="core.journalline",
                    ),
                ),
                ("audit_line_id", models.UUIDField(db_index=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="journalline",
            index=models.Index(fields=["transaction_id", "position"], name="journal_line_by_transaction"),
        ),
        migrations.AddConstraint(
            model_name="journalline",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["event", "audit", "look", "exchange"])), name="journal_line_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="journallistener",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 0)), name="journal_listener_position_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="journallistener",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("failed_number__isnull", True), ("failed_number__gt", models.F("position")), _connector="OR"
                ),
                name="journal_listener_fails_ahead_of_its_position",
            ),
        ),
        migrations.AddField(
            model_name="journalseal",
            name="line",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seal",
                to="core.journalline",
            ),
        ),
        migrations.AddIndex(
            model_name="journalcontents",
            index=models.Index(
                models.F("subject_id"),
                models.OrderBy(models.F("line"), descending=True),
                condition=models.Q(("subject_id__isnull", False)),
                name="journal_by_subject",
            ),
        ),
        migrations.AddIndex(
            model_name="journalcontents",
            index=models.Index(
                condition=models.Q(("case_id__isnull", False)), fields=["case_id", "line"], name="journal_by_case"
            ),
        ),
    ]
