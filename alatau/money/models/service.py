"""Who serves whose wallet, and what checks of the books found."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel


class Service(models.Model):
    """Which participant serves a holder, and since when. The wallet stays the holder's whoever serves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder_id = models.UUIDField()
    #: Key of a body of the content.
    participant = models.CharField(max_length=40)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["participant"], condition=Q(until_at=None), name="service_by_participant")]
        constraints = [
            models.UniqueConstraint(fields=["holder_id"], condition=Q(until_at=None), name="service_by_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("since_at")), name="service_ends_after_it_began"
            ),
        ]


class LedgerCheck(AppendOnlyModel):
    """One check of the whole books, and what it found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    accounts = models.BigIntegerField()
    transfers = models.BigIntegerField()
    postings = models.BigIntegerField()
    #: What contradicts the books, a line each; empty when they are whole.
    broken = models.JSONField()
    #: Smallest units in circulation, by currency.
    circulating = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["-ended_at"], name="ledger_check_newest")]
