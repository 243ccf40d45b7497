"""Tables of bills. What is paid is not here: it follows from the transfers that a bill names."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alatau.core.models import AppendOnlyModel
from alatau.money.bills.values import WORDS_MOST, Ending, Late, Way
from alatau.money.values import HolderKind


class Bill(models.Model):
    """What one holder owes another. Only its end and the note that it was late are ever written after its issue."""

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField(max_length=16, unique=True)
    issuer_id = models.UUIDField()
    #: Where the money goes.
    account_id = models.UUIDField()
    #: Empty where whoever brings the number may pay.
    debtor_id = models.UUIDField(null=True)
    debtor_kind = models.SmallIntegerField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=12)
    purpose = models.CharField(max_length=64)
    words = models.CharField(max_length=WORDS_MOST)
    due_on = models.DateField(null=True)
    late = models.SmallIntegerField()
    is_request = models.BooleanField()
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    source = models.CharField(max_length=64, blank=True)
    source_id = models.UUIDField(null=True)
    issued_at = models.DateTimeField()
    issued_city_at = models.DateTimeField()
    ending = models.SmallIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: When the city said that its last day has passed.
    told_late_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["issuer_id", "-issued_at", "id"], name="bill_by_issuer"),
            models.Index(fields=["debtor_id"], condition=Q(ending=None), name="bill_standing_by_debtor"),
            models.Index(fields=["due_on"], condition=Q(ending=None, told_late_at=None), name="bill_by_last_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="bill_amount_positive"),
            models.CheckConstraint(condition=Q(late__in=[each.value for each in Late]), name="bill_late_known"),
            models.CheckConstraint(
                condition=Q(debtor_kind__in=[each.value for each in HolderKind]), name="bill_debtor_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(ending=None, ended_at=None)
                | Q(ending__in=[each.value for each in Ending], ended_at__isnull=False),
                name="bill_ends_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(ending=Ending.DECLINED.value) | Q(is_request=True), name="bill_declined_was_a_request"
            ),
            models.CheckConstraint(condition=~Q(debtor_id=models.F("issuer_id")), name="bill_between_two_holders"),
        ]


class BillPayment(AppendOnlyModel):
    """Says that a transfer pays a bill. How much it pays is the transfer's own."""

    transfer_id = models.UUIDField(primary_key=True, editable=False)
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="payments")
    way = models.SmallIntegerField()
    city_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=[each.value for each in Way]), name="bill_payment_way_known")
        ]
