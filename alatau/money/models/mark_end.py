"""Marks that ended before their time."""

from __future__ import annotations

from django.db import models

from alatau.core.models import AppendOnlyModel
from alatau.money.models.ledger import WRITTEN_BY_FUNCTIONS, Mark


class MarkEnd(AppendOnlyModel):
    """Says that a mark was ended early, and with which days it had been asked for."""

    rights = WRITTEN_BY_FUNCTIONS

    mark = models.OneToOneField(Mark, models.PROTECT, primary_key=True, related_name="early_end")
    asked_from = models.DateTimeField()
    asked_until = models.DateTimeField()
    ended_city_at = models.DateTimeField()
    ended_at = models.DateTimeField()
