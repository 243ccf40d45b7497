"""The phones and mailboxes of a sample city: a stand-in for the world outside. Empty in every other database."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class SamplePhoneLine(models.Model):
    """One line on a sample phone, as its owner sees it. One per message, however often it was delivered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: The message that arrived, or None for what the owner wrote.
    message_id = models.UUIDField(null=True, unique=True)
    channel = models.CharField(max_length=8)
    address = models.CharField(max_length=254)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    is_from_city = models.BooleanField()
    city_at = models.DateTimeField()
    shown_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_from_city=False) | Q(message_id__isnull=False),
                name="sample_line_names_its_message",
            ),
        ]
        indexes = [models.Index(fields=["address", "-shown_at"], name="sample_line_by_address")]
