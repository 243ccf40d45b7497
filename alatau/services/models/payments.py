"""Plans, their payments period by period, the runs that hand them over, and what is to come back."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from alatau.services.models.decisions import Decision
from alatau.services.payments.values import PaymentStatus, PlanStatus, Rhythm, StopReason


class Plan(models.Model):
    """How one decision is paid. One plan of a right runs for a holder at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="plan")
    right = models.CharField(max_length=80)
    #: Who is paid; whose right it is: a person or the family.
    person_id = models.UUIDField()
    holder_id = models.UUIDField()
    family_id = models.UUIDField()
    programme = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=12)
    rhythm = models.CharField(max_length=16)
    #: First day of the period that is paid next; null where nothing more is.
    next_period = models.DateField(null=True)
    #: The day after the last period, where the decision names one.
    ends_before = models.DateField(null=True)
    #: A new account's first payment waits until then.
    not_before = models.DateTimeField()
    status = models.CharField(max_length=16)
    reason = models.CharField(max_length=16, blank=True)
    #: The last day for which the card was asked whether the right stands.
    reviewed_on = models.DateField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="plan_amount_positive"),
            models.CheckConstraint(condition=Q(rhythm__in=[each.value for each in Rhythm]), name="plan_rhythm_known"),
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in PlanStatus]), name="plan_status_known"
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(reason__in=[each.value for each in StopReason]), name="plan_reason_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[PlanStatus.HELD.value, PlanStatus.STOPPED.value]) | ~Q(reason=""),
                name="plan_stands_still_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["right", "holder_id"],
                condition=Q(status__in=[PlanStatus.RUNNING.value, PlanStatus.HELD.value])
                & ~Q(rhythm=Rhythm.ONCE.value),
                name="plan_of_a_right_runs_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_period", "programme"],
                condition=Q(status=PlanStatus.RUNNING.value, next_period__isnull=False),
                name="plan_due",
            ),
            models.Index(fields=["family_id"], name="plan_by_family"),
            models.Index(fields=["person_id"], name="plan_by_person"),
        ]


class Disbursement(models.Model):
    """One batch that a day's run handed to the treasury."""

    id = models.UUIDField(primary_key=True, editable=False)
    day = models.DateField()
    programme = models.CharField(max_length=20)
    number = models.IntegerField()
    payments = models.IntegerField()
    handed_at = models.DateTimeField()
    #: Everything that became of its lines is known.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "programme", "number"], name="disbursement_numbered_in_its_day")
        ]


class DisbursementDay(models.Model):
    """A day of the city whose run is finished: it is not run again."""

    day = models.DateField(primary_key=True)
    payments = models.IntegerField()
    finished_at = models.DateTimeField()


class Payment(models.Model):
    """What one period of a plan pays: once, whatever happens."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="payments")
    #: First day of the period; of what is paid once, the day of the decision.
    period = models.DateField()
    amount = models.BigIntegerField()
    #: What of it stays with the payer for a payment that was too much.
    deducted = models.BigIntegerField(default=0)
    status = models.CharField(max_length=16)
    #: The treasury's batch and the line in it; another one after an official had it paid again.
    batch_id = models.UUIDField(null=True)
    line = models.IntegerField(null=True)
    #: The transfer that paid it in the commit of its decision; then no batch did.
    transfer_id = models.UUIDField(null=True, unique=True)
    attempt = models.SmallIntegerField(default=1)
    made_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "period"], name="payment_of_a_period_once"),
            models.UniqueConstraint(
                fields=["batch_id", "line"], condition=Q(batch_id__isnull=False), name="payment_is_one_line"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(deducted__gte=0, deducted__lt=F("amount")), name="payment_deducts_a_part"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in PaymentStatus]), name="payment_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[PaymentStatus.DUE.value, PaymentStatus.DROPPED.value])
                | Q(batch_id__isnull=False, line__isnull=False, transfer_id=None)
                | Q(batch_id=None, line=None, transfer_id__isnull=False, status=PaymentStatus.PAID.value),
                name="payment_under_way_has_a_line",
            ),
        ]
        indexes = [
            models.Index(fields=["plan"], condition=Q(status=PaymentStatus.DUE.value), name="payment_due"),
        ]


class Recovery(models.Model):
    """Money that was paid and was not due: how it comes back, by an official's word."""

    id = models.UUIDField(primary_key=True, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="recoveries")
    person_id = models.UUIDField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=12)
    #: The bill, where one was sent; otherwise payments are lessened, which the person agreed to.
    bill_id = models.UUIDField(null=True)
    consent_id = models.UUIDField(null=True)
    left = models.BigIntegerField()
    case_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="recovery_amount_positive"),
            models.CheckConstraint(
                condition=Q(left__gte=0, left__lte=F("amount")), name="recovery_left_within_its_amount"
            ),
            models.CheckConstraint(
                condition=Q(bill_id__isnull=False, consent_id=None) | Q(bill_id=None, consent_id__isnull=False),
                name="recovery_by_bill_or_by_consent",
            ),
        ]
        indexes = [models.Index(fields=["person_id"], condition=Q(left__gt=0, bill_id=None), name="recovery_to_deduct")]
