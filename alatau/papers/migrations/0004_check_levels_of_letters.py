"""Checks the letters that were there before their levels changed, while new ones are being issued."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Holds no lock that a letter would wait for."""

    dependencies = [("papers", "0003_archived_letters")]

    operations = [ValidateConstraint(model_name="document", name="document_level_known")]
