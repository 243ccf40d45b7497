"""Tables of payouts: whose money goes where, batches with their lines, vouchers, and who hands them over."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel
from alatau.money.payouts.values import Approval, BatchStatus, LineOutcome, RouteKind, VoucherStatus


class PayoutProgramme(models.Model):
    """What the state pays for: a budget account, its purpose, and how much its own system may pay a day unasked."""

    key = models.CharField(max_length=20, primary_key=True)
    #: What people read, by language.
    name = models.JSONField()
    purpose = models.CharField(max_length=64)
    account_id = models.UUIDField()
    currency = models.CharField(max_length=12)
    #: Smallest units; 0 lets every batch wait for a person.
    unattended_most = models.BigIntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(unattended_most__gte=0), name="programme_unattended_not_negative"),
        ]


class Institution(models.Model):
    """A ministry's or fund's system that hands payouts over, known by its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: How it calls itself in its requests.
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=140)
    programmes = ArrayField(models.CharField(max_length=20))
    #: SHA-256 of its key.
    digest = models.BinaryField(max_length=32, unique=True)
    #: Ed25519 public key by which its messages are checked, base64url without padding; empty where it signs none.
    public_key = models.CharField(max_length=64, blank=True)
    #: Answers go only to addresses that begin with one of these.
    callbacks = ArrayField(models.CharField(max_length=200))
    #: The account from which a bank pays its customers' bills, and the holder whose bills a biller issues.
    pays_from = models.UUIDField(null=True)
    bills_for = models.UUIDField(null=True)
    admitted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(ended_at=None), name="institution_code_used_once"),
        ]


class PayeeRoute(AppendOnlyModel):
    """From when on money for a payee goes where. Of those whose time has come, the one written last counts."""

    number = models.BigAutoField(primary_key=True)
    #: A person, or the fingerprint of an id that only a programme knows.
    payee_id = models.UUIDField()
    kind = models.SmallIntegerField()
    #: A wallet's account, or the person that a programme's id stands for.
    target_id = models.UUIDField(null=True)
    #: A bank account: sealed, and the last letters of it.
    sealed = models.BinaryField(default=b"")
    shown = models.CharField(max_length=8, blank=True)
    bank_code = models.CharField(max_length=11, blank=True)
    valid_from = models.DateTimeField()
    set_at = models.DateTimeField()
    set_city_at = models.DateTimeField()
    institution_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index("payee_id", F("number").desc(), name="payee_route_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in RouteKind]), name="payee_route_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[RouteKind.WALLET.value, RouteKind.PERSON.value], target_id__isnull=False)
                | Q(kind__in=[RouteKind.NONE.value, RouteKind.BANK.value, RouteKind.VOUCHER.value], target_id=None),
                name="payee_route_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RouteKind.BANK.value) | ~Q(shown=""), name="payee_route_bank_is_named"
            ),
        ]


class PayoutBatch(models.Model):
    """Lines that are checked, approved and paid together."""

    id = models.UUIDField(primary_key=True, editable=False)
    programme = models.ForeignKey(PayoutProgramme, models.PROTECT, related_name="batches")
    reference = models.CharField(max_length=50, blank=True)
    words = models.CharField(max_length=140)
    #: SHA-256 of everything handed over: the same id with other lines is refused.
    digest = models.BinaryField(max_length=32)
    lines = models.IntegerField()
    total = models.BigIntegerField()
    #: The account that holds the batch's money from its approval on.
    account_id = models.UUIDField()
    #: What was set aside at the approval.
    reserved = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    status = models.SmallIntegerField()
    #: How far the checks have come.
    checked_through = models.IntegerField(default=0)
    #: How far the payments have come: what was paid before is not looked at again.
    paid_through = models.IntegerField(default=0)
    #: Lines and smallest units by outcome.
    counts = models.JSONField(default=dict)
    #: Whether the last comparison with the ledger found it whole, and when that was.
    agrees = models.BooleanField(null=True)
    compared_city_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    received_city_at = models.DateTimeField()
    received_by = models.UUIDField(null=True)
    institution_id = models.UUIDField(null=True)
    #: The first of two people, where a system handed it over.
    endorsed_by = models.UUIDField(null=True)
    approval = models.SmallIntegerField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_city_at = models.DateTimeField(null=True)
    #: When its lines were last tried, and when it ended.
    tried_city_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-received_at"], name="payout_batch_newest"),
            models.Index(
                fields=["status"],
                condition=~Q(status__in=[BatchStatus.CLOSED.value, BatchStatus.DECLINED.value]),
                name="payout_batch_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in BatchStatus]), name="payout_batch_status_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[BatchStatus.RECEIVED.value, BatchStatus.CHECKED.value, BatchStatus.DECLINED.value]
                )
                | Q(approval__isnull=False),
                name="payout_batch_paid_only_approved",
            ),
            models.CheckConstraint(
                condition=~Q(approval=Approval.PERSON.value)
                | Q(approved_by__isnull=False)
                & (Q(received_by=None) | ~Q(received_by=F("approved_by")))
                & (Q(institution_id=None) | Q(endorsed_by__isnull=False))
                & (Q(endorsed_by=None) | ~Q(endorsed_by=F("approved_by"))),
                name="payout_batch_has_four_eyes",
            ),
            models.CheckConstraint(condition=Q(returned__lte=F("reserved")), name="payout_batch_returns_what_it_held"),
        ]


