"""Tickets, places, rounds and the places that rounds offered."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alatau.core.models import AppendOnlyModel
from alatau.services.queues.history import STANDING, Status, Step
from alatau.services.queues.values import HOLDING, OfferStatus, PlaceStatus, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum


def list_values(members: Iterable[StrEnum]) -> list[str]:
    """Return plain values: a migration must not name a class of the program."""
    return sorted(member.value for member in members)


class Ticket(models.Model):
    """Somebody's place in a queue. Its status follows from its steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    queue = models.CharField(max_length=40)
    #: Shown in public; chance alone.
    number = models.CharField(max_length=12, unique=True)
    person_id = models.UUIDField()
    #: Who entered it, and is written to; the person themselves, or who acts for them.
    asked_by = models.UUIDField()
    born_on = models.DateField(null=True)
    language = models.CharField(max_length=8, blank=True)
    zone = models.CharField(max_length=40, blank=True)
    wishes = ArrayField(models.CharField(max_length=40), default=list)
    #: Proven rights to go first, and those that were asked for and are not proven.
    classes = ArrayField(models.CharField(max_length=40), default=list)
    claimed = ArrayField(models.CharField(max_length=40), default=list)
    status = models.CharField(max_length=16)
    restored = models.PositiveSmallIntegerField(default=0)
    restore_by = models.DateField(null=True)
    #: City time: who came first stands first.
    entered_at = models.DateTimeField()
    steps = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=list_values(Status)), name="ticket_status_known"),
            models.UniqueConstraint(
                fields=["queue", "person_id"],
                condition=Q(status__in=list_values(STANDING)),
                name="ticket_of_a_person_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person_id"], name="ticket_by_person"),
            models.Index(fields=["asked_by"], name="ticket_by_asker"),
            models.Index(fields=["queue", "status", "born_on"], name="ticket_by_group"),
            models.Index(fields=["restore_by"], condition=Q(status="inactive"), name="ticket_by_restore_day"),
        ]


class TicketStep(AppendOnlyModel):
    """One thing that happened to a ticket."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="history")
    number = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=16)
    actor = models.JSONField()
    #: Codes, ids and days.
    facts = models.JSONField()
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "number"], name="ticket_step_numbered_once"),
            models.CheckConstraint(condition=Q(step__in=list_values(Step)), name="ticket_step_known"),
        ]


class ClassClaim(models.Model):
    """A right to go first that no register can prove: the case in which officials look at a paper."""

    case_id = models.UUIDField(primary_key=True, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="claims")
    class_key = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "class_key"], name="class_claimed_once")]


class Place(models.Model):
    """One place of a provider, for one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    queue = models.CharField(max_length=40)
    provider = models.CharField(max_length=40)
    group = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=8, blank=True)
    free_from = models.DateField()
    status = models.CharField(max_length=16)
    #: The request that entered it, and its place in that: sent twice, it is entered once.
    request_id = models.UUIDField()
    request_place = models.PositiveSmallIntegerField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=list_values(PlaceStatus)), name="place_status_known"),
            models.UniqueConstraint(fields=["request_id", "request_place"], name="place_of_a_request_once"),
        ]
        indexes = [models.Index(fields=["queue", "status"], name="place_by_queue")]


class Round(AppendOnlyModel):
    """One sharing out of free places, with what it needs to be explained and done again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    queue = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    free = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    awards = models.JSONField()
    unfit = models.JSONField()
    actor = models.JSONField()
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["queue", "-wall_at"], name="round_by_queue")]


class PlaceOffer(models.Model):
    """A place that a round offered to a ticket."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="offers")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="offers")
    place = models.ForeignKey(Place, models.PROTECT, related_name="offers")
    queue = models.CharField(max_length=40)
    group = models.CharField(max_length=20, blank=True)
    #: Which place of its group it is, from the queue's first one on: the mix is counted by it.
    turn = models.PositiveIntegerField()
    due = models.CharField(max_length=16)
    stream = models.CharField(max_length=16)
    status = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    consent_by = models.DateTimeField()
    contract_by = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=list_values(OfferStatus)), name="place_offer_status_known"),
            models.CheckConstraint(
                condition=Q(due__in=list_values(Stream)) & Q(stream__in=list_values(Stream)),
                name="place_offer_stream_known",
            ),
            models.UniqueConstraint(fields=["queue", "group", "turn"], name="place_offer_turn_once"),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(status__in=list_values(HOLDING)),
                name="place_offer_of_a_ticket_held_once",
            ),
            models.UniqueConstraint(
                fields=["place"], condition=Q(status__in=list_values(HOLDING)), name="place_offered_once_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["consent_by"], condition=Q(status="open"), name="place_offer_by_consent"),
            models.Index(fields=["contract_by"], condition=Q(status="agreed"), name="place_offer_by_contract"),
        ]
