"""The room's commit paths, for kills at each of their named points."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory, override_settings

from alatau.access.consent import give_consent
from alatau.access.desk_visit import close_desk_visit, open_desk_visit
from alatau.access.errors import CodeRefusedError, PersonNumberTakenError, RoleHeldError
from alatau.access.former_numbers import FormerNumber, bind_former_numbers
from alatau.access.load import access_person
from alatau.access.looks import contest_look, list_looks
from alatau.access.models import (
    ConsentRevision,
    DeskVisit,
    Person,
    PersonNumber,
    Representation,
    RoleGrant,
    SignIn,
    SignInCode,
    User,
)
from alatau.access.place_people import place_people
from alatau.access.read import find_person_by_number, list_role_grants
from alatau.access.register import change_number, merge_persons, register_person
from alatau.access.register_many import NewPerson, register_many
from alatau.access.represent import accept_representation, end_representation, grant_representation
from alatau.access.roles import confirm_role, grant_role, revoke_role
from alatau.access.sessions import begin_session
from alatau.access.sign_in_code import ask_code, check_code, make_code
from alatau.access.staff import create_staff
from alatau.access.user import open_resident_user
from alatau.access.values import NewRepresentation, Proof, RepresentationId, RepresentationSource
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.models import JournalLine
from alatau.core.values import Actor, ActorKind, PersonId, UserId, system_actor
from alatau.messages.contacts import set_contact_point
from alatau.messages.models import Message
from alatau.messages.values import Channel
from tests.faults.kill import Scenario
from tests.people import CHEAP_HASHER

BY = system_actor("tests.kills")
BORN = date(1990, 1, 1)
CASE = UUID(int=9)


def number(serial: int) -> str:
    """Return a synthetic number."""
    return content().person_numbers.synthesise(born_on=BORN, woman=True, serial=serial)


def register(serial: int) -> PersonId:
    """Register the same person in every process; one who is there already stays."""
    at = read_clocks()
    try:
        return register_person(
            name="Invented Person",
            short_name="Invented",
            born_on=BORN,
            region="",
            number=number(serial),
            number_from=BORN,
            by=BY,
            at=at,
        )
    except PersonNumberTakenError:
        return person(serial)


def person(serial: int) -> PersonId:
    """Return a registered person."""
    found = find_person_by_number(number(serial), on=read_clocks().city_day)
    assert found is not None
    return found


def count_lines(action: str) -> int:
    """Return how many journal lines say this."""
    return JournalLine.objects.filter(action=action).count()


def register_one() -> None:
    register(1)


def check_registered() -> None:
    assert Person.objects.count() == PersonNumber.objects.count() == count_lines("access.person.registered") == 1


def change_it() -> None:
    numbered = PersonNumber.objects.order_by("valid_from").first()
    assert numbered is not None
    at = read_clocks()
    change_number(PersonId(numbered.person_id), number(5), valid_from=at.city_day, by=BY, at=at)


def check_changed() -> None:
    assert PersonNumber.objects.filter(valid_until=None).count() == count_lines("access.number.changed") == 1
    assert PersonNumber.objects.count() == 2


def bind_former() -> None:
    """Say which number the person had before today."""
    numbered = PersonNumber.objects.get(valid_until=None)
    former = FormerNumber(PersonId(numbered.person_id), number(5), read_clocks().city_day)
    bind_former_numbers([former], by=BY, at=read_clocks())


def two_people() -> None:
    register(1)
    register(2)


def merge() -> None:
    kept, absorbed = sorted(PersonNumber.objects.values_list("person_id", flat=True))
    merge_persons(PersonId(kept), PersonId(absorbed), by=BY, at=read_clocks())


def check_merged() -> None:
    assert person(1) == person(2)
    assert count_lines("access.persons.merged") == 1


def reachable() -> None:
    set_contact_point(register(1), Channel.SMS, "+77000000001", by=BY, at=read_clocks(), proved=True)


def ask() -> None:
    ask_code(number(1), address="192.0.2.1", at=read_clocks())


def check_asked() -> None:
    # What was not committed was never promised: the page asks again, and each request has its own job.
    from procrastinate.contrib.django.models import ProcrastinateJob

    jobs = ProcrastinateJob.objects.filter(task_name="access.send_code").count()
    assert SignInCode.objects.count() == jobs == 1


def asked() -> None:
    reachable()
    ask()


def make() -> None:
    make_code(SignInCode.objects.get().id, at=read_clocks())


def check_made() -> None:
    assert Message.objects.filter(template="access.sign_in_code").count() == 1


def made() -> None:
    asked()
    make()


def try_wrong_code() -> None:
    try:
        check_code(SignInCode.objects.get().id, "not a code", at=read_clocks())
    except CodeRefusedError:
        return


def check_tried() -> None:
    # The killed try was rolled back; the second one counts.
    assert SignInCode.objects.get().tries_left == 4


def sign_in() -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    at = read_clocks()
    begin_session(request, open_resident_user(person(1), at=at), proof=Proof.CODE, at=at)


def check_signed_in() -> None:
    assert SignIn.objects.count() == count_lines("access.user.signed_in") == 1


def caseworker() -> None:
    """Make one person and one caseworker."""
    register(1)
    at = read_clocks()
    with override_settings(PASSWORD_HASHERS=[CHEAP_HASHER]):
        create_staff(login="dana", name="Dana", office="", password="a-password-for-tests", by=BY, at=at)
    give()


def give() -> None:
    user_id = UserId(User.objects.get(login="dana").id)
    at = read_clocks()
    try:
        grant_role(user_id, "caseworker", ground="Order 7", valid_from=at.city_day, by=BY, at=at)
    except RoleHeldError:
        return


def newcomer() -> None:
    caseworker()
    take()


def administrator(login: str) -> Actor:
    """Make an administrator, who gives or confirms roles."""
    at = read_clocks()
    with override_settings(PASSWORD_HASHERS=[CHEAP_HASHER]):
        user_id = create_staff(login=login, name=login, office="", password="a-password-for-tests", by=BY, at=at)
    return Actor(kind=ActorKind.STAFF, user_id=user_id, roles=frozenset({"administrator"}))


def proposed() -> None:
    caseworker()
    first, at = administrator("first"), read_clocks()
    administrator("second")
    user_id = UserId(User.objects.get(login="dana").id)
    grant_role(user_id, "auditor", ground="Order 8", valid_from=at.city_day, by=first, at=at)


def confirm() -> None:
    second = Actor(
        kind=ActorKind.STAFF,
        user_id=UserId(User.objects.get(login="second").id),
        roles=frozenset({"administrator"}),
    )
    confirm_role(RoleGrant.objects.get(role="auditor").id, by=second, at=read_clocks())


def check_confirmed() -> None:
    assert not RoleGrant.objects.get(role="auditor").awaits_second
    assert count_lines("access.role.confirmed") == 1


def take() -> None:
    for grant in list_role_grants(UserId(User.objects.get(login="dana").id)):
        revoke_role(grant.id, by=BY, at=read_clocks())


def check_given() -> None:
    assert RoleGrant.objects.filter(revoked_at=None).count() == 1
    assert count_lines("access.role.granted") == RoleGrant.objects.count()


def check_taken() -> None:
    assert not RoleGrant.objects.filter(revoked_at=None).exists()
    assert count_lines("access.role.revoked") == 1


def dana() -> Actor:
    user_id = UserId(User.objects.get(login="dana").id)
    return Actor(kind=ActorKind.STAFF, user_id=user_id, roles=frozenset({"caseworker"}))


def look() -> None:
    if not count_lines("access.person.looked"):
        access_person(person(1), by=dana(), purpose="case", case_id=CASE)


def check_looked() -> None:
    assert count_lines("access.person.looked") == 1


def looked() -> None:
    caseworker()
    look()


def resident(serial: int) -> Actor:
    """Return a person acting for themselves."""
    person_id = person(serial)
    user_id = open_resident_user(person_id, at=read_clocks())
    return Actor(kind=ActorKind.RESIDENT, user_id=user_id, person_id=person_id)


def contest() -> None:
    line_id = list_looks(person(1)).looks[0].line_id
    contest_look(line_id, by=resident(1), at=read_clocks())


def check_contested() -> None:
    assert count_lines("access.look.contested") == 1


def serve() -> None:
    open_desk_visit(person(1), document_kind="passport", case_id=None, by=dana(), at=read_clocks())


def check_served() -> None:
    assert DeskVisit.objects.filter(closed_at=None).count() == count_lines("access.visit.opened") == 1


def served() -> None:
    caseworker()
    serve()


def close() -> None:
    close_desk_visit(by=dana(), at=read_clocks())


def check_closed() -> None:
    assert not DeskVisit.objects.filter(closed_at=None).exists()
    assert count_lines("access.visit.closed") == 1


def offer() -> None:
    at = read_clocks()
    new = NewRepresentation(
        kind="power_of_attorney",
        representative_id=person(2),
        represented_id=person(1),
        source=RepresentationSource.GRANTED,
        ground="Agreed",
        valid_from=at.city_day,
        asked_by=person(1),
    )
    grant_representation(new, by=resident(1), at=at)


def check_offered() -> None:
    assert Representation.objects.count() == count_lines("access.representation.asked") == 1


def offered() -> None:
    two_people()
    offer()


def accept() -> None:
    accept_representation(RepresentationId(Representation.objects.get().id), by=resident(2), at=read_clocks())


def check_accepted() -> None:
    assert Representation.objects.exclude(accepted_at=None).count() == 1
    assert count_lines("access.representation.accepted") == 1


def accepted() -> None:
    offered()
    accept()


def end() -> None:
    end_representation(RepresentationId(Representation.objects.get().id), by=resident(1), at=read_clocks())


def check_ended() -> None:
    assert Representation.objects.exclude(ended_at=None).count() == count_lines("access.representation.ended") == 1


def consent() -> None:
    give_consent(person(1), "offers", language="kk", by=resident(1), at=read_clocks())


def check_consented() -> None:
    assert ConsentRevision.objects.count() == count_lines("access.consent.given") == 1


def register_both() -> None:
    """Register the same two people at once in every process."""
    people = [NewPerson(number(serial), "Invented", "Invented", BORN, "", BORN) for serial in (1, 2)]
    try:
        register_many(people, run_id=CASE, by=BY, at=read_clocks())
    except PersonNumberTakenError:
        return


def check_both() -> None:
    assert Person.objects.count() == PersonNumber.objects.count() == 2
    assert count_lines("access.people.registered") == 1


def place_both() -> None:
    """Say where the two people live."""
    ids = Person.objects.values_list("id", flat=True)
    place_people([(person_id, "191810000") for person_id in ids], by=BY, at=read_clocks())


def check_placed() -> None:
    assert [*Person.objects.values_list("region", flat=True)] == ["191810000"] * 2
    assert count_lines("access.people.placed") == 1


SCENARIOS = (
    Scenario(points=("access.place_people.",), prepare=register_both, act=place_both, check=check_placed),
    Scenario(points=("access.register_many.",), act=register_both, check=check_both),
    Scenario(points=("access.register.",), act=register_one, check=check_registered),
    Scenario(points=("access.number.",), prepare=register_one, act=change_it, check=check_changed),
    Scenario(points=("access.former_numbers.",), prepare=register_one, act=bind_former, check=check_changed),
    Scenario(points=("access.merge.",), prepare=two_people, act=merge, check=check_merged),
    Scenario(points=("access.code.asked",), prepare=reachable, act=ask, check=check_asked),
    Scenario(points=("access.code.made",), prepare=asked, act=make, check=check_made),
    Scenario(points=("access.code.used",), prepare=made, act=try_wrong_code, check=check_tried),
    Scenario(points=("access.sign_in.",), prepare=register_one, act=sign_in, check=check_signed_in),
    Scenario(points=("access.role.granted",), prepare=newcomer, act=give, check=check_given),
    Scenario(points=("access.role.confirmed",), prepare=proposed, act=confirm, check=check_confirmed),
    Scenario(points=("access.role.revoked",), prepare=caseworker, act=take, check=check_taken),
    Scenario(points=("access.look.written",), prepare=caseworker, act=look, check=check_looked),
    Scenario(points=("access.look.contested",), prepare=looked, act=contest, check=check_contested),
    Scenario(points=("access.visit.opened",), prepare=caseworker, act=serve, check=check_served),
    Scenario(points=("access.visit.closed",), prepare=served, act=close, check=check_closed),
    Scenario(points=("access.representation.written",), prepare=two_people, act=offer, check=check_offered),
    Scenario(points=("access.representation.accepted",), prepare=offered, act=accept, check=check_accepted),
    Scenario(points=("access.representation.ended",), prepare=accepted, act=end, check=check_ended),
    Scenario(points=("access.consent.",), prepare=register_one, act=consent, check=check_consented),
)
