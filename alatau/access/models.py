"""Tables of people, sign-in, rights and consents. Private to this room."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from alatau.access.values import ConsentAct, Proof, RepresentationSource, UserKind
from alatau.core.models import AppendOnlyModel

if TYPE_CHECKING:
    from enum import StrEnum


def words(kinds: type[StrEnum]) -> list[str]:
    """Return an enum's plain words: constraints keep them, and migrations import nothing from the application."""
    return [kind.value for kind in kinds]


class Person(models.Model):
    """A human being under one random id that never changes. Registers keep all else about them under the same id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    born_on = models.DateField(null=True)
    region = models.CharField(max_length=20, blank=True)
    #: A protected address is shown to nobody through this room.
    address_protected = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    #: The record that stands for this human now, when two records turned out to be one.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, db_index=False, related_name="absorbed")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="person_not_own_merge")
        ]
        indexes = [
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_absorbed_ones")
        ]


class PersonNumber(models.Model):
    """A state number of a person within its dates. The number itself is sealed; it is found by a keyed fingerprint.

    A number has one holder at a time, a person one number at a time. Unique constraints say so of the open rows, which
    nearly all are; two exclusion constraints and a trigger of the migrations say so of the ended ones.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, db_index=False, related_name="numbers")
    fingerprint = models.UUIDField()
    sealed = models.BinaryField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="person_number_lasts_a_day"
            ),
            # They are found by these indexes too: the open row lies beside the ended ones.
            models.UniqueConstraint(
                fields=["fingerprint", "valid_until"], name="person_number_has_one_holder", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["person", "valid_until"], name="person_has_one_number", nulls_distinct=False
            ),
        ]
        indexes = [
            models.Index(fields=["fingerprint"], condition=Q(valid_until__isnull=False), name="ended_number_by_number"),
            models.Index(fields=["person"], condition=Q(valid_until__isnull=False), name="ended_number_by_person"),
        ]


class Organisation(models.Model):
    """A firm or body that a person can act for. Registers keep all else under the same id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    fingerprint = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    registered_at = models.DateTimeField()


class UserManager(BaseUserManager["User"]):
    """Finds users for Django's session machinery; users are made by this room's use cases."""


class User(AbstractBaseUser):
    """A sign-in: of a resident (bound to a person) or of a member of staff (bound to a login name)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="user")
    login = models.CharField(max_length=64, null=True, unique=True)
    #: Own record of a member of staff: nobody works on their own affairs. Never a way to sign in. Unique, so that two
    #: sign-ins of one human cannot confirm each other.
    record = models.OneToOneField(Person, models.PROTECT, null=True, related_name="staff_user")
    #: Name and office of staff, as decisions and "who looked" show them.
    name = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=words(UserKind)), name="user_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="resident", person__isnull=False, login=None)
                | Q(kind="staff", person=None, login__isnull=False),
                name="user_is_resident_or_staff",
            ),
            models.CheckConstraint(condition=Q(record=None) | Q(kind="staff"), name="user_record_is_of_staff"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RoleGrant(models.Model):
    """A role given to a member of staff, within dates and, if named, one region. Ended by a date, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=64)
    region = models.CharField(max_length=20, blank=True)
    ground = models.CharField(max_length=300)
    #: Empty only for the first administrator, made on the command line.
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="roles_given")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    granted_at = models.DateTimeField()
    #: A powerful role opens nothing until a second administrator has confirmed it.
    awaits_second = models.BooleanField(default=False, db_default=False)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="roles_confirmed")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="roles_taken")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="role_grant_lasts_a_day"
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")), name="role_grant_not_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | (~Q(confirmed_by=F("granted_by")) & ~Q(confirmed_by=F("user"))),
                name="role_grant_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "region"],
                condition=Q(revoked_at=None),
                name="role_grant_one_open_per_role_and_region",
            ),
        ]


class Representation(models.Model):
    """One person's right to act for another person or for an organisation, with its ground, scope and dates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=64)
    representative = models.ForeignKey(Person, models.PROTECT, related_name="represents")
    represented = models.ForeignKey(Person, models.PROTECT, null=True, related_name="represented_by")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="represented_by")
    source = models.CharField(max_length=16)
    ground = models.CharField(max_length=300)
    purposes = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    granted_at = models.DateTimeField()
    #: Who asked for it, when one side asks and the other has to accept; empty when a register or a desk states it.
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: Set once its end was told to both sides.
    end_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(represented=None, organisation__isnull=False)
                | Q(represented__isnull=False, organisation=None),
                name="representation_of_person_or_organisation",
            ),
            models.CheckConstraint(
                condition=Q(represented=None) | ~Q(represented=F("representative")), name="representation_not_of_self"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="representation_lasts_a_day"
            ),
            models.CheckConstraint(
                condition=Q(source__in=words(RepresentationSource)), name="representation_source_known"
            ),
            models.UniqueConstraint(
                fields=["kind", "representative", "represented", "organisation"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="representation_one_open_per_pair_and_kind",
            ),
        ]


