"""Whose rows without a number are: what the machine suggests and what people decide."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alatau.core.models import AppendOnlyModel
from alatau.registry.models.lake import Load
from alatau.registry.values import Judgement


class LinkSuggestion(AppendOnlyModel):
    """What the model found about a row without a number and a person: surely theirs, or possibly."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    load = models.ForeignKey(Load, models.PROTECT, related_name="suggestions")
    line = models.BigIntegerField()
    person_id = models.UUIDField(db_index=True)
    #: Probability of a match in ten-thousandths.
    score = models.IntegerField()
    #: How each field agreed, in codes, for the person who decides.
    detail = models.JSONField(default=dict)
    #: Positive when the model was sure and the row was linked at once.
    judgement = models.CharField(max_length=16)
    suggested_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "line", "person_id"], name="link_is_suggested_once"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=10000), name="link_score_is_a_share"),
            models.CheckConstraint(
                condition=Q(judgement__in=[Judgement.POSITIVE.value, Judgement.UNSURE.value]),
                name="link_is_suggested_as_sure_or_unsure",
            ),
        ]


class LinkQuestion(AppendOnlyModel):
    """A case that asks a member of staff about one suggestion. The next candidate is asked about after a "no"."""

    case_id = models.UUIDField(primary_key=True)
    suggestion = models.OneToOneField(LinkSuggestion, models.PROTECT, related_name="question")


class LinkDecision(AppendOnlyModel):
    """What a member of staff decided; the newest decision about a row counts, older ones stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    suggestion = models.ForeignKey(LinkSuggestion, models.PROTECT, related_name="decisions")
    judgement = models.CharField(max_length=16)
    #: The load by which the row became the person's, or nobody's again.
    linked_by_load = models.ForeignKey(Load, models.PROTECT, null=True, related_name="link_decisions")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(judgement__in=[each.value for each in Judgement]), name="link_judgement_known"
            )
        ]
