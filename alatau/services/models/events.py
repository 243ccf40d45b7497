"""What happened in people's lives, and the rows that tell of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alatau.core.models import WRITTEN_BY_THE_WORKER
from alatau.services.events.values import EventStatus

STATUSES = [each.value for each in EventStatus]


class LifeEvent(models.Model):
    """One thing that happened to one person."""

    rights = WRITTEN_BY_THE_WORKER

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    person_id = models.UUIDField()
    #: Tells it from others of its kind in the same life.
    identity = models.CharField(max_length=80, blank=True)
    other_id = models.UUIDField(null=True)
    on_day = models.DateField()
    #: From this day on people may hear of it.
    ripe_on = models.DateField()
    status = models.CharField(max_length=16)
    #: An official looked and said whether it happened; rows do not change that.
    ruling = models.CharField(max_length=16, blank=True)
    #: The case in which officials find that out.
    case_id = models.UUIDField(null=True, unique=True)
    detected_at = models.DateTimeField()
    #: City day of the detection, by which events are counted.
    detected_on = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "person_id", "identity"], name="life_event_once"),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="life_event_status_known"),
            models.CheckConstraint(condition=Q(ruling__in=["", "happened", "not_happened"]), name="life_event_ruled"),
            models.CheckConstraint(condition=~Q(kind=""), name="life_event_has_a_kind"),
        ]
        indexes = [
            models.Index(fields=["person_id", "-on_day"], name="life_event_by_person"),
            models.Index(fields=["kind", "detected_on"], name="life_event_by_kind"),
            models.Index(fields=["ripe_on"], name="life_event_waiting", condition=Q(status=EventStatus.WAITING.value)),
        ]


class EventSource(models.Model):
    """One row that tells, or told, of an event of one person."""

    rights = WRITTEN_BY_THE_WORKER

    kind = models.CharField(max_length=60)
    #: Which of the kind's triggers.
    trigger = models.CharField(max_length=40)
    register_key = models.CharField(max_length=80)
    #: Keyed digest of the row's identity.
    row = models.CharField(max_length=32)
    #: Whose row it is, so that a load finds the rows of those about whom something was told.
    subject = models.CharField(max_length=80, blank=True)
    person_id = models.UUIDField()
    other_id = models.UUIDField(null=True)
    on_day = models.DateField()
    is_standing = models.BooleanField(default=True)
    #: Empty while another part is missing.
    event = models.ForeignKey(LifeEvent, models.PROTECT, null=True, related_name="sources")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register_key", "row", "kind", "trigger", "person_id"], name="event_source_once"
            )
        ]
        indexes = [
            models.Index(fields=["kind", "person_id"], name="event_source_by_person"),
            models.Index(fields=["register_key", "subject"], name="event_source_by_subject"),
        ]


class EventDay(models.Model):
    """A day of the city whose events that come with time were looked for: ages reached, terms that end."""

    rights = WRITTEN_BY_THE_WORKER

    day = models.DateField(primary_key=True)
    done_at = models.DateTimeField()
