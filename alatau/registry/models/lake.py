"""The lake itself, the loads that its files came by, and the rows that came alone."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from alatau.registry.values import LoadKind, LoadState


class Lake(models.Model):
    """The one lake of this city. Its number of buckets is fixed when it is made: rows never move."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    buckets = models.SmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="lake_is_one"),
            # A power of two divides the first byte of an id evenly.
            models.CheckConstraint(
                condition=Q(buckets__in=[1, 2, 4, 8, 16, 32, 64, 128, 256]), name="lake_buckets_divide_a_byte"
            ),
        ]


class Load(models.Model):
    """One load of a register: what was read, and how far it came. Only announced loads are seen by anybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register_key = models.CharField(max_length=80)
    #: From 1 within the register, rising; an abandoned load keeps its number.
    number = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16)
    #: SHA-256 of what was read: the same source twice changes nothing.
    source_digest = models.CharField(max_length=64, blank=True)
    #: File name or table as the operator gave it, without its folder.
    source_name = models.CharField(max_length=255, blank=True)
    #: City day that the source describes.
    as_of = models.DateField()
    planned_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    #: The journal line of the announcement: its number says from when the rows are known.
    line_id = models.UUIDField(null=True, unique=True)
    rows_read = models.BigIntegerField(default=0)
    rows_accepted = models.BigIntegerField(default=0)
    rows_quarantined = models.BigIntegerField(default=0)
    rows_unchanged = models.BigIntegerField(default=0)
    #: Of the accepted ones: those whose subject is nobody the city knows.
    rows_unlinked = models.BigIntegerField(default=0)
    #: Versions that were in force until this load said otherwise.
    rows_closed = models.BigIntegerField(default=0)
    #: Columns by which all rows of the register up to this load are found by those whom they name beside the subject.
    named = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register_key", "number"], name="load_number_once_per_register"),
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in LoadKind]), name="load_kind_known"),
            models.CheckConstraint(condition=Q(state__in=[each.value for each in LoadState]), name="load_state_known"),
            models.CheckConstraint(
                condition=~Q(state=LoadState.ANNOUNCED.value)
                | Q(announced_at__isnull=False, line_id__isnull=False, written_at__isnull=False),
                name="load_announced_has_a_line",
            ),
            models.CheckConstraint(
                condition=Q(rows_read=F("rows_accepted") + F("rows_quarantined") + F("rows_unchanged")),
                name="load_rows_add_up",
            ),
        ]
        indexes = [
            models.Index(
                fields=["register_key"],
                name="load_unfinished",
                condition=Q(state__in=[LoadState.PLANNED.value, LoadState.WRITTEN.value]),
            )
        ]


class InboxRow(models.Model):
    """A row that came alone and is not yet in the lake. Readers see it together with the lake's rows."""

    #: Chosen by the sender, so that sending a row twice is sending it once.
    id = models.UUIDField(primary_key=True)
    register_key = models.CharField(max_length=80)
    #: Person id, organisation number or place code; empty when the row could not be linked.
    subject = models.CharField(max_length=80, blank=True)
    bucket = models.SmallIntegerField()
    #: Ids of people whose row it is too, because a column names them.
    named = ArrayField(models.TextField(), default=list)
    #: Declared columns in the lake's types, persons as ids.
    columns = models.JSONField()
    #: Names and numbers of persons, sealed.
    sealed = models.BinaryField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    received_at = models.DateTimeField()
    line_id = models.UUIDField(unique=True)
    #: Keyed digest of what names the row: it finds the row that this one corrects.
    identity = models.CharField(max_length=32)
    #: SHA-256 of what was sent, so that an id used for another row is noticed.
    digest = models.CharField(max_length=64)
    #: Number of the load that is taking the row into the lake; empty while none is.
    fold_load = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="inbox_row_lasts_a_day"
            )
        ]
        indexes = [
            models.Index(fields=["register_key", "received_at"], name="inbox_by_register"),
            models.Index(fields=["subject", "register_key"], name="inbox_by_subject"),
            models.Index(fields=["register_key", "identity"], name="inbox_by_identity"),
            GinIndex(fields=["named"], name="inbox_by_named"),
        ]
