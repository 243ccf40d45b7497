"""What the city knows of its gateways while it runs. Their settings live in a file, never here."""

from __future__ import annotations

import uuid

from django.db import models


class GatewayState(models.Model):
    """Pace and circuit of one gateway, shared by all workers."""

    name = models.CharField(primary_key=True, max_length=40)
    #: The end of the queue: slots up to here are promised to messages that wait.
    next_slot_at = models.DateTimeField()
    #: When the newest message left, or will in a moment; the next one keeps its distance.
    last_left_at = models.DateTimeField()
    failures_in_row = models.PositiveIntegerField(default=0)
    #: While set and in the future, the gateway is passed over.
    open_until = models.DateTimeField(null=True)
    last_failure = models.CharField(max_length=80, blank=True)
    last_success_at = models.DateTimeField(null=True)


class SeenCallback(models.Model):
    """A signature already used within the replay window; the same one is not accepted again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gateway = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gateway", "fingerprint"], name="callback_used_once")]
        indexes = [models.Index(fields=["seen_at"], name="callback_by_time")]
