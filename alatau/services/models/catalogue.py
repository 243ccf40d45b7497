"""Requests for services: drafts that people may leave and return to, what was sent, and what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alatau.core.models import AppendOnlyModel
from alatau.services.catalogue.request_values import RequestStatus

DRAFT = RequestStatus.DRAFT.value
DECIDED = [RequestStatus.GRANTED.value, RequestStatus.REFUSED.value]


class RequestCounter(models.Model):
    """The last request number of a year. Its row is locked while a number is drawn, so that none is given twice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class ServiceRequest(models.Model):
    """One use of a service, by one person for one. What was answered and what registers said is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: For people: "S-2026-000123". A draft has none.
    number = models.CharField(max_length=20, blank=True)
    service = models.CharField(max_length=8)
    #: Digest of the service's file as it stood when the request was sent.
    version = models.CharField(max_length=16, blank=True)
    asker_id = models.UUIDField(db_index=True)
    #: The person concerned, or the firm.
    person_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    #: `self`, or the kind of representation, with the one that was used.
    asked_by = models.CharField(max_length=60)
    representation_id = models.UUIDField(null=True)
    status = models.CharField(max_length=16)
    answers = models.BinaryField(default=bytes)
    evidence = models.BinaryField(default=bytes)
    fee = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=8, blank=True)
    bill_id = models.UUIDField(null=True, unique=True)
    case_id = models.UUIDField(null=True, unique=True)
    document_id = models.UUIDField(null=True)
    decision_id = models.UUIDField(null=True)
    ticket_id = models.UUIDField(null=True)
    started_city_at = models.DateTimeField()
    #: A draft that nobody touched is erased after this city day.
    expires_on = models.DateField()
    sent_city_at = models.DateTimeField(null=True)
    due_city_at = models.DateTimeField(null=True)
    decided_city_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-started_city_at"], name="request_by_person"),
            models.Index(fields=["expires_on"], name="request_draft_by_end", condition=Q(status=DRAFT)),
            models.Index(fields=["service", "sent_city_at"], name="request_by_service"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in RequestStatus]), name="request_status_known"
            ),
            models.CheckConstraint(
                condition=Q(person_id=None) ^ Q(organisation_id=None), name="request_is_about_one_person_or_firm"
            ),
            models.UniqueConstraint(
                fields=["service", "asker_id", "person_id", "organisation_id"],
                condition=Q(status=DRAFT),
                nulls_distinct=False,
                name="request_one_draft_each",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="request_number_given_once"),
            models.CheckConstraint(
                condition=Q(status=DRAFT, sent_city_at=None, number="")
                | (~Q(status=DRAFT) & Q(sent_city_at__isnull=False) & ~Q(number="")),
                name="request_sent_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=DECIDED) | Q(decided_city_at__isnull=False), name="request_decided_has_a_day"
            ),
            models.CheckConstraint(condition=Q(fee=None) | Q(fee__gt=0), name="request_fee_above_zero"),
        ]


class RequestStep(AppendOnlyModel):
    """One thing that happened to a request that was sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=16)
    facts = models.JSONField(default=dict)
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="request_step_number_given_once"),
            models.CheckConstraint(condition=~Q(step=DRAFT), name="request_steps_begin_with_sending"),
        ]


class RequestFile(models.Model):
    """A file that came with a request. It is called by what was asked for: names of people's files tell too much."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="files")
    field = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=32)
    size_bytes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "field", "digest"], name="request_file_attached_once"),
            models.UniqueConstraint(fields=["request", "number"], name="request_file_number_given_once"),
            models.CheckConstraint(
                condition=Q(media_type__in=["application/pdf", "image/jpeg", "image/png"]),
                name="request_file_type_known",
            ),
        ]
