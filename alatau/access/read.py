"""Questions other rooms may ask of this room. Answers are values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from alatau.access.actor import roles_on
from alatau.access.dates import age_on
from alatau.access.lookup import name_office
from alatau.access.merged import resolve_person
from alatau.access.models import ConsentRevision, DeskVisit, Organisation, Person, PersonNumber, RoleGrant, User
from alatau.access.regions import places_over
from alatau.access.seal import fingerprint, unseal
from alatau.access.values import (
    ConsentAct,
    ConsentId,
    ConsentView,
    DeskVisitId,
    DeskVisitView,
    RoleGrantView,
    StaffView,
    UserKind,
)
from alatau.core.content import content
from alatau.core.values import OrganisationId, PersonId, UserId

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from alatau.core.values import Moment


def find_person_by_number(number: str, *, on: date) -> PersonId | None:
    """Return whose number it is on the day, following merged records; None for nobody.

    Tells an id and nothing about the person, so it leaves no look. Raises: NumberNotValidError.
    """
    normal = content().person_numbers.check(number, on=on)
    return find_person_by_fingerprint(fingerprint("person", normal), on=on)


def find_person_by_fingerprint(key: UUID, *, on: date) -> PersonId | None:
    """Return whose number has this fingerprint on the day; None for nobody."""
    standing = PersonNumber.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), fingerprint=key)
    person_id = standing.filter(valid_from__lte=on).values_list("person_id", flat=True).first()
    return resolve_person(PersonId(person_id)) if person_id else None


def find_fingerprint_of(person_id: PersonId, *, on: date) -> UUID | None:
    """Return the fingerprint of the number a person holds on the day."""
    standing = PersonNumber.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), person_id=person_id)
    return standing.filter(valid_from__lte=on).values_list("fingerprint", flat=True).first()


def find_resident_user(person_id: PersonId) -> UserId | None:
    """Return the sign-in of a person; None until their first one."""
    user_id = User.objects.filter(person_id=person_id).values_list("id", flat=True).first()
    return UserId(user_id) if user_id else None


def name_staff(user_ids: Iterable[UserId]) -> dict[UserId, StaffView]:
    """Return name and office of members of staff by id, as sentences name them; the disabled ones included."""
    rows = User.objects.filter(id__in=list(user_ids), kind=UserKind.STAFF)
    return {UserId(user.id): _staff_view(user) for user in rows}


def list_staff(*, role: str = "", at: Moment, region: str = "") -> list[StaffView]:
    """Return active staff in order of name; with ``role`` only holders of today, in the region if one is named."""
    rows = User.objects.filter(kind=UserKind.STAFF, is_active=True).order_by("name", "id")
    if role:
        grants = _grants_on(at.city_day).filter(role=role)
        grants = grants.filter(region__in=places_over(region)) if region else grants
        rows = rows.filter(id__in=grants.values("user_id"))
    return [_staff_view(user) for user in rows]


def list_roles_of(user_id: UserId, *, at: Moment) -> frozenset[str]:
    """Return the roles a member of staff holds today."""
    return roles_on(user_id, at=at)


def list_scopes(user_id: UserId, *, at: Moment) -> set[tuple[str, str]]:
    """Return the roles a member of staff holds today, each with its place; no place is the whole city."""
    return set(_grants_on(at.city_day).filter(user_id=user_id).values_list("role", "region"))


def list_role_grants(user_id: UserId) -> list[RoleGrantView]:
    """Return the open role grants of a member of staff, newest first, those that wait for a second yes included."""
    rows = RoleGrant.objects.filter(user_id=user_id, revoked_at=None).select_related("granted_by")
    return [
        RoleGrantView(
            id=row.id,
            user_id=UserId(row.user_id),
            role=row.role,
            region=row.region,
            ground=row.ground,
            granted_by=UserId(row.granted_by_id) if row.granted_by_id else None,
            granted_by_name=row.granted_by.name if row.granted_by else "",
            awaits_second=row.awaits_second,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows.order_by("-granted_at", "id")
    ]


def name_people(person_ids: Iterable[PersonId]) -> dict[PersonId, str]:
    """Return how the city addresses people, for a reader whose look at each of them is written."""
    return {PersonId(row.id): row.short_name for row in Person.objects.filter(id__in=[*person_ids])}


def region_of(column: str) -> Subquery:
    """Return, for another room's query that counts, the place code of the person whose id stands in its column."""
    return Subquery(Person.objects.filter(id=OuterRef(column)).values("region")[:1])


