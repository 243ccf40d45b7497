"""Sure and unsure suggestions are told apart, and each candidate is asked about in a case of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """No suggestion was made before: the columns need no values for old rows."""

    dependencies = [("registry", "0006_runs_over_people")]

    operations = [
        migrations.RemoveField(model_name="linksuggestion", name="case_id"),
        migrations.AddField(
            model_name="linksuggestion",
            name="judgement",
            field=models.CharField(default="unsure", max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="linkdecision",
            name="linked_by_load",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="link_decisions",
                to="registry.load",
            ),
        ),
        migrations.AddConstraint(
            model_name="linksuggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("judgement__in", ["positive", "unsure"])),
                name="link_is_suggested_as_sure_or_unsure",
            ),
        ),
        migrations.CreateModel(
            name="LinkQuestion",
            fields=[
                ("case_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "suggestion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="question",
                        to="registry.linksuggestion",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
