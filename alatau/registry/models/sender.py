"""Programs of registers' owners that send rows one at a time."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Sender(models.Model):
    """A program that may send rows of some registers, known by a key of which only a digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    #: Keys of the registers that it sends rows of.
    register_keys = models.JSONField()
    #: SHA-256 of its key, which is long and random: nobody finds it by trying.
    digest = models.BinaryField(max_length=32, unique=True)
    admitted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(ended_at=None), name="sender_open_once_per_name"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("admitted_at")), name="sender_ends_after_it_begins"
            ),
        ]
