"""Tables of cases, their steps and the tasks they put into the queue. Private to this room."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel
from alatau.desk.values import CaseStatus, Step, TaskKind, TaskStatus


class CaseCounter(models.Model):
    """The last case number of a year. Its row is locked while a number is drawn, so that none is given twice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Case(models.Model):
    """One matter of one person. Its changing columns are computed from its steps by `history`, and by nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: For people: "A-2026-000123".
    number = models.CharField(max_length=20, unique=True)
    type = models.CharField(max_length=64)
    subject_id = models.UUIDField(db_index=True)
    region = models.CharField(max_length=20, blank=True)
    #: What opened it, in codes and ids: the message, the answer, the record in question.
    facts = models.JSONField(default=dict)
    #: Chosen by the caller: the same request opens the same case once.
    request_id = models.UUIDField(unique=True)
    opened_at = models.DateTimeField()
    opened_city_at = models.DateTimeField()

    status = models.CharField(max_length=16)
    due_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    escalation = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=64, blank=True)
    proposed_by = models.UUIDField(null=True)
    #: Number of the last step.
    steps_taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in CaseStatus]), name="case_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.PROPOSED.value) | Q(proposed_by__isnull=False),
                name="case_proposal_has_a_proposer",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.DECIDED.value) | ~Q(outcome=""), name="case_decided_has_an_outcome"
            ),
        ]


class Task(models.Model):
    """A case's place in the queue: work to do, or a colleague's proposal to check."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=16)
    status = models.CharField(max_length=16)
    skill = models.CharField(max_length=64)
    region = models.CharField(max_length=20, blank=True)
    holder_id = models.UUIDField(null=True)
    due_at = models.DateTimeField()
    #: The clock of the case stands still; such tasks come last. Kept here so that one index gives the queue its order.
    is_stopped = models.BooleanField(default=False, db_default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["is_stopped", "due_at", "opened_at", "id"],
                condition=~Q(status=TaskStatus.DONE.value),
                name="task_queue_in_fair_order",
            ),
            models.Index(fields=["holder_id"], condition=~Q(status=TaskStatus.DONE.value), name="task_open_by_holder"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in TaskKind]), name="task_kind_known"),
            models.CheckConstraint(
                condition=Q(status=TaskStatus.WAITING.value, holder_id=None, closed_at=None)
                | Q(status=TaskStatus.TAKEN.value, holder_id__isnull=False, closed_at=None)
                | Q(status=TaskStatus.DONE.value, closed_at__isnull=False),
                name="task_is_waiting_or_taken_or_done",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=~Q(status=TaskStatus.DONE.value), name="task_one_open_per_case"
            ),
        ]


class CaseStep(AppendOnlyModel):
    """One thing that happened to a case."""

    #: Chosen by the caller where a form could be sent twice.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=16)
    actor = models.JSONField()
    by_user_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_step_number_given_once"),
            models.CheckConstraint(condition=Q(step__in=[each.value for each in Step]), name="case_step_known"),
            models.CheckConstraint(condition=Q(number__gt=0), name="case_step_counted_from_one"),
        ]


class Decision(AppendOnlyModel):
    """What was decided on a case, by whom, and from what. Never edited: a reopened case gets a later decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    law = models.CharField(max_length=300)
    proposed_by = models.UUIDField()
    #: Empty where the type of the case asks for one official.
    confirmed_by = models.UUIDField(null=True)
    document_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField()
    decided_city_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")), name="decision_has_four_eyes"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(supersedes=None), name="decision_one_first_per_case"),
        ]


class CaseFile(AppendOnlyModel):
    """A document that somebody attached to a case. Its name is ours: names of people's files tell too much."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField()
    #: What it is, in the words of whoever attached it.
    title = models.CharField(max_length=120)
    media_type = models.CharField(max_length=32)
    size_bytes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    attached_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_file_number_given_once"),
            models.UniqueConstraint(fields=["case", "digest"], name="case_file_attached_once"),
            models.CheckConstraint(
                condition=Q(media_type__in=["application/pdf", "image/jpeg", "image/png"]), name="case_file_type_known"
            ),
        ]


class SavedFilter(models.Model):
    """A list of tasks that an official narrowed and named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user_id = models.UUIDField()
    name = models.CharField(max_length=60)
    query = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "name"], name="saved_filter_named_once")]
