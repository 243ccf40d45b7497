"""A letter to a body of the state is about nobody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Every document that stands has its subject and keeps it."""

    dependencies = [("papers", "0004_check_levels_of_letters")]

    operations = [
        migrations.AlterField(
            model_name="document", name="subject_id", field=models.UUIDField(db_index=True, null=True)
        )
    ]
