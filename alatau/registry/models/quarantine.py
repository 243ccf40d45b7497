"""What an official did with rows that broke a check. The rows themselves lie in the lake."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alatau.core.models import AppendOnlyModel
from alatau.registry.models.lake import Load
from alatau.registry.values import QuarantineAct


class QuarantineDecision(AppendOnlyModel):
    """One quarantined row released with corrected values, or sent back to the register's owner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: The load that put it into quarantine, and the line of its source.
    load = models.ForeignKey(Load, models.PROTECT, related_name="decisions")
    line = models.BigIntegerField()
    act = models.CharField(max_length=16)
    #: The load by which a released row came into the register.
    released_by_load = models.ForeignKey(Load, models.PROTECT, null=True, related_name="releases")
    note = models.CharField(max_length=500, blank=True)
    #: The signed letter by which a row went back to the register's owner.
    letter_id = models.UUIDField(null=True)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "line"], name="quarantined_row_is_decided_once"),
            models.CheckConstraint(
                condition=Q(act__in=[each.value for each in QuarantineAct]), name="quarantine_act_known"
            ),
            models.CheckConstraint(
                condition=~Q(act=QuarantineAct.RELEASED.value) | Q(released_by_load__isnull=False),
                name="released_row_came_by_a_load",
            ),
        ]
