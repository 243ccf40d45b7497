"""Rows go back to a register's owner by a signed letter."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows that went back before had none."""

    dependencies = [("registry", "0008_rows_name_others")]

    operations = [
        migrations.AddField(model_name="quarantinedecision", name="letter_id", field=models.UUIDField(null=True))
    ]