class DeskVisit(models.Model):
    """A time-boxed visit in which one member of staff acts for one person whose identity document was checked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(User, models.PROTECT, related_name="desk_visits")
    person = models.ForeignKey(Person, models.PROTECT, related_name="desk_visits")
    purpose = models.CharField(max_length=64)
    case_id = models.UUIDField(null=True)
    document_kind = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="desk_visit_takes_time"),
            models.UniqueConstraint(
                fields=["staff"], condition=Q(closed_at=None), name="desk_visit_one_open_per_staff"
            ),
        ]


class ConsentRevision(AppendOnlyModel):
    """One act on a consent: given or withdrawn. The newest revision is the state; older ones are its history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent_id = models.UUIDField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="consent_revisions")
    key = models.CharField(max_length=64)
    #: Who may use the data: an office or partner named by the text, or the id of another person.
    recipient = models.CharField(max_length=64)
    act = models.CharField(max_length=16)
    revision = models.PositiveIntegerField()
    purpose = models.CharField(max_length=64)
    data = models.JSONField()
    text_version = models.PositiveIntegerField()
    #: Language the text was shown in, and the hash of what stood there.
    text_language = models.CharField(max_length=8)
    text_hash = models.CharField(max_length=64)
    #: Hash of this revision's facts, and of the revision before it: the history is a chain.
    snapshot_hash = models.CharField(max_length=64)
    predecessor_hash = models.CharField(max_length=64, blank=True)
    actor = models.JSONField()
    city_at = models.DateTimeField()
    wall_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consent_id", "revision"], name="consent_revision_counts_up"),
            models.UniqueConstraint(
                fields=["person", "key", "recipient", "revision"], name="consent_one_chain_per_text_and_recipient"
            ),
            models.CheckConstraint(condition=Q(act__in=words(ConsentAct)), name="consent_act_known"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="consent_revision_from_one"),
        ]


class SignInCode(models.Model):
    """One request for a one-time code. The row looks the same whether or not somebody holds the number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fingerprint = models.UUIDField()
    #: Keyed hash of the code; empty until the worker made one, and for ever when nobody holds the number.
    code_hash = models.CharField(max_length=64, blank=True)
    tries_left = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    #: Set when the code was accepted, or when a newer one took its place.
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="sign_in_code_by_time")]


class Throttle(models.Model):
    """Counts attempts under one key (a keyed hash) within one window, and keeps the end of a lock-out."""

    key = models.UUIDField(primary_key=True)
    hits = models.PositiveIntegerField(default=0)
    window_until = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["window_until"], name="throttle_by_end")]


class OutsideIdentity(models.Model):
    """A person's lasting identity at an outside OpenID provider, bound at the first sign-in by their number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.CharField(max_length=64)
    outside_id = models.CharField(max_length=255)
    person = models.ForeignKey(Person, models.PROTECT, related_name="outside_identities")
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "outside_id"], name="outside_identity_bound_once")]


class SignIn(models.Model):
    """One signed-in browser, so that its owner can see and end it. The session names this row; times are wall time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="sign_ins")
    proof = models.CharField(max_length=16)
    device = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(proof__in=words(Proof)), name="sign_in_proof_known")]
