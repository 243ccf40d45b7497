"""Tables of the ground: the city itself, its clock and its journal."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class AppendOnlyModel(models.Model):
    """Base of tables that only grow. The grants refuse UPDATE, DELETE and TRUNCATE to `web` and `worker`."""

    append_only = True

    class Meta:
        abstract = True


class City(models.Model):
    """The one row that says what this database is: sample or production, and how far city time is from wall time."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    kind = models.CharField(max_length=16)
    created_at = models.DateTimeField()
    #: City time is wall time plus this many microseconds, times nothing: it only ever grows.
    ahead_microseconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="city_is_one"),
            models.CheckConstraint(condition=Q(kind__in=["sample", "production"]), name="city_kind_known"),
            models.CheckConstraint(condition=Q(ahead_microseconds__gte=0), name="city_time_not_behind"),
        ]


class JournalLine(AppendOnlyModel):
    """One line of the journal, as its writer's transaction wrote it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16)
    action = models.CharField(max_length=80)
    actor = models.JSONField()
    subject_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=64, blank=True)
    case_id = models.UUIDField(null=True)
    body = models.JSONField()
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()
