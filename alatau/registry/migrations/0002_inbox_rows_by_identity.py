"""An inbox row tells what names it, what was sent, and which load takes it into the lake."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_first_tables")]

    operations = [
        migrations.AddField(
            model_name="inboxrow", name="identity", field=models.CharField(max_length=32, default=""), preserve_default=False
        ),
        migrations.AddField(
            model_name="inboxrow", name="digest", field=models.CharField(max_length=64, default=""), preserve_default=False
        ),
        migrations.AddField(model_name="inboxrow", name="fold_load", field=models.BigIntegerField(null=True)),
        migrations.AddIndex(
            model_name="inboxrow",
            index=models.Index(fields=["register_key", "identity"], name="inbox_by_identity"),
        ),
    ]
