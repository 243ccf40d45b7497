"""Tables of the ground: the city itself, its clock and its journal."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, TypeAlias

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

if TYPE_CHECKING:
    # Django's field takes type arguments for the checker alone.
    TextualField: TypeAlias = models.Field[str, str]
else:
    TextualField = models.Field


#: Narrows the rights of `web` on what only the journal's own process writes.
WRITTEN_BY_THE_WORKER = {"web": "SELECT"}


class AppendOnlyModel(models.Model):
    """Base of tables that only grow. The grants refuse UPDATE, DELETE and TRUNCATE to `web` and `worker`."""

    append_only = True

    class Meta:
        abstract = True


class TransactionIdField(TextualField):
    """The full id of a database transaction, as the server writes it into each row."""

    def db_type(self, connection: object) -> str:
        """Return the column type: eight bytes that never wrap around."""
        return "xid8"


class City(models.Model):
    """The one row that says what this database is, and how city time follows from wall time.

    City time is `city_anchor_at` plus the wall time since `wall_anchor_at`, `pace` times, and never before
    `city_reached_at`: see `core.clock`.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    kind = models.CharField(max_length=16)
    created_at = models.DateTimeField()
    city_anchor_at = models.DateTimeField(db_default=Now())
    wall_anchor_at = models.DateTimeField(db_default=Now())
    #: City seconds in one wall second.
    pace = models.IntegerField(default=1, db_default=1)
    city_reached_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="city_is_one"),
            models.CheckConstraint(condition=Q(kind__in=["sample", "production"]), name="city_kind_known"),
            models.CheckConstraint(condition=Q(pace__gte=1), name="city_time_moves_forward"),
            models.CheckConstraint(
                condition=Q(kind="sample") | Q(pace=1), name="city_pace_of_production_is_the_pace_of_the_world"
            ),
        ]


class JournalLine(AppendOnlyModel):
    """One line of the journal, as its writer's transaction wrote it: what it vouches for, without its contents."""

    #: Order of writing. The order of commits, which is the journal's own, is the number of the seal.
    position = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    transaction_id = TransactionIdField(db_default=models.Func(function="pg_current_xact_id"))
    kind = models.CharField(max_length=16)
    action = models.CharField(max_length=80)
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()
    #: SHA-256 of the salt and the contents in their canonical form.
    contents_hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["transaction_id", "position"], name="journal_line_by_transaction")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["event", "audit", "look", "exchange"]), name="journal_line_kind_known"
            ),
        ]


class JournalContents(AppendOnlyModel):
    """What a line says. The law may let it be erased; then the line and its hash stay.

    No foreign key: each check would lock the line that the same statement has just written, and `alatau verify` finds a
    missing half anyway.
    """

    line = models.OneToOneField(
        JournalLine, models.PROTECT, primary_key=True, db_constraint=False, related_name="contents"
    )
    #: Keeps erased contents from being guessed out of their hash.
    salt = models.BinaryField(max_length=16)
    actor = models.JSONField()
    subject_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=64, blank=True)
    case_id = models.UUIDField(null=True)
    body = models.JSONField()

    class Meta:
        indexes = [
            models.Index(
                "subject_id", models.F("line").desc(), condition=Q(subject_id__isnull=False), name="journal_by_subject"
            ),
            models.Index(fields=["case_id", "line"], condition=Q(case_id__isnull=False), name="journal_by_case"),
        ]


class JournalSeal(AppendOnlyModel):
    """The number of a committed line: its place in the tree, without gaps from 1."""

    rights = WRITTEN_BY_THE_WORKER

    number = models.BigIntegerField(primary_key=True)
    line = models.OneToOneField(JournalLine, models.PROTECT, db_constraint=False, related_name="seal")
    leaf_hash = models.BinaryField(max_length=32)


class JournalNode(AppendOnlyModel):
    """The hash of a complete subtree of 256 to the power of `level` lines; `index` counts them from 0."""

    rights = WRITTEN_BY_THE_WORKER

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)


class JournalBatch(AppendOnlyModel):
    """One commit of the sealer: how far it numbered, and where it looks for the next lines.

    The sealer takes every line of a transaction that `target` sees and `base` does not, ordered by transaction and
    position; `reached_*` is how far it came when that was too much for one commit.
    """

    rights = WRITTEN_BY_THE_WORKER

    last_number = models.BigIntegerField(primary_key=True)
    base = models.TextField()
    target = models.TextField()
    reached_transaction = models.TextField()
    reached_position = models.BigIntegerField()
    sealed_at = models.DateTimeField(db_default=Now())


class JournalCheckpoint(AppendOnlyModel):
    """A signed statement of how long the journal was and what its tree's root was."""

    rights = WRITTEN_BY_THE_WORKER

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    #: The signed note as it also lies outside the database.
    note = models.TextField()
    signed_at = models.DateTimeField()


class JournalErasure(AppendOnlyModel):
    """Says that a line's contents were erased, and which journal line tells why."""

    # Written by the erasing function alone.
    rights = {"web": "SELECT", "worker": "SELECT"}

    line = models.OneToOneField(
        JournalLine, models.PROTECT, primary_key=True, db_constraint=False, related_name="erasure"
    )
    audit_line_id = models.UUIDField(db_index=True)


class JournalListener(models.Model):
    """How far a listener has come, and what stops it."""

    name = models.CharField(max_length=80, primary_key=True)
    #: Number of the last line it has taken.
    position = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)
    failed_number = models.BigIntegerField(null=True)
    failed_attempts = models.IntegerField(default=0)
    #: Kind and place of the error: never its text, which may hold a person's data.
    failed_with = models.CharField(max_length=200, blank=True)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(position__gte=0), name="journal_listener_position_not_negative"),
            models.CheckConstraint(
                condition=Q(failed_number__isnull=True) | Q(failed_number__gt=models.F("position")),
                name="journal_listener_fails_ahead_of_its_position",
            ),
        ]
