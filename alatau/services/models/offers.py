"""Offers, their steps, the runs that were searched for them, and conversations."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alatau.core.models import AppendOnlyModel
from alatau.services.offers.values import OPEN, Status, Step

STATUSES = sorted(each.value for each in Status)
OPEN_STATUSES = sorted(each.value for each in OPEN)
STEPS = sorted(each.value for each in Step)


class Offer(models.Model):
    """One right, offered to one person. All but its first columns follow from its steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: Name of the rule that gives the right, the key of its texts, and how often it is given.
    right = models.CharField(max_length=80)
    benefit_key = models.CharField(max_length=40)
    paid = models.CharField(max_length=24, blank=True)
    #: Whose right it is: a person, or a family.
    holder_id = models.UUIDField()
    family_id = models.UUIDField()
    #: Who is spoken to.
    person_id = models.UUIDField()
    #: Adults of the family whose yes the law asks for; empty where the person's own is enough.
    adults = ArrayField(models.UUIDField(), default=list)
    #: The life event that brought it; None where a card began to give it without one.
    event_id = models.UUIDField(null=True)
    #: Why it was opened: "card", "event" or "run".
    because = models.CharField(max_length=16)
    #: In the smallest unit of the home currency; null for help that is no sum, or while nobody knows it.
    amount = models.BigIntegerField(null=True)
    status = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    opened_city_at = models.DateTimeField()
    #: From when, in city time, the person may be told.
    told_from = models.DateTimeField()
    #: Until when, in city time, an answer is awaited; null where none is.
    answer_by = models.DateTimeField(null=True)
    steps = models.PositiveSmallIntegerField(default=0)
    decision_id = models.UUIDField(null=True)
    #: The newest case in which an official looks after it.
    case_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="offer_status_known"),
            models.UniqueConstraint(
                fields=["right", "holder_id"], condition=Q(status__in=OPEN_STATUSES), name="offer_of_a_right_open_once"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["decided", "fulfilled", "closed"]) | Q(decision_id__isnull=False),
                name="offer_decided_names_its_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "-opened_at"], name="offer_by_person"),
            models.Index(fields=["holder_id", "right"], name="offer_by_holder"),
            models.Index(fields=["answer_by"], condition=Q(answer_by__isnull=False), name="offer_by_answer_day"),
            models.Index(fields=["told_from", "id"], condition=Q(status="checked"), name="offer_not_told_yet"),
            models.Index(fields=["case_id"], condition=Q(case_id__isnull=False), name="offer_by_case"),
            models.Index(fields=["event_id"], condition=Q(event_id__isnull=False), name="offer_by_event"),
        ]


class OfferStep(AppendOnlyModel):
    """One thing that happened to an offer."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="history")
    number = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=16)
    actor = models.JSONField()
    #: Codes, ids and figures; of a consent its text, version, language, channel and the data that it covers.
    facts = models.JSONField()
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="offer_step_numbered_once"),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="offer_step_known"),
        ]


class SearchedBucket(AppendOnlyModel):
    """A bucket of families of a run whose rights have their offers: it is not searched again."""

    run_id = models.UUIDField()
    bucket = models.SmallIntegerField()
    opened = models.IntegerField()
    searched_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run_id", "bucket"], name="bucket_of_a_run_searched_once")]
