"""Decisions, their letters, what officials are asked about them, and appeals. All of it only grows."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel
from alatau.services.decisions.values import AppealOutcome, CaseKind, DecidedBy, DecisionKind, Ground


class Decision(AppendOnlyModel):
    """What was granted, refused or ended, and from what. Never edited: a later decision supersedes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16)
    #: Name of the rule that gives the right, and the key of its texts.
    right = models.CharField(max_length=80)
    benefit_key = models.CharField(max_length=40)
    #: Who is written to and paid, whose right it is (null for the family's), and the family.
    person_id = models.UUIDField()
    holder_id = models.UUIDField(null=True)
    family_id = models.UUIDField()
    #: Place code of the person's region on the day; for the figures.
    region = models.CharField(max_length=20, blank=True)
    ground = models.CharField(max_length=16)
    offer_id = models.UUIDField(null=True)
    request_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    law = models.CharField(max_length=400)
    payer = models.CharField(max_length=40, blank=True)
    #: Smallest units of the currency; null for help that is no sum, and for a refusal.
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=12, blank=True)
    paid = models.CharField(max_length=24, blank=True)
    period_from = models.DateField()
    period_until = models.DateField(null=True)
    #: The two dates, the rules and parameters in force, and the run of cards that it rests on.
    on = models.DateField()
    known_number = models.BigIntegerField()
    known_at = models.DateTimeField()
    rules_digest = models.CharField(max_length=64, blank=True)
    run_id = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=16)
    proposed_by = models.UUIDField(null=True)
    confirmed_by = models.UUIDField(null=True)
    #: A letter that an official's case issued already.
    case_document_id = models.UUIDField(null=True)
    #: Key of the reason; officials write theirs into the letter.
    reason = models.CharField(max_length=40, blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    decided_at = models.DateTimeField()
    decided_city_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in DecisionKind]), name="decision_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(ground__in=[each.value for each in Ground]), name="decision_ground_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__in=[each.value for each in DecidedBy]), name="decision_decided_by_known"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0, kind=DecisionKind.GRANTED.value) & ~Q(currency=""),
                name="decision_amount_positive",
            ),
            # No machine says no: a refusal has a case and two officials.
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.REFUSED.value)
                | Q(decided_by=DecidedBy.OFFICIALS.value, case_id__isnull=False),
                name="decision_refused_by_officials",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=DecidedBy.RULE.value, proposed_by=None, confirmed_by=None)
                | Q(decided_by=DecidedBy.OFFICIALS.value, proposed_by__isnull=False, confirmed_by__isnull=False)
                & ~Q(proposed_by=F("confirmed_by")),
                name="right_decision_has_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=DecidedBy.RULE.value) | ~Q(rules_digest="") & Q(run_id__isnull=False),
                name="decision_of_a_rule_names_its_rules",
            ),
            models.CheckConstraint(
                condition=Q(period_until=None) | Q(period_until__gt=F("period_from")), name="decision_period_runs_on"
            ),
            models.UniqueConstraint(
                fields=["offer_id"],
                condition=Q(offer_id__isnull=False, supersedes=None),
                name="decision_first_of_an_offer_once",
            ),
            models.UniqueConstraint(
                fields=["case_id"], condition=Q(case_id__isnull=False), name="decision_once_of_a_case"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "-decided_at"], name="decision_by_person"),
            models.Index(fields=["right", "family_id"], name="decision_by_right"),
            models.Index(fields=["benefit_key", "region"], name="decision_by_service"),
            models.Index(fields=["request_id"], condition=Q(request_id__isnull=False), name="decision_by_request"),
        ]


class DecisionLetter(AppendOnlyModel):
    """The signed letter of a decision, written after its commit."""

    decision = models.OneToOneField(Decision, models.PROTECT, primary_key=True, related_name="letter")
    document_id = models.UUIDField(unique=True)
    written_at = models.DateTimeField()


class RightCase(AppendOnlyModel):
    """A case of the desk about a right: what is asked, and of what it is."""

    case_id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16)
    right = models.CharField(max_length=80)
    person_id = models.UUIDField()
    holder_id = models.UUIDField(null=True)
    family_id = models.UUIDField(null=True)
    offer_id = models.UUIDField(null=True)
    request_id = models.UUIDField(null=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="cases")
    plan_id = models.UUIDField(null=True)
    payment_id = models.UUIDField(null=True)
    #: Smallest units that the case is about, where it is about a sum.
    amount = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in CaseKind]), name="right_case_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["plan_id"], condition=Q(plan_id__isnull=False), name="right_case_by_plan")]


class Appeal(AppendOnlyModel):
    """Somebody does not agree with a decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appeals")
    case_id = models.UUIDField(unique=True)
    words = models.TextField(blank=True)
    filed_by = models.UUIDField(null=True)
    filed_at = models.DateTimeField()
    filed_city_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision"], name="appeal_once_against_a_decision")]
        indexes = [models.Index(fields=["-filed_city_at"], name="appeal_newest")]


class AppealEnd(AppendOnlyModel):
    """How an appeal ended."""

    appeal = models.OneToOneField(Appeal, models.PROTECT, primary_key=True, related_name="end")
    outcome = models.CharField(max_length=16)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="ended_appeal")
    ended_at = models.DateTimeField()
    ended_city_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[each.value for each in AppealOutcome]), name="appeal_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=False) | ~Q(outcome=AppealOutcome.CHANGED.value),
                name="appeal_changed_names_a_decision",
            ),
        ]
