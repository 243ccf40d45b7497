"""Tables of the ledger and of the marks on its money. Private to this room.

Working roles read them. What writes a balance is the function `money_post` alone, which runs with the owner's rights:
no other statement of the program can move value.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel
from alatau.money.values import (
    AccountKind,
    AccountStatus,
    CapPeriod,
    HolderKind,
    HoldStatus,
    OrderKind,
    OrderStatus,
    Standing,
    TransferKind,
)

#: Only the ledger's own functions write.
WRITTEN_BY_FUNCTIONS = {"web": "SELECT", "worker": "SELECT"}


class Holder(models.Model):
    """A person, an organisation or a public body, as far as the ledger needs to know them."""

    rights = WRITTEN_BY_FUNCTIONS

    #: The person's, organisation's or body's own id.
    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.SmallIntegerField()
    #: A number of the content's tiers: it chooses the limits.
    tier = models.SmallIntegerField()
    #: Set by supervision.
    standing = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in HolderKind]), name="holder_kind_known"),
            models.CheckConstraint(
                condition=Q(standing__in=[each.value for each in Standing]), name="holder_standing_known"
            ),
            models.CheckConstraint(condition=Q(tier__gte=0), name="holder_tier_counted_from_zero"),
            models.UniqueConstraint(fields=["id", "tier", "standing"], name="holder_followed_by_accounts"),
        ]


class Account(models.Model):
    """A balance in one currency for one purpose. Its figures follow from its entries and open holds."""

    rights = WRITTEN_BY_FUNCTIONS

    id = models.UUIDField(primary_key=True, editable=False)
    #: Accounts locked together, because limits count over all of them: the holder's; a public body's stand alone.
    group_id = models.UUIDField()
    #: How many they are. Of an account that nothing has named yet the others may not know.
    group_size = models.IntegerField(db_default=1)
    holder = models.ForeignKey(Holder, models.PROTECT, db_constraint=False, db_index=False, related_name="accounts")
    kind = models.SmallIntegerField()
    currency = models.CharField(max_length=12)
    purpose = models.CharField(max_length=64)
    #: The trade of a payee, as marks name it; empty for none.
    category = models.CharField(max_length=32)
    mark = models.ForeignKey("Mark", models.PROTECT, null=True, related_name="accounts")
    #: The least that the balance may be; less than zero is a credit limit, empty is none at all.
    floor = models.BigIntegerField(null=True)
    #: The holder's, kept the same by a constraint.
    tier = models.SmallIntegerField()
    standing = models.SmallIntegerField()
    status = models.SmallIntegerField()
    opened_city_at = models.DateTimeField()
    opened_at = models.DateTimeField()

    balance = models.BigIntegerField()
    held_out = models.BigIntegerField()
    held_in = models.BigIntegerField()
    #: Number of the last entry, and the transfer that made it.
    entries = models.BigIntegerField()
    last_transfer_id = models.UUIDField(null=True)
    last_city_at = models.DateTimeField(null=True)
    last_wall_at = models.DateTimeField(null=True)
    #: The last day on which it changed; what was paid that day, on the thirty days up to it, and on each before.
    spent_on = models.DateField(null=True)
    spent_today = models.BigIntegerField()
    spent_month = models.BigIntegerField()
    spent_before = ArrayField(models.BigIntegerField(), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["group_id", "id"], name="account_by_group"),
            models.Index(fields=["holder"], name="account_by_holder"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in AccountKind]), name="account_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in AccountStatus]), name="account_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=AccountStatus.CLOSED.value) | Q(balance=0, held_out=0, held_in=0),
                name="account_closed_is_empty",
            ),
            models.CheckConstraint(condition=Q(held_out__gte=0, held_in__gte=0), name="account_holds_not_negative"),
        ]


class Mark(AppendOnlyModel):
    """What somebody's money is bound to. Never changed: another condition is another mark."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Holder, models.PROTECT, related_name="marks")
    #: The wider mark whose money this one narrows.
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="narrower")
    #: What people read, by language.
    name = models.JSONField()
    purpose = models.CharField(max_length=64)
    contract = models.CharField(max_length=140, blank=True)
    return_account = models.ForeignKey(Account, models.PROTECT, related_name="returned_marks")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    any_payee = models.BooleanField()
    goods = ArrayField(models.CharField(max_length=32))
    needs_evidence = models.BooleanField()
    on_spend = models.SmallIntegerField()
    cash_out = models.SmallIntegerField()
    claimable = models.BooleanField()
    payment_cap = models.BigIntegerField(null=True)
    period_cap = models.BigIntegerField(null=True)
    cap_period = models.SmallIntegerField(null=True)
    opened_city_at = models.DateTimeField()
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["valid_until"], name="mark_by_end")]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="mark_valid_for_some_time"),
            models.CheckConstraint(
                condition=Q(payment_cap__isnull=True) | Q(payment_cap__gt=0), name="mark_payment_cap_positive"
            ),
            models.CheckConstraint(
                condition=Q(period_cap=None, cap_period=None)
                | Q(period_cap__gt=0, cap_period__in=[each.value for each in CapPeriod]),
                name="mark_period_cap_has_a_period",
            ),
        ]


