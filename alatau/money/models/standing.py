"""Standing orders, and what became of each of their periods."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel
from alatau.money.orders.values import OrderState, PeriodOutcome, Rhythm


class StandingOrder(models.Model):
    """A payment that a holder asked to be made again and again."""

    id = models.UUIDField(primary_key=True, editable=False)
    holder_id = models.UUIDField()
    source_id = models.UUIDField()
    payee_id = models.UUIDField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=12)
    reference = models.CharField(max_length=140, blank=True)
    rhythm = models.SmallIntegerField()
    #: Its day of the week or of the month is the day on which it is paid.
    first_on = models.DateField()
    last_on = models.DateField(null=True)
    state = models.SmallIntegerField()
    #: The period to be paid next, and the day of the next try.
    due_on = models.DateField()
    try_on = models.DateField()
    tries = models.SmallIntegerField()
    #: Why the last try came to nothing: a code of `money.values.Refusal` and its figures; empty after a payment.
    refusal = models.SmallIntegerField(null=True)
    have = models.BigIntegerField(default=0)
    most = models.BigIntegerField(default=0)
    asked_by = models.UUIDField()
    #: Who acts for the holder, where somebody does: the order stands only while they may.
    representative_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    asked_city_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["try_on", "id"], condition=Q(state=OrderState.ACTIVE.value), name="standing_order_to_pay"
            ),
            models.Index(fields=["holder_id"], name="standing_order_by_holder"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="standing_order_amount_positive"),
            models.CheckConstraint(
                condition=Q(rhythm__in=[each.value for each in Rhythm]), name="standing_order_rhythm_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in OrderState]), name="standing_order_state_known"
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("first_on")), name="standing_order_lasts_some_time"
            ),
        ]


class StandingPeriod(AppendOnlyModel):
    """One period of a standing order, settled once: paid, or missed after the last try."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(StandingOrder, models.PROTECT, db_index=False, related_name="periods")
    due_on = models.DateField()
    outcome = models.SmallIntegerField()
    transfer_id = models.UUIDField(null=True)
    tries = models.SmallIntegerField()
    settled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "due_on"], name="standing_period_settled_once"),
            models.CheckConstraint(
                condition=Q(outcome=PeriodOutcome.PAID.value, transfer_id__isnull=False)
                | Q(outcome=PeriodOutcome.MISSED.value, transfer_id=None),
                name="standing_period_paid_by_a_transfer",
            ),
        ]
