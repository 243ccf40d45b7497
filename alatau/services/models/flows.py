"""Conversations with people about what happened in their lives."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alatau.services.flows.values import TalkStatus

STATUSES = sorted(each.value for each in TalkStatus)


class Talk(models.Model):
    """One conversation about one life event. It goes on where it stopped, days later and in another language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    flow = models.CharField(max_length=40)
    person_id = models.UUIDField()
    event_id = models.UUIDField()
    status = models.CharField(max_length=16)
    #: The question that is asked, and how often it was.
    question = models.CharField(max_length=40, blank=True)
    asked = models.PositiveSmallIntegerField(default=0)
    #: Answers, and what the registers say of the event: sealed, since they name people.
    kept = models.BinaryField(default=bytes)
    #: Until when, in city time, an answer is awaited.
    answer_by = models.DateTimeField(null=True)
    was_reminded = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    begun_city_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    case_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="talk_status_known"),
            models.UniqueConstraint(fields=["flow", "event_id"], name="talk_about_an_event_once"),
            models.CheckConstraint(
                condition=~Q(status="asking") | ~Q(question=""), name="talk_that_asks_has_a_question"
            ),
        ]
        indexes = [
            models.Index(fields=["event_id"], name="talk_by_event"),
            models.Index(fields=["person_id", "-begun_at"], name="talk_by_person"),
            models.Index(fields=["answer_by"], condition=Q(answer_by__isnull=False), name="talk_by_answer_day"),
        ]
