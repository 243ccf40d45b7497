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
    #: Keyed digest of what names the row: it stays the same when the row comes again, folded or corrected.
    row_key = models.UUIDField()
    #: The row's own number when it was contested: its load and line, or the id of a row that came alone.
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
    #: The row as it should be, sealed: what an official entered, taken in when a second one confirms.
    correction = models.BinaryField(null=True)
    corrected_by = models.UUIDField(null=True)
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
                condition=Q(correction=None, corrected_by=None)
                | Q(correction__isnull=False, corrected_by__isnull=False),
                name="contest_correction_has_an_author",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | Q(answer__in=[each.value for each in ContestAnswer], answered_at__isnull=False),
                name="contest_answer_known",
            ),
            models.UniqueConstraint(
                fields=["person_id", "register_key", "row_key", "column"],
                condition=Q(answer=""),
                name="contest_open_once_per_value",
            ),
        ]
