"""Operators ask the worker: files to take in, and quarantined rows to release."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_contests_follow_their_row"),
    ]

    operations = [
        migrations.CreateModel(
            name="Errand",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("register_key", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=16)),
                ("state", models.CharField(max_length=16)),
                ("name", models.CharField(blank=True, max_length=255)),
                ("as_of", models.DateField()),
                ("content", models.BinaryField(null=True)),
                ("may_shrink", models.BooleanField(default=False)),
                ("row_load", models.BigIntegerField(null=True)),
                ("row_line", models.BigIntegerField(null=True)),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("load", models.BigIntegerField(null=True)),
                ("code", models.CharField(blank=True, max_length=80)),
                ("sentences", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["register_key", "-asked_at"], name="errand_by_register")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["file", "release"])), name="errand_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content__isnull", False), ("ended_at", None), ("state", "waiting")),
                            models.Q(
                                ("content", None), ("ended_at__isnull", False), ("state__in", ["done", "refused"])
                            ),
                            _connector="OR",
                        ),
                        name="ended_errand_keeps_no_content",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("load", None), ("state", "refused"), models.Q(("code", ""), _negated=True)),
                            models.Q(models.Q(("state", "refused"), _negated=True), ("code", "")),
                            _connector="OR",
                        ),
                        name="refused_errand_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "file"), ("row_line", None), ("row_load", None)),
                            models.Q(("kind", "release"), ("row_line__isnull", False), ("row_load__isnull", False)),
                            _connector="OR",
                        ),
                        name="released_errand_names_its_row",
                    ),
                ],
            },
        ),
    ]
