"""Lets one index give the queue its order: a task says itself whether its clock stands still."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Adds the column, and the index in place of the one without it."""

    dependencies = [("desk", "0002_forget_files")]

    operations = [
        migrations.AddField("task", "is_stopped", models.BooleanField(default=False, db_default=False)),
        migrations.RunSQL(
            "UPDATE desk_task SET is_stopped = true FROM desk_case AS matter"
            " WHERE matter.id = desk_task.case_id AND matter.suspended_at IS NOT NULL AND desk_task.status <> 'done'",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveIndex("task", "task_queue_in_order"),
        migrations.AddIndex(
            "task",
            models.Index(
                fields=["is_stopped", "due_at", "opened_at", "id"],
                condition=~Q(status="done"),
                name="task_queue_in_fair_order",
            ),
        ),
    ]
