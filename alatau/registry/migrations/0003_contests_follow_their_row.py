"""A contest names its row by what never changes, and keeps the correction that an official entered."""

import uuid

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_inbox_rows_by_identity")]

    operations = [
        migrations.RemoveConstraint(model_name="contest", name="contest_open_once_per_value"),
        migrations.AddField(
            model_name="contest", name="row_key", field=models.UUIDField(default=uuid.uuid4), preserve_default=False
        ),
        migrations.AddField(model_name="contest", name="correction", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="contest", name="corrected_by", field=models.UUIDField(null=True)),
        migrations.AddConstraint(
            model_name="contest",
            constraint=models.CheckConstraint(
                condition=Q(correction=None, corrected_by=None)
                | Q(correction__isnull=False, corrected_by__isnull=False),
                name="contest_correction_has_an_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="contest",
            constraint=models.UniqueConstraint(
                fields=["person_id", "register_key", "row_key", "column"],
                condition=Q(answer=""),
                name="contest_open_once_per_value",
            ),
        ),
    ]
