"""A message to one person, and each attempt to hand it to a gateway."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel
from alatau.messages.values import Channel, MessageStatus, PurposeClass


class Message(models.Model):
    """What was, or will be, said to one person over one channel.

    `text` shows secret facts as dots; the full words lie sealed in `sealed_words` until the message has arrived or its
    time has passed. The id is the key that gateways use to drop doubles.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    #: Chosen by the sender of the message: the same key is the same message.
    key = models.CharField(max_length=120, null=True, unique=True)
    template = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    purpose_class = models.CharField(max_length=16)
    channel = models.CharField(max_length=8)
    #: Where it goes: E.164, e-mail address, or empty for the inbox.
    address = models.CharField(max_length=254, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    sealed_words = models.BinaryField(null=True)
    has_secret = models.BooleanField(default=False)
    parts = models.PositiveSmallIntegerField(default=1)

    status = models.CharField(max_length=16)
    #: City time: when the message was written; shown to people.
    city_at = models.DateTimeField()
    #: Wall time: records, retries and expiry.
    written_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    #: The job that will look at the message next; it may be gone by then.
    job_id = models.BigIntegerField(null=True)
    claimed_until = models.DateTimeField(null=True)
    #: Tries since the message was written or sent again by an operator.
    attempts = models.PositiveSmallIntegerField(default=0)
    round_began_at = models.DateTimeField()
    gateway = models.CharField(max_length=40, blank=True)
    #: The gateway whose queue has promised this message its place.
    slot_gateway = models.CharField(max_length=40, blank=True)
    gateway_message_id = models.CharField(max_length=120, blank=True)
    failure = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    text_erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in MessageStatus]),
                name="message_status_known",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in Channel]),
                name="message_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(purpose_class__in=[purpose.value for purpose in PurposeClass]),
                name="message_class_known",
            ),
            models.CheckConstraint(
                condition=Q(sealed_words=None) | Q(has_secret=True),
                name="message_seals_only_secrets",
            ),
            models.CheckConstraint(
                condition=~Q(status="sending") | Q(claimed_until__isnull=False),
                name="message_sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("written_at")),
                name="message_lives_a_while",
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "-written_at"], name="message_by_person"),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(status__in=["waiting", "sending"]),
                name="message_to_send",
            ),
            models.Index(fields=["status", "-written_at"], name="message_by_status"),
            # Not unique: gateways start their numbers anew, and a double must not keep a message from being concluded.
            models.Index(
                fields=["gateway", "gateway_message_id"],
                condition=~Q(gateway_message_id=""),
                name="message_by_gateway_id",
            ),
            models.Index(
                fields=["expires_at"],
                condition=Q(sealed_words__isnull=False),
                name="message_with_secret",
            ),
        ]


class SendingAttempt(AppendOnlyModel):
    """One try to hand a message to a gateway, and how it ended. Written after the try."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    gateway = models.CharField(max_length=40)
    #: `taken`, `refused`, `unreachable` or `unclear`.
    outcome = models.CharField(max_length=16)
    failure = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["taken", "refused", "unreachable", "unclear"]),
                name="attempt_outcome_known",
            ),
        ]
