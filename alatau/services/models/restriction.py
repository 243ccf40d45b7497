"""Who keeps away from gambling, who may ask about it, and who asked."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel


class Restriction(AppendOnlyModel):
    """One act of restricting oneself. It ends by itself; nothing takes it back, and another may only lengthen it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField(db_index=True)
    from_on = models.DateField()
    #: The first free day.
    until_on = models.DateField()
    lengthens = models.OneToOneField("self", models.PROTECT, null=True, related_name="lengthened_by")
    #: What was asked for, in its canonical form, and the city's signature over it.
    statement = models.TextField()
    signature = models.BinaryField()
    key_id = models.CharField(max_length=16)
    actor = models.JSONField()
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="restriction_ends_after_it_begins"),
            models.UniqueConstraint(fields=["person_id", "until_on"], name="restriction_until_a_day_once"),
        ]


class RestrictedPerson(models.Model):
    """Until when somebody is restricted, and their number, sealed: pseudonyms for a new key are made from it."""

    person_id = models.UUIDField(primary_key=True, editable=False)
    #: The later of what the person asked for and of what the state's register says besides.
    until_on = models.DateField(db_index=True)
    register_until = models.DateField(null=True)
    sealed_number = models.BinaryField()


class Operator(models.Model):
    """A firm with a licence for games of chance or bets, which has to ask before it lets somebody play."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    licence = models.CharField(max_length=40)
    #: How many customers it says it has; its quota follows.
    customers = models.PositiveIntegerField()
    admitted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["licence"], condition=Q(ended_at=None), name="restriction_operator_admitted_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("admitted_at")),
                name="restriction_operator_ends_after_it_begins",
            ),
        ]


class OperatorKey(models.Model):
    """One generation of an operator's keys. Of the first only a digest is kept; the second follows from the city's own.

    Rows stay: what an operator asked under an old key is still the person's to see.
    """

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="keys")
    generation = models.PositiveSmallIntegerField()
    #: SHA-256 of the key, which is long and random.
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    #: From when it opens nothing; None for the newest.
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operator", "generation"], name="restriction_key_generation_once"),
        ]


class RestrictedPseudonym(models.Model):
    """A restricted person under one operator's key: what a question is answered from, in one indexed read."""

    pseudonym = models.UUIDField(primary_key=True, editable=False)
    key = models.ForeignKey(OperatorKey, models.PROTECT, related_name="pseudonyms")
    person_id = models.UUIDField(db_index=True)
    until_on = models.DateField()


class OperatorDay(models.Model):
    """How often an operator asked on a day of the city."""

    operator = models.ForeignKey(Operator, models.PROTECT)
    day = models.DateField()
    asked = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "day"], name="restriction_operator_day_once")]


class RestrictionCheck(AppendOnlyModel):
    """One question of an operator. It holds a pseudonym alone; only the person's own number leads to it.

    The table lies in one part for each month, made by a function of the database's owner, so that old months go away
    whole.
    """

    pk = models.CompositePrimaryKey("asked_at", "pseudonym", "place")
    #: Wall time: it never jumps, so the next month's part is there in time.
    asked_at = models.DateTimeField()
    pseudonym = models.UUIDField()
    #: Place in its commit.
    place = models.IntegerField()
    operator_id = models.UUIDField()
    was_restricted = models.BooleanField()
    city_at = models.DateTimeField()
