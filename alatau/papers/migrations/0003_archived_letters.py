"""Lets a letter be archived (PAdES B-LTA). The old rule goes and the new one holds for new rows at once."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

LEVELS = ["B-B", "B-B with validation data", "B-T", "B-LTA"]


class Migration(migrations.Migration):
    """Changes the known levels without reading the table; the next migration checks what is there."""

    dependencies = [("papers", "0002_forget_files")]

    operations = [
        migrations.RemoveConstraint(model_name="document", name="document_level_known"),
        AddConstraintNotValid(
            model_name="document",
            constraint=models.CheckConstraint(condition=models.Q(level__in=LEVELS), name="document_level_known"),
        ),
    ]
