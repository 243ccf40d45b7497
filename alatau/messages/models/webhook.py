"""Webhooks out: who listens, with which secrets, and each delivery with its attempts."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel


class WebhookEndpoint(models.Model):
    """An address of a partner that hears of declared events."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=120)
    url = models.URLField(max_length=500)
    event_types = ArrayField(models.CharField(max_length=80))
    #: Whose events alone it hears: a firm's own; None hears everybody's.
    subject_id = models.UUIDField(null=True)
    registered_at = models.DateTimeField()
    #: First failure since the last success; None while all is well.
    failing_since = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    #: `failed_too_long` or `by_operator`; empty while enabled.
    disabled_why = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(event_types=[]), name="endpoint_hears_something"),
            models.CheckConstraint(
                condition=Q(disabled_at=None, disabled_why="")
                | Q(
                    disabled_at__isnull=False,
                    disabled_why__in=["failed_too_long", "by_operator"],
                ),
                name="endpoint_disabled_for_a_reason",
            ),
        ]


class WebhookSecret(models.Model):
    """A signing secret, sealed with the city's key file. During rotation two are in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, models.PROTECT, related_name="secrets")
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    #: None for the newest; else the moment until which it still signs.
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"],
                condition=Q(valid_until=None),
                name="secret_one_current_per_endpoint",
            ),
        ]


class WebhookDelivery(models.Model):
    """One event for one endpoint. Its id is the `webhook-id`: receivers drop doubles by it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, models.PROTECT, related_name="deliveries")
    event_id = models.UUIDField()
    #: Number of the journal line: deliveries of one subject go in this order where the type promises it.
    line_number = models.BigIntegerField()
    event_type = models.CharField(max_length=80)
    subject_id = models.UUIDField(null=True)
    is_ordered = models.BooleanField()
    body = models.JSONField()
    status = models.CharField(max_length=16)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    #: When this round of attempts began: the first time, or the last replay.
    round_began_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event_id"],
                name="delivery_once_per_endpoint_and_event",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "sending", "delivered", "dead"]),
                name="delivery_status_known",
            ),
            models.CheckConstraint(
                condition=Q(round_began_at__gte=F("made_at")),
                name="delivery_round_after_making",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(status__in=["waiting", "sending"]),
                name="delivery_to_send",
            ),
            models.Index(
                fields=["endpoint", "subject_id", "line_number"],
                condition=Q(status__in=["waiting", "sending"]),
                name="delivery_by_subject",
            ),
            models.Index(
                fields=["endpoint", "status", "line_number"],
                name="delivery_by_endpoint",
            ),
        ]


class WebhookAttempt(AppendOnlyModel):
    """One call to an endpoint and how it ended. Answers' bodies are not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(WebhookDelivery, models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    http_status = models.PositiveSmallIntegerField(null=True)
    #: Empty when the endpoint took it.
    failure = models.CharField(max_length=80, blank=True)
