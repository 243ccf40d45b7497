"""Runs over the nation, what of them is finished, and cards that changed since."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alatau.core.models import WRITTEN_BY_THE_WORKER, AppendOnlyModel
from alatau.family.values import EngineKind, RunState


class Run(models.Model):
    """One computation of all cards. The newest published one is what readers see."""

    rights = WRITTEN_BY_THE_WORKER

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: The two dates of its question: in force on the day, known at this place in the journal.
    in_force = models.DateField()
    known_number = models.BigIntegerField()
    known_at = models.DateTimeField()
    #: Somebody named the second date; otherwise it is the moment at which the run began.
    is_known_given = models.BooleanField(default=False)
    #: Fingerprint of the rules and parameters by which it computes.
    plan_digest = models.CharField(max_length=64)
    engine = models.CharField(max_length=16)
    state = models.CharField(max_length=16)
    buckets = models.SmallIntegerField()
    family_buckets = models.SmallIntegerField()
    people = models.BigIntegerField(default=0)
    families = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    #: The journal line of its publication.
    line_id = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[each.value for each in RunState]), name="run_state_known"),
            models.CheckConstraint(
                condition=Q(engine__in=[each.value for each in EngineKind]), name="run_engine_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.PUBLISHED.value) | Q(finished_at__isnull=False, line_id__isnull=False),
                name="run_published_has_a_line",
            ),
        ]
        indexes = [models.Index(fields=["state", "in_force", "known_number"], name="run_by_question")]


class RunStep(models.Model):
    """A step of a run that is finished: its files lie in their place, and it is never done again."""

    rights = WRITTEN_BY_THE_WORKER

    run = models.ForeignKey(Run, models.PROTECT, related_name="steps")
    key = models.CharField(max_length=80)
    people = models.BigIntegerField(default=0)
    families = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="run_step_once")]


class RunKept(models.Model):
    """A run that something rests on, such as a decision: it is not pruned."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="kept_for")
    ground_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "ground_id"], name="run_kept_once_for_each_ground")]


class ChangedCard(models.Model):
    """A family's card as it is since something changed: it stands until a run knows what it knew."""

    rights = WRITTEN_BY_THE_WORKER

    family = models.UUIDField()
    #: The run from whose day and plan it was computed.
    run = models.ForeignKey(Run, models.PROTECT)
    #: Place in the journal up to which the card knows.
    known_number = models.BigIntegerField()
    #: Packed values of the family and its people; empty when the family is no more.
    card = models.BinaryField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "known_number", "run"], name="changed_card_once")]
        indexes = [models.Index(fields=["family", "-known_number"], name="changed_card_by_family")]


class ChangedMember(models.Model):
    """In which changed card somebody stands: the newest one that names a person is theirs."""

    rights = WRITTEN_BY_THE_WORKER

    person = models.UUIDField()
    card = models.ForeignKey(ChangedCard, models.CASCADE, related_name="members")

    class Meta:
        indexes = [models.Index(fields=["person"], name="changed_member_by_person")]


class NationalTable(models.Model):
    """A published table of the nation: families by place and kind, with small counts hidden. One a month and key."""

    rights = WRITTEN_BY_THE_WORKER

    run = models.ForeignKey(Run, models.PROTECT)
    month = models.DateField()
    day = models.DateField()
    key = models.CharField(max_length=120)
    #: For each column the kinds that it joins.
    kinds = models.JSONField()
    lines = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "key"], name="national_table_once_a_month")]


class TriedReform(AppendOnlyModel):
    """Other numbers and rules that an analyst wants to try on the nation."""

    id = models.UUIDField(primary_key=True)
    title = models.CharField(max_length=120)
    #: Values by the name of the number, as text.
    parameters = models.JSONField()
    rules = models.TextField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="tried_reform_by_analyst")]


class ReformOutcome(models.Model):
    """What came of trying a reform, as it may be shown: figures, or why there are none."""

    rights = WRITTEN_BY_THE_WORKER

    reform = models.OneToOneField(TriedReform, models.PROTECT, related_name="outcome")
    facts = models.JSONField(null=True)
    problem = models.TextField()
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(facts__isnull=False, problem="") | Q(facts__isnull=True) & ~Q(problem=""),
                name="reform_outcome_has_figures_or_a_problem",
            )
        ]
