"""Tables of bank money: orders to a bank, payments from it, every message of either side, and what differed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from alatau.core.models import AppendOnlyModel
from alatau.money.bank.values import Cause, DifferenceKind, Direction, OrderStatus


class WalletNumber(AppendOnlyModel):
    """What a payer writes at a bank to top a wallet up. Drawn when it is first asked for."""

    account_id = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField(max_length=16, unique=True)


class BankStatement(AppendOnlyModel):
    """A day of the city's account as the bank booked it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: The bank's own.
    number = models.CharField(max_length=35)
    account = models.CharField(max_length=34)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opening = models.BigIntegerField()
    closing = models.BigIntegerField()
    entries = models.IntegerField()
    matched = models.IntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="bank_statement_read_once")]


class BankOrder(models.Model):
    """Money to be paid to a bank account. A withdrawal is held in the ledger until the bank has answered."""

    id = models.UUIDField(primary_key=True, editable=False)
    cause = models.SmallIntegerField()
    holder_id = models.UUIDField()
    #: Whom to ask about it: who wanted it, or who paid.
    person_id = models.UUIDField(null=True)
    #: The wallet it leaves; empty where the money never entered one.
    account_id = models.UUIDField(null=True)
    bank_account_id = models.UUIDField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=12)
    iban = models.CharField(max_length=34)
    name = models.CharField(max_length=140)
    #: What the receiver reads on their own statement.
    words = models.CharField(max_length=140)
    status = models.SmallIntegerField()
    reason = models.CharField(max_length=35, blank=True)
    requested_at = models.DateTimeField()
    requested_city_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    #: The statement in which the bank booked it.
    booked_in = models.ForeignKey(BankStatement, models.PROTECT, null=True, related_name="orders")

    class Meta:
        indexes = [
            models.Index(fields=["holder_id", "-requested_at"], name="bank_order_by_holder"),
            models.Index(fields=["settled_at"], condition=Q(booked_in=None), name="bank_order_to_be_booked"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="bank_order_amount_positive"),
            models.CheckConstraint(
                condition=Q(cause__in=[each.value for each in Cause]), name="bank_order_cause_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in OrderStatus if not each.is_final], settled_at=None)
                | Q(status__in=[each.value for each in OrderStatus if each.is_final], settled_at__isnull=False),
                name="bank_order_final_since_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(cause=Cause.RETURN.value) | Q(account_id__isnull=False),
                name="bank_order_withdraws_from_a_wallet",
            ),
        ]


class BankReceipt(AppendOnlyModel):
    """A payment that the bank sent us: credited, or refused and so given back by the bank itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: Who sent it, and their id of it: the same payment in another message is the same payment.
    sender = models.CharField(max_length=11)
    transaction = models.CharField(max_length=36)
    end_to_end = models.CharField(max_length=35)
    #: In the city's currency; empty for a payment in another one, which is refused.
    amount = models.BigIntegerField(null=True)
    iban = models.CharField(max_length=34, blank=True)
    name = models.CharField(max_length=140, blank=True)
    #: The holder it reached; empty where it was refused.
    holder_id = models.UUIDField(null=True)
    transfer_id = models.UUIDField(null=True, unique=True)
    #: Our code for why it was refused.
    reason = models.CharField(max_length=4, blank=True)
    came_at = models.DateTimeField()
    came_city_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["holder_id", "-came_at"], name="bank_receipt_by_holder")]
        constraints = [
            models.UniqueConstraint(fields=["sender", "transaction"], name="bank_receipt_counted_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(amount=None) & ~Q(reason=""), name="bank_receipt_amount_positive"
            ),
            models.CheckConstraint(
                condition=Q(reason="", transfer_id__isnull=False, holder_id__isnull=False)
                | ~Q(reason="") & Q(transfer_id=None),
                name="bank_receipt_credited_or_refused",
            ),
        ]


class BankBooking(AppendOnlyModel):
    """Says in which statement the bank booked a payment that it had sent us."""

    receipt = models.OneToOneField(BankReceipt, models.PROTECT, primary_key=True, related_name="booking")
    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="receipts")


class BankMessage(models.Model):
    """A message of either side, as it was. Only that it was sent, and that its body was forgotten, is written later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    direction = models.SmallIntegerField()
    kind = models.CharField(max_length=20)
    #: Its sender's.
    message_id = models.CharField(max_length=35)
    digest = models.CharField(max_length=64)
    #: Empty when the law's time for it is over.
    body = models.BinaryField()
    body_erased_at = models.DateTimeField(null=True)
    order = models.ForeignKey(BankOrder, models.PROTECT, null=True, related_name="messages")
    #: The message that this one answers.
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered_by")
    made_at = models.DateTimeField()
    #: When it was handed to the bank's line; empty while it waits, and where it came from the bank.
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at"],
                condition=Q(sent_at=None, direction=Direction.OUT.value),
                name="bank_message_to_be_sent",
            ),
            models.Index(fields=["made_at"], condition=Q(body_erased_at=None), name="bank_message_with_body"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["direction", "kind", "message_id"], name="bank_message_counted_once"),
            models.CheckConstraint(
                condition=Q(direction__in=[each.value for each in Direction]), name="bank_message_direction_known"
            ),
            models.CheckConstraint(
                condition=Q(body_erased_at=None) | Q(direction=Direction.IN.value) | Q(sent_at__isnull=False),
                name="bank_message_erased_when_done",
            ),
        ]


class BankDifference(models.Model):
    """Where the bank's book and ours differ, until somebody has cleared it up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    #: What it is about: an order, a receipt, an entry of the bank. The same difference is found once.
    about = models.CharField(max_length=80)
    order = models.ForeignKey(BankOrder, models.PROTECT, null=True, related_name="differences")
    receipt = models.ForeignKey(BankReceipt, models.PROTECT, null=True, related_name="differences")
    statement = models.ForeignKey(BankStatement, models.PROTECT, null=True, related_name="differences")
    ours = models.BigIntegerField(null=True)
    theirs = models.BigIntegerField(null=True)
    #: The case on the desk, where it touches a person's money.
    case_id = models.UUIDField(null=True)
    found_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.UUIDField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["found_at"], condition=Q(cleared_at=None), name="bank_difference_open")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "about"], name="bank_difference_found_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in DifferenceKind]), name="bank_difference_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at=None, cleared_by=None) | Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="bank_difference_cleared_by_somebody",
            ),
        ]
