"""Acting for others: stated by registers, agreed between two people, ended by either, by age and by date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.access.dates import age_on, birthday_at
from alatau.access.errors import (
    KindUnknownError,
    RepresentationDatesError,
    RepresentationOpenError,
    RepresentationSelfError,
)
from alatau.access.models import Person, Representation
from alatau.access.represent import (
    accept_representation,
    close_lapsed_representations,
    end_representation,
    grant_representation,
)
from alatau.access.representations import find_representation, list_representations_held
from alatau.access.values import NewRepresentation, RepresentationId, RepresentationSource
from alatau.core.errors import NotFoundError
from alatau.core.journal.read import list_lines_about
from alatau.core.values import Moment, system_actor
from alatau.messages.models import Message
from tests.access.asked import asked_of
from tests.people import bakery, resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.people import Resident

REGISTRY = system_actor("registry.load")


def new(kind: str, who: Resident, whom: Resident, at: Moment, **more: object) -> NewRepresentation:
    """Return a representation to enter, stated by a register unless said otherwise."""
    facts = {
        "kind": kind,
        "representative_id": who.person_id,
        "represented_id": whom.person_id,
        "source": RepresentationSource.REGISTER,
        "ground": "An entry",
        "valid_from": at.city_day,
    }
    return NewRepresentation(**{**facts, **more})


def between(who: Resident, whom: Resident, at: Moment, **more: object) -> NewRepresentation:
    """Return a power of attorney that the represented person offers and the other has to accept."""
    facts = {"source": RepresentationSource.GRANTED, "asked_by": whom.person_id, "ground": "Agreed"}
    return new("power_of_attorney", who, whom, at, **{**facts, **more})


def days_later(at: Moment, days: int) -> Moment:
    """Return the moment some days later in city time."""
    return Moment(city_at=at.city_at + timedelta(days=days), wall_at=at.wall_at)


def test_parent_acts_for_the_child_from_the_register(aigerim: Resident, now: Moment) -> None:
    standing = find_representation(aigerim.person_id, resident("dias").person_id, at=now)
    assert standing is not None
    assert (standing.kind, standing.source) == ("parent", RepresentationSource.REGISTER)


def test_parents_right_ends_on_the_eighteenth_birthday(aigerim: Resident, now: Moment) -> None:
    dias = resident("dias")
    birthday = birthday_at(dias.person.born_on, 18)
    before = days_later(now, (birthday - now.city_day).days - 1)
    assert find_representation(aigerim.person_id, dias.person_id, at=before) is not None
    assert find_representation(aigerim.person_id, dias.person_id, at=days_later(before, 1)) is None


def test_grown_child_gets_no_parent_any_more(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    with pytest.raises(RepresentationDatesError):
        grant_representation(new("parent", aigerim, bolat, now), by=REGISTRY, at=now)


def test_offered_representation_waits_for_the_others_yes(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    offered = grant_representation(between(bolat, aigerim, now), by=aigerim.actor, at=now)
    assert find_representation(bolat.person_id, aigerim.person_id, at=now) is None
    accept_representation(offered, by=bolat.actor, at=now)
    accept_representation(offered, by=bolat.actor, at=now)
    assert find_representation(bolat.person_id, aigerim.person_id, at=now) is not None


def test_asker_cannot_say_yes_for_the_other(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    offered = grant_representation(between(bolat, aigerim, now), by=aigerim.actor, at=now)
    for stranger in (aigerim, resident("yusuf")):
        with pytest.raises(NotFoundError):
            accept_representation(offered, by=stranger.actor, at=now)


def test_power_of_attorney_lasts_a_year_unless_said_and_three_at_most(
    aigerim: Resident, bolat: Resident, now: Moment
) -> None:
    year, day = now.city_day.year, now.city_day
    unsaid = grant_representation(between(bolat, aigerim, now), by=aigerim.actor, at=now)
    long = between(aigerim, bolat, now, valid_until=day + timedelta(days=4000))
    longest = grant_representation(long, by=bolat.actor, at=now)
    ends = dict(Representation.objects.filter(id__in=[unsaid, longest]).values_list("id", "valid_until"))
    assert (ends[unsaid].year, ends[longest].year) == (year + 1, year + 3)


def test_either_side_ends_what_was_agreed(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    for ender in (aigerim, bolat):
        offered = grant_representation(between(bolat, aigerim, now), by=aigerim.actor, at=now)
        accept_representation(offered, by=bolat.actor, at=now)
        end_representation(offered, by=ender.actor, at=now)
        assert find_representation(bolat.person_id, aigerim.person_id, at=now) is None


def test_stranger_ends_nothing(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    offered = grant_representation(between(bolat, aigerim, now), by=aigerim.actor, at=now)
    with pytest.raises(NotFoundError):
        end_representation(offered, by=resident("yusuf").actor, at=now)


def test_parent_cannot_end_what_the_register_states(aigerim: Resident, now: Moment) -> None:
    standing = find_representation(aigerim.person_id, resident("dias").person_id, at=now)
    assert standing is not None
    with pytest.raises(NotFoundError):
        end_representation(standing.id, by=aigerim.actor, at=now)
    end_representation(standing.id, by=REGISTRY, at=now)


def test_scope_of_purposes_is_kept(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    scoped = between(bolat, aigerim, now, purposes=frozenset({"appeal"}))
    accept_representation(grant_representation(scoped, by=aigerim.actor, at=now), by=bolat.actor, at=now)
    assert find_representation(bolat.person_id, aigerim.person_id, at=now, purpose="appeal") is not None
    assert find_representation(bolat.person_id, aigerim.person_id, at=now, purpose="service") is None


def test_refusals_come_in_the_documented_order(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    yesterday = now.city_day - timedelta(days=1)
    cases = [
        (new("no_such_kind", aigerim, aigerim, now), KindUnknownError),
        (between(aigerim, aigerim, now, valid_until=yesterday), RepresentationSelfError),
        (between(aigerim, bolat, now, valid_until=now.city_day), RepresentationDatesError),
    ]
    for entry, refusal in cases:
        with pytest.raises(refusal):
            grant_representation(entry, by=REGISTRY, at=now)


def test_second_open_one_of_the_kind_is_refused(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    grant_representation(between(bolat, aigerim, now), by=aigerim.actor, at=now)
    with pytest.raises(RepresentationOpenError):
        grant_representation(between(bolat, aigerim, now, ground="Another"), by=aigerim.actor, at=now)


def test_parenthood_cannot_be_agreed_between_two_people(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    asked = new("parent", bolat, aigerim, now, source=RepresentationSource.GRANTED, asked_by=bolat.person_id)
    with pytest.raises(KindUnknownError):
        grant_representation(asked, by=bolat.actor, at=now)


def test_lapsed_ones_are_closed_and_told_once(aigerim: Resident, now: Moment) -> None:
    after = days_later(now, 366 * 19)
    closed = close_lapsed_representations(by=REGISTRY, at=after)
    assert closed > 0
    assert close_lapsed_representations(by=REGISTRY, at=after) == 0
    told = [line.action for line in list_lines_about(resident("dias").person_id)]
    assert told.count("access.representation.lapsed") == 2


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(born=st.dates(date(2005, 1, 1), date(2026, 1, 1)), after=st.integers(0, 9000))
def test_representation_never_outlives_its_dates(aigerim: Resident, now: Moment, born: date, after: int) -> None:
    child = resident("dias")
    Representation.objects.filter(represented_id=child.person_id).delete()
    Person.objects.filter(id=child.person_id).update(born_on=born)
    day = days_later(now, after)
    if now.city_day < birthday_at(born, 18):
        grant_representation(new("parent", aigerim, child, now), by=REGISTRY, at=now)
    held = [view.represented_id for view in list_representations_held(aigerim.person_id, at=day)]
    assert (child.person_id in held) == (age_on(born, day.city_day) < 18)


@given(born=st.dates(date(1900, 1, 1), date(2030, 1, 1)), age=st.integers(0, 110))
def test_age_is_reached_on_the_birthday_and_not_before(born: date, age: int) -> None:
    birthday = birthday_at(born, age)
    assert age_on(born, birthday) == age
    assert age_on(born, birthday - timedelta(days=1)) == age - 1


def test_every_page_names_the_person_one_acts_for(client: Client, aigerim: Resident, now: Moment) -> None:
    sign_in(client, aigerim)
    dias = resident("dias")
    standing = find_representation(aigerim.person_id, dias.person_id, at=now)
    assert standing is not None
    client.post(reverse("access:act_under"), {"representation": str(standing.id)})
    assert dias.person.name in client.get(reverse("access:consents")).content.decode()
    client.post(reverse("access:act_under"))
    assert dias.person.name not in client.get(reverse("access:consents")).content.decode()


def test_head_of_the_firm_acts_for_it(client: Client, people: None, now: Moment) -> None:
    nurlan = resident("nurlan")
    sign_in(client, nurlan)
    standing = find_representation(nurlan.person_id, bakery(), at=now)
    assert standing is not None
    client.post(reverse("access:act_under"), {"representation": str(standing.id)})
    assert "Сары-Арқа Нан" in client.get(reverse("access:representations")).content.decode()


def test_nobody_switches_to_the_ground_of_another(client: Client, bolat: Resident, now: Moment) -> None:
    gulnara = resident("gulnara")
    theirs = find_representation(resident("aigerim").person_id, gulnara.person_id, at=now)
    assert theirs is not None
    sign_in(client, bolat)
    assert client.post(reverse("access:act_under"), {"representation": str(theirs.id)}).status_code == 404


def test_asking_for_a_number_nobody_holds_answers_alike(client: Client, aigerim: Resident) -> None:
    sign_in(client, aigerim)
    answers = []
    for number in (resident("yusuf").number, "010101700016"):
        form = {"direction": "let", "kind": "power_of_attorney", "number": number}
        answer = client.post(reverse("access:ask_representation"), form, follow=True)
        answers.append([str(message) for message in answer.context["messages"]])
    assert answers[0] == answers[1] != []


@pytest.mark.parametrize(("direction", "representative"), [("let", "yusuf"), ("ask", "aigerim")])
def test_request_on_the_page_reaches_the_other_person(
    client: Client, aigerim: Resident, direction: str, representative: str
) -> None:
    sign_in(client, aigerim)
    yusuf = resident("yusuf")
    form = {"direction": direction, "kind": "power_of_attorney", "number": yusuf.number}
    client.post(reverse("access:ask_representation"), form)
    [waiting] = asked_of(yusuf)
    assert waiting.awaits(yusuf.person_id)
    assert waiting.representative_id == resident(representative).person_id
    assert Message.objects.filter(person_id=yusuf.person_id, template__startswith="access.representation").exists()
    sign_in(client, yusuf)
    client.post(reverse("access:accept_representation", args=[RepresentationId(waiting.id)]))
    assert asked_of(yusuf)[0].accepted_at is not None
