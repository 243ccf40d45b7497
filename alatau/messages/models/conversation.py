"""A question that waits for an answer, and everything that came in."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alatau.messages.models.message import Message
from alatau.messages.values import InboundOutcome


class Conversation(models.Model):
    """One question to one person: it opens with the message and closes with the answer or with time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.OneToOneField(Message, models.PROTECT, related_name="conversation")
    person_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    template = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    #: The phone the question went to; empty for other channels.
    address = models.CharField(max_length=254, blank=True)
    opened_at = models.DateTimeField()
    answers_until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    #: Key of the choice; empty while open, and for an answer in the person's own words.
    choice = models.CharField(max_length=40, blank=True)
    #: Helpful replies sent so far: bounded, so that two machines cannot write to each other for ever.
    hints = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(choice="") | Q(answered_at__isnull=False),
                name="conversation_choice_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["address", "-opened_at"], name="conversation_by_address"),
            models.Index(fields=["person_id", "-opened_at"], name="conversation_by_person"),
        ]


class Inbound(models.Model):
    """One reply as it came in; a gateway's second delivery of the same reply is the same row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gateway = models.CharField(max_length=40)
    gateway_message_id = models.CharField(max_length=120)
    address = models.CharField(max_length=254, blank=True)
    text = models.TextField()
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, related_name="replies")
    person_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=16)
    choice = models.CharField(max_length=40, blank=True)
    city_at = models.DateTimeField()
    received_at = models.DateTimeField()
    text_erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "gateway_message_id"], name="inbound_stored_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in InboundOutcome]),
                name="inbound_outcome_known",
            ),
        ]
        indexes = [
            models.Index(fields=["address", "-received_at"], name="inbound_by_address"),
            models.Index(fields=["outcome", "-received_at"], name="inbound_by_outcome"),
        ]
