"""Lets a worker that takes a message along withdraw its job."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the id of the job, empty for messages already written."""

    dependencies = [("city_messages", "0001_first_tables")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="job_id",
            field=models.BigIntegerField(null=True),
        ),
    ]
