"""Programs that handle money with a key."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alatau.money.values import HolderKind


class Program(models.Model):
    """A program of a firm or public body, known by a key of which only a digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    #: Whose money it handles. A firm's program is admitted before the firm opens its first account.
    holder_id = models.UUIDField()
    holder_kind = models.SmallIntegerField()
    may = ArrayField(models.CharField(max_length=16))
    #: SHA-256 of its key, which is long and random: nobody finds it by trying.
    digest = models.BinaryField(max_length=32, unique=True)
    admitted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(ended_at=None), name="money_program_open_once_per_name"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("admitted_at")),
                name="money_program_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(may=[]), name="money_program_may_do_something"),
            models.CheckConstraint(
                condition=Q(holder_kind__in=[HolderKind.ORGANISATION.value, HolderKind.PUBLIC.value]),
                name="money_program_is_nobodys_private_one",
            ),
        ]


class Told(models.Model):
    """Up to which of its entries an account's holder has been told by webhook."""

    account_id = models.UUIDField(primary_key=True, editable=False)
    holder_id = models.UUIDField(db_index=True)
    entries = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(entries__gte=0), name="told_entries_not_negative")]
