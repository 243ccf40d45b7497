"""What operators ask the worker to do: only it may write into the lake."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alatau.registry.values import ErrandKind, ErrandState


class Errand(models.Model):
    """A file to take in, or a quarantined row to release: asked on a page, done by the worker, and its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register_key = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16)
    #: Name of the file as its sender called it, without its folder.
    name = models.CharField(max_length=255, blank=True)
    #: City day that the file describes.
    as_of = models.DateField()
    #: The file's bytes, or the corrected row sealed; gone when the errand is done.
    content = models.BinaryField(null=True)
    #: A delivery of the whole register may end most of its rows.
    may_shrink = models.BooleanField(default=False)
    #: Load and line of a row to release; empty for a file.
    row_load = models.BigIntegerField(null=True)
    row_line = models.BigIntegerField(null=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    #: Number of the load that came of it.
    load = models.BigIntegerField(null=True)
    #: Why it was refused: the stable code, and the sentence in every language.
    code = models.CharField(max_length=80, blank=True)
    sentences = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in ErrandKind]), name="errand_kind_known"),
            models.CheckConstraint(
                condition=Q(state=ErrandState.WAITING.value, ended_at=None, content__isnull=False)
                | Q(
                    state__in=[ErrandState.DONE.value, ErrandState.REFUSED.value], ended_at__isnull=False, content=None
                ),
                name="ended_errand_keeps_no_content",
            ),
            models.CheckConstraint(
                condition=Q(state=ErrandState.REFUSED.value, load=None) & ~Q(code="")
                | ~Q(state=ErrandState.REFUSED.value) & Q(code=""),
                name="refused_errand_says_why",
            ),
            models.CheckConstraint(
                condition=Q(kind=ErrandKind.FILE.value, row_load=None, row_line=None)
                | Q(kind=ErrandKind.RELEASE.value, row_load__isnull=False, row_line__isnull=False),
                name="released_errand_names_its_row",
            ),
        ]
        indexes = [models.Index(fields=["register_key", "-asked_at"], name="errand_by_register")]
