"""A row is also of those whom some of its columns name: loads say by which columns, and rows that came alone say whom."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """Loads of before wrote no pointers: their mark is empty, and readers look through the rows themselves."""

    dependencies = [("registry", "0007_matches_are_asked_one_by_one")]

    operations = [
        migrations.AddField(
            model_name="load",
            name="named",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="inboxrow",
            name="named",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddIndex(
            model_name="inboxrow",
            index=django.contrib.postgres.indexes.GinIndex(fields=["named"], name="inbox_by_named"),
        ),
    ]