def list_grown(person_ids: Iterable[PersonId], *, age: int, at: Moment) -> frozenset[PersonId]:
    """Return those of some people who have reached an age today; who has no known birthday counts as grown.

    Tells no birthday and nothing else about a person, so it leaves no look.
    """
    rows = Person.objects.filter(id__in=[*person_ids]).values_list("id", "born_on")
    return frozenset(PersonId(each) for each, born in rows if born is None or age_on(born, at.city_day) >= age)


def find_organisation_by_number(number: str, *, on: date) -> OrganisationId | None:
    """Return the organisation that holds the number; None for none. Raises: NumberNotValidError."""
    key = fingerprint("organisation", content().organisation_numbers.check(number, on=on))
    organisation_id = Organisation.objects.filter(fingerprint=key).values_list("id", flat=True).first()
    return OrganisationId(organisation_id) if organisation_id else None


def find_organisation_name(organisation_id: OrganisationId) -> str:
    """Return the name of an organisation; empty when there is none."""
    return Organisation.objects.filter(id=organisation_id).values_list("name", flat=True).first() or ""


def find_organisation_number(organisation_id: OrganisationId) -> str:
    """Return the number of an organisation, which is public; empty when there is none."""
    sealed = Organisation.objects.filter(id=organisation_id).values_list("sealed", flat=True).first()
    return unseal(sealed) if sealed else ""


def has_consent(person_id: PersonId, key: str, *, recipient: str = "") -> bool:
    """Tell whether the newest revision of the person's consent says yes. ``recipient`` narrows it to one party."""
    revisions = ConsentRevision.objects.filter(person_id=person_id, key=key, recipient=recipient)
    newest = revisions.order_by("-revision").values_list("act", flat=True).first()
    return newest == ConsentAct.GIVEN


def list_consents(person_id: PersonId) -> list[ConsentView]:
    """Return the newest revision of each consent of a person, newest first."""
    rows = (
        ConsentRevision.objects.filter(person_id=person_id).order_by("consent_id", "-revision").distinct("consent_id")
    )
    return sorted((_consent_view(row) for row in rows), key=lambda view: view.city_at, reverse=True)


def list_consent_history(person_id: PersonId, consent_id: ConsentId) -> list[ConsentView]:
    """Return all revisions of one consent of this person, oldest first; empty when it is not theirs."""
    rows = ConsentRevision.objects.filter(person_id=person_id, consent_id=consent_id).order_by("revision")
    return [_consent_view(row) for row in rows]


def find_desk_visit(staff_id: UserId, *, at: Moment) -> DeskVisitView | None:
    """Return the visit a member of staff has open now."""
    row = DeskVisit.objects.filter(staff_id=staff_id, closed_at=None, closes_at__gt=at.wall_at).first()
    return visit_view(row) if row else None


def visit_view(row: DeskVisit) -> DeskVisitView:
    """Return a visit as a value."""
    return DeskVisitView(
        id=DeskVisitId(row.id),
        staff_id=UserId(row.staff_id),
        person_id=PersonId(row.person_id),
        person_name=row.person.name,
        purpose=row.purpose,
        case_id=row.case_id,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
    )


def _grants_on(day: date) -> QuerySet[RoleGrant]:
    in_force = RoleGrant.objects.filter(revoked_at=None, awaits_second=False, valid_from__lte=day)
    return in_force.filter(Q(valid_until=None) | Q(valid_until__gt=day))


def _staff_view(user: User) -> StaffView:
    return StaffView(user_id=UserId(user.id), name=user.name, office=name_office(user.office), is_active=user.is_active)


def _consent_view(row: ConsentRevision) -> ConsentView:
    return ConsentView(
        consent_id=ConsentId(row.consent_id),
        key=row.key,
        recipient=row.recipient,
        act=ConsentAct(row.act),
        revision=row.revision,
        text_version=row.text_version,
        purpose=row.purpose,
        data=tuple(row.data),
        city_at=row.city_at,
    )
