"""How far families were computed, and what was found wrong on the way."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel


class PeopleRun(AppendOnlyModel):
    """One computation of families: up to which place in the journal, of how many people, and the faults by code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: Everything that was known up to this number of the journal is in it.
    known_number = models.BigIntegerField()
    #: Everybody was computed anew, not only those whom news touched.
    is_whole = models.BooleanField()
    people = models.BigIntegerField()
    #: Records that stood under another one's id.
    merged = models.BigIntegerField(default=0)
    families = models.BigIntegerField()
    #: Rows appended and closed, by derived register; faults by code, register and load.
    rows = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(finished_at__gte=F("started_at")), name="people_run_ends_after_it_began")
        ]
        indexes = [models.Index(fields=["known_number"], name="people_run_by_number")]
