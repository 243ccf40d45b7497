"""Rows that a resident says are wrong."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alatau.registry.values import ContestAnswer


class Contest(models.Model):
    """A resident says "this is wrong": one row, one case at the register's owner, contested until answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField(db_index=True)
    register_key = models.CharField(max_length=80)
    #: The row's own number: its load and line, or the id of a row that came alone.
    row_load = models.BigIntegerField(null=True)
    row_line = models.BigIntegerField(null=True)
    inbox_id = models.UUIDField(null=True)
    #: Column that is wrong; empty for the whole row.
    column = models.CharField(max_length=80, blank=True)
    #: What the resident wrote, sealed.
    sealed = models.BinaryField()
    case_id = models.UUIDField(unique=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=16, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(row_load__isnull=False, row_line__isnull=False, inbox_id=None)
                | Q(row_load=None, row_line=None, inbox_id__isnull=False),
                name="contest_names_one_row",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | Q(answer__in=[each.value for each in ContestAnswer], answered_at__isnull=False),
                name="contest_answer_known",
            ),
            models.UniqueConstraint(
                fields=["person_id", "register_key", "row_load", "row_line", "column"],
                condition=Q(answer="", inbox_id=None),
                name="contest_open_once_per_value",
            ),
        ]
