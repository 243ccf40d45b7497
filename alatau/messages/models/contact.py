"""Where a person can be reached, and how they want to be."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class ContactPoint(models.Model):
    """A phone number or e-mail address of a person. Ended, never overwritten: old messages keep their address.

    A family may share a phone, so an address can belong to several people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField()
    channel = models.CharField(max_length=8)
    address = models.CharField(max_length=254)
    proved_at = models.DateTimeField(null=True)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "channel"],
                condition=Q(ended_at=None),
                name="contact_point_one_per_channel",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["sms", "email"]),
                name="contact_point_channel_known",
            ),
            models.CheckConstraint(condition=~Q(address=""), name="contact_point_address_given"),
        ]
        indexes = [
            models.Index(
                fields=["address"],
                condition=Q(ended_at=None),
                name="contact_point_by_address",
            )
        ]


class PersonChoices(models.Model):
    """Language, channel and stopped classes a person chose. No row means the city's defaults."""

    person_id = models.UUIDField(primary_key=True)
    language = models.CharField(max_length=8)
    #: Empty leaves the choice to the city.
    channel = models.CharField(max_length=8, blank=True)
    stopped = ArrayField(models.CharField(max_length=16), default=list)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["", "sms", "email", "in_app"]),
                name="choices_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(stopped__contained_by=["reminder"]),
                name="choices_stop_reminders_alone",
            ),
        ]
