"""Lets a partner hear of one person's or organisation's events alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds whose events a receiver hears, empty for everybody's."""

    dependencies = [("city_messages", "0002_messages_note_their_job")]

    operations = [
        migrations.AddField(
            model_name="webhookendpoint",
            name="subject_id",
            field=models.UUIDField(null=True),
        ),
    ]
