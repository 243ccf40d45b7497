"""Wallets of the dead, and to whom they go."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alatau.money.estate.values import EstateStatus


class Estate(models.Model):
    """What somebody left: their accounts are frozen until officials say to whom it goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder_id = models.UUIDField()
    case_id = models.UUIDField(unique=True)
    status = models.SmallIntegerField()
    #: Accounts that the death froze: a mistake releases these alone.
    frozen = ArrayField(models.UUIDField(), default=list)
    #: The notary's certificate that names the heirs.
    certificate = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder_id"], condition=Q(status=EstateStatus.OPEN.value), name="estate_open_once"
            ),
            models.CheckConstraint(
                condition=Q(status=EstateStatus.OPEN.value, settled_at=None)
                | Q(
                    status__in=[each.value for each in EstateStatus if each is not EstateStatus.OPEN],
                    settled_at__isnull=False,
                ),
                name="estate_settled_some_time",
            ),
        ]


class Heir(models.Model):
    """Somebody to whom a part of an estate goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    estate = models.ForeignKey(Estate, models.PROTECT, db_index=False, related_name="heirs")
    holder_id = models.UUIDField()
    #: The share as the certificate says it: so many parts of so many.
    parts = models.PositiveIntegerField()
    of_parts = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["estate", "holder_id"], name="heir_named_once"),
            models.CheckConstraint(
                condition=Q(parts__gt=0, parts__lte=F("of_parts")), name="heir_gets_a_part_of_the_whole"
            ),
        ]
