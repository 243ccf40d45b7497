"""What bank messages said is erased when the law's time is over; their digests stay."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds when a body was erased, and the way to those that are next."""

    dependencies = [("money", "0013_vouchers_reach_people")]

    operations = [
        migrations.AddField(model_name="bankmessage", name="body_erased_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="bankmessage",
            index=models.Index(
                condition=models.Q(("body_erased_at", None)), fields=["made_at"], name="bank_message_with_body"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("body_erased_at", None), ("direction", 2), ("sent_at__isnull", False), _connector="OR"
                ),
                name="bank_message_erased_when_done",
            ),
        ),
    ]
