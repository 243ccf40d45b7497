"""Let powerful roles wait for a second administrator, and let staff be known as the persons they are."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """New columns are empty or false: what was granted before stands."""

    dependencies = [("access", "0002_numbers_never_overlap")]
    operations = [
        migrations.AddField(
            "user",
            "record",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="staff_user",
                to="access.person",
            ),
        ),
        migrations.AddField("rolegrant", "awaits_second", models.BooleanField(default=False, db_default=False)),
        migrations.AddField(
            "rolegrant",
            "confirmed_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="roles_confirmed",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(condition=Q(record=None) | Q(kind="staff"), name="user_record_is_of_staff"),
        ),
        migrations.AddConstraint(
            "rolegrant",
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | (~Q(confirmed_by=F("granted_by")) & ~Q(confirmed_by=F("user"))),
                name="role_grant_confirmed_by_another",
            ),
        ),
    ]
