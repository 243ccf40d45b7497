"""A representation of a kind that has left the content: it stays on record, gives no right, and breaks no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alatau.access.care import list_children_in_care
from alatau.access.load import access_person
from alatau.access.lookup import list_kinds, name_kind
from alatau.access.models import Representation
from alatau.access.own_affairs import list_close_people
from alatau.access.representations import find_representation, list_representations_held
from alatau.core.errors import NotFoundError
from tests.access.test_desk_visit import serve
from tests.access.test_load import acting_for
from tests.access.test_reach_of_representation import act
from tests.people import resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment
    from tests.people import Official, Resident

SENTENCE = "A kind of representation the city no longer knows: it gives no right."


@pytest.fixture
def gulnara(people: None) -> Resident:
    return resident("gulnara")


def abolish(represented: Resident) -> None:
    """Let the content forget the kind by which somebody acts for them."""
    Representation.objects.filter(represented_id=represented.person_id).update(kind="guild_master")


def test_nobody_acts_by_a_kind_that_is_gone(aigerim: Resident, gulnara: Resident, now: Moment) -> None:
    by = acting_for(aigerim, gulnara, now)
    abolish(gulnara)
    assert find_representation(aigerim.person_id, gulnara.person_id, at=now) is None
    assert gulnara.person_id not in {
        view.represented_id for view in list_representations_held(aigerim.person_id, at=now)
    }
    with pytest.raises(NotFoundError):
        access_person(gulnara.person_id, by=by, purpose="representation", at=now)


def test_whoever_acted_is_themselves_again_on_the_next_page(client: Client, aigerim, gulnara, now: Moment) -> None:
    act(client, aigerim, gulnara.person_id, now)
    abolish(gulnara)
    page = client.get(reverse("web:home"))
    assert (page.status_code, page.context["is_own"]) == (200, True)


@pytest.mark.parametrize("side", ["aigerim", "gulnara"])
def test_both_sides_read_what_became_of_it(client: Client, gulnara: Resident, side: str) -> None:
    abolish(gulnara)
    sign_in(client, resident(side))
    page = client.get(reverse("access:representations"), headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert SENTENCE in page.content.decode()


def test_official_at_a_desk_reads_it_as_well(client: Client, dana: Official, gulnara: Resident, now: Moment) -> None:
    abolish(gulnara)
    serve(dana, gulnara, now)
    sign_in(client, dana)
    page = client.get(reverse("access:visit"), headers={"Accept-Language": "en"})
    assert SENTENCE in page.content.decode()


def test_child_is_in_nobodys_care_by_it(aigerim: Resident, now: Moment) -> None:
    dias = resident("dias")
    abolish(dias)
    assert dias.person_id not in {child.person_id for child in list_children_in_care(aigerim.person_id, at=now)}


def test_officials_still_leave_such_people_to_colleagues(aigerim: Resident, gulnara: Resident, now: Moment) -> None:
    abolish(gulnara)
    assert gulnara.person_id in list_close_people(aigerim.person_id, at=now)


@given(key=st.text(max_size=40))
def test_every_key_has_a_name_that_can_be_read(key: str) -> None:
    assert name_kind(key).strip()
    assert (name_kind(key) == SENTENCE) is (key not in list_kinds())