class MarkPayee(AppendOnlyModel):
    """One payee, or one trade, that the mark's money may be spent with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.ForeignKey(Mark, models.PROTECT, db_index=False, related_name="payees")
    holder_id = models.UUIDField(null=True)
    category = models.CharField(max_length=32, blank=True)
    #: The last of the chain: may turn the money into free money where the mark allows it.
    is_final = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "holder_id", "category"], name="mark_payee_named_once"),
            models.CheckConstraint(
                condition=Q(holder_id__isnull=False, category="") | Q(holder_id=None) & ~Q(category=""),
                name="mark_payee_is_a_holder_or_a_trade",
            ),
        ]


class MarkEvidence(AppendOnlyModel):
    """Says that what a mark asks to see before its money leaves has been seen, for payments with this reference."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.ForeignKey(Mark, models.PROTECT, db_index=False, related_name="evidence")
    reference = models.CharField(max_length=140)
    #: What was seen: a signed act, an invoice, a delivery note.
    document = models.CharField(max_length=140)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "reference"], name="mark_evidence_given_once")]


class Posting(AppendOnlyModel):
    """One batch that changed something; its journal line has the same id."""

    rights = WRITTEN_BY_FUNCTIONS

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, editable=False)
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()


class Transfer(AppendOnlyModel):
    """One movement of value from an account to another, or a step of one that is pending. Partitioned by its id.

    What moves value carries both of its entries: number, balance after it and entry before, on either side. Every
    sixteenth entry of an account is a landmark that an index finds; others are reached from there (`money_entries`).

    No foreign keys: only `money_post` writes here, after it has locked both accounts, and checking them twice would
    halve the speed. `alatau money verify` finds a missing half anyway.
    """

    rights = WRITTEN_BY_FUNCTIONS

    id = models.UUIDField(primary_key=True, editable=False)
    posting = models.BigIntegerField()
    #: Order inside its batch.
    place = models.IntegerField()
    debit_id = models.UUIDField()
    credit_id = models.UUIDField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=12)
    kind = models.SmallIntegerField()
    linked = models.BooleanField()
    purpose = models.CharField(max_length=64)
    reference = models.CharField(max_length=140)
    goods = models.CharField(max_length=32)
    #: The transfer that this one posts, voids or refunds.
    concerns_id = models.UUIDField(null=True)
    timeout_seconds = models.IntegerField(null=True)
    #: Its posting's: never before what the accounts of the batch did last.
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()
    #: Empty where nothing moves: what is held, and what is given up.
    debit_number = models.BigIntegerField(null=True)
    debit_balance = models.BigIntegerField(null=True)
    debit_previous_id = models.UUIDField(null=True)
    credit_number = models.BigIntegerField(null=True)
    credit_balance = models.BigIntegerField(null=True)
    credit_previous_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_amount_positive"),
            models.CheckConstraint(condition=~Q(debit_id=F("credit_id")), name="transfer_between_two_accounts"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in TransferKind]), name="transfer_kind_known"
            ),
        ]


class Entry(models.Model):
    """What a transfer did to one account, and the balance after it: transfers seen from either side.

    For questions about all entries; those of one account come from the function `money_entries`, which need not read
    the whole table. Both clocks move with the number: an account's entries never go back in time.
    """

    pk = models.CompositePrimaryKey("account_id", "number")
    account_id = models.UUIDField()
    #: Counted from 1 without gaps.
    number = models.BigIntegerField()
    transfer_id = models.UUIDField()
    #: Less than zero for a debit.
    amount = models.BigIntegerField()
    balance = models.BigIntegerField()
    previous_id = models.UUIDField(null=True)
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "money_entry"


class Hold(models.Model):
    """A pending transfer: open until one transfer posts or voids it."""

    rights = WRITTEN_BY_FUNCTIONS

    transfer_id = models.UUIDField(primary_key=True, editable=False)
    debit_id = models.UUIDField()
    credit_id = models.UUIDField()
    amount = models.BigIntegerField()
    #: City time; empty for one that waits until somebody settles it.
    expires_at = models.DateTimeField(null=True)
    #: Whether it counts against the payer's limits, and from which day.
    counted = models.BooleanField()
    spent_on = models.DateField()
    status = models.SmallIntegerField()
    settled_by_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(status=HoldStatus.OPEN.value), name="hold_open_by_end"),
            models.Index(fields=["debit_id"], condition=Q(status=HoldStatus.OPEN.value), name="hold_open_by_payer"),
            models.Index(fields=["credit_id"], condition=Q(status=HoldStatus.OPEN.value), name="hold_open_by_payee"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=HoldStatus.OPEN.value, settled_by_id=None)
                | Q(
                    status__in=[each.value for each in HoldStatus if each is not HoldStatus.OPEN],
                    settled_by_id__isnull=False,
                ),
                name="hold_settled_by_one_transfer",
            ),
        ]


class RefundTotal(models.Model):
    """How much of a transfer has been refunded."""

    rights = WRITTEN_BY_FUNCTIONS

    transfer_id = models.UUIDField(primary_key=True, editable=False)
    refunded = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(refunded__gt=0), name="refund_total_positive")]


class IssueOrder(models.Model):
    """Digital money asked for against bank money, or to be given back for it: one person asks, another confirms."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.SmallIntegerField()
    account_id = models.UUIDField()
    issue_id = models.UUIDField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=12)
    status = models.SmallIntegerField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    asked_city_at = models.DateTimeField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(status=OrderStatus.ASKED.value), name="issue_order_waiting")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="issue_order_amount_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in OrderKind]), name="issue_order_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status=OrderStatus.ASKED.value, settled_by=None)
                | Q(status__in=[OrderStatus.CONFIRMED.value, OrderStatus.DECLINED.value], settled_by__isnull=False),
                name="issue_order_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=OrderStatus.CONFIRMED.value) | ~Q(settled_by=F("asked_by")),
                name="issue_order_has_four_eyes",
            ),
        ]