class PayoutStep(AppendOnlyModel):
    """What was done with a batch, when, and by whom: its own history, which tells the second person from the first."""

    number = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="steps")
    what = models.CharField(max_length=16)
    #: Empty where the city's own work did it, or a system.
    user_id = models.UUIDField(null=True)
    city_at = models.DateTimeField()


class PayoutLine(models.Model):
    """One person's share of a batch. Its id is its transfer's: it can be paid once, whatever happens."""

    id = models.UUIDField(primary_key=True, editable=False)
    batch = models.ForeignKey(PayoutBatch, models.PROTECT, db_index=False, related_name="rows")
    #: Place in the file, from 1.
    number = models.IntegerField()
    payee_id = models.UUIDField(null=True)
    #: The number as it was written, sealed, while nobody is known by it.
    sealed = models.BinaryField(null=True)
    amount = models.BigIntegerField()
    reference = models.CharField(max_length=50, blank=True)
    words = models.CharField(max_length=140, blank=True)
    decision_id = models.UUIDField(null=True)
    outcome = models.SmallIntegerField()
    #: The ledger's reason, of `Refusal`.
    refusal = models.SmallIntegerField(null=True)
    #: How it was paid, and to which account.
    kind = models.SmallIntegerField(null=True)
    account_id = models.UUIDField(null=True)
    #: The order to the bank that pays it.
    order_id = models.UUIDField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["batch", "number"],
                condition=Q(outcome=LineOutcome.PAYABLE.value),
                name="payout_line_to_pay",
            ),
            models.Index(fields=["payee_id"], condition=Q(payee_id__isnull=False), name="payout_line_by_payee"),
            models.Index(fields=["order_id"], condition=Q(order_id__isnull=False), name="payout_line_by_order"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="payout_line_numbered_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=[each.value for each in LineOutcome]), name="payout_line_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0)
                | Q(amount=0, outcome__in=[LineOutcome.UNREADABLE.value, LineOutcome.RETURNED.value]),
                name="payout_line_amount_positive",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[LineOutcome.PAID.value, LineOutcome.SENT.value])
                | Q(account_id__isnull=False, paid_at__isnull=False),
                name="payout_line_paid_somewhere",
            ),
        ]


class VoucherGroup(models.Model):
    """Vouchers of one kind: which programme pays them, where they may be spent, and for how long."""

    key = models.CharField(max_length=20, primary_key=True)
    programme = models.ForeignKey(PayoutProgramme, models.PROTECT, related_name="groups")
    name = models.JSONField()
    #: Trades that take them; none is every shop.
    trades = ArrayField(models.CharField(max_length=32))
    days = models.IntegerField()
    #: Vouchers that may be under way at once; empty is any number.
    most = models.IntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(days__gt=0), name="voucher_group_lasts_a_while")]


class Voucher(models.Model):
    """Marked money of whoever shows its secret number."""

    id = models.UUIDField(primary_key=True, editable=False)
    #: Quoted openly; tells a voucher from the others.
    serial = models.CharField(max_length=25, unique=True)
    #: Keyed hash of the secret number.
    secret = models.CharField(max_length=64, unique=True)
    group = models.ForeignKey(VoucherGroup, models.PROTECT, related_name="vouchers")
    amount = models.BigIntegerField()
    #: The pot that holds its money.
    account_id = models.UUIDField(unique=True)
    status = models.SmallIntegerField()
    payee_id = models.UUIDField(null=True)
    institution_id = models.UUIDField(null=True)
    #: The maker's own name of it, and of the batch it belongs to.
    reference = models.CharField(max_length=50, blank=True)
    batch = models.CharField(max_length=50, blank=True)
    words = models.CharField(max_length=140, blank=True)
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    #: When its number was sent to the payee, and when they first read it in their wallet.
    told_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    #: When it ended, by being redeemed or cancelled, and whose till took it.
    ended_at = models.DateTimeField(null=True)
    shop_account_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["institution_id", "batch"], name="voucher_by_batch"),
            models.Index(fields=["group", "status"], name="voucher_by_group"),
            models.Index(fields=["payee_id", "status"], condition=Q(payee_id__isnull=False), name="voucher_by_payee"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="voucher_amount_positive"),
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in VoucherStatus]), name="voucher_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=VoucherStatus.REDEEMED.value)
                | Q(shop_account_id__isnull=False, ended_at__isnull=False),
                name="voucher_redeemed_at_a_shop",
            ),
        ]


class HandedRequest(models.Model):
    """A request of an institution under its own id: answered once, and told back where it asked."""

    #: Also the correlation id that the institution is given.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="requests")
    #: "govstack.bulk", "g2p.link".
    kind = models.CharField(max_length=32)
    caller_id = models.CharField(max_length=99)
    digest = models.BinaryField(max_length=32)
    #: What the answer is made of: ids, codes and the caller's own references, no person's number.
    facts = models.JSONField()
    batch_id = models.UUIDField(null=True)
    callback = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    #: When the result was told back; empty while it was not, or nobody asked.
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["batch_id"], name="handed_request_by_batch")]
        constraints = [
            models.UniqueConstraint(fields=["institution", "kind", "caller_id"], name="handed_request_made_once"),
        ]
