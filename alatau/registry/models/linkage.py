"""Whose rows without a number are: what the machine suggests and what people decide."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alatau.core.models import AppendOnlyModel
from alatau.registry.models.lake import Load
from alatau.registry.values import Judgement


class LinkSuggestion(AppendOnlyModel):
    """An unsure match between a row without a number and a person; a task asks a member of staff."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    load = models.ForeignKey(Load, models.PROTECT, related_name="suggestions")
    line = models.BigIntegerField()
    person_id = models.UUIDField(db_index=True)
    #: Probability of a match in ten-thousandths.
    score = models.IntegerField()
    #: How each field agreed, in codes, for the person who decides.
    detail = models.JSONField(default=dict)
    case_id = models.UUIDField(null=True)
    suggested_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "line", "person_id"], name="link_is_suggested_once"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=10000), name="link_score_is_a_share"),
        ]


class LinkDecision(AppendOnlyModel):
    """What a member of staff decided; the newest decision about a row counts, older ones stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    suggestion = models.ForeignKey(LinkSuggestion, models.PROTECT, related_name="decisions")
    judgement = models.CharField(max_length=16)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(judgement__in=[each.value for each in Judgement]), name="link_judgement_known"
            )
        ]
