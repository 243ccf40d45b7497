"""One tap shows my part to another adult of my family, another takes it back; to strangers it never opens."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.access.read import has_consent
from alatau.core.errors import NotFoundError
from alatau.core.values import PersonId
from alatau.family import share
from alatau.family.card import Member, PartOf
from alatau.family.read import SHARE
from alatau.family.share import close_part, list_sharing, open_part
from tests.family.test_pages import make_card
from tests.people import load_people, resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment
    from tests.people import Resident

pytestmark = pytest.mark.usefixtures("db")


def member(name: str, part: PartOf) -> Member:
    return Member(person_id=PersonId(resident(name).person_id), role="spouse", part=part)


@pytest.fixture
def aigerim(monkeypatch: pytest.MonkeyPatch) -> Resident:
    """Aigerim, whose card counts Bolat and Dias; no cards are computed here."""
    load_people()
    card = make_card(member("aigerim", PartOf.SELF), member("bolat", PartOf.ADULT), member("dias", PartOf.CHILD))
    monkeypatch.setattr(share, "access_card", lambda *_args, **_more: card)
    return resident("aigerim")


def is_shared(aigerim: Resident, name: str = "bolat") -> bool:
    return has_consent(PersonId(aigerim.person_id), SHARE, recipient=str(resident(name).person_id))


def test_part_opens_to_another_adult_and_closes_again(aigerim: Resident, moment: Moment) -> None:
    bolat = resident("bolat").person_id
    open_part(bolat, language="kk", by=aigerim.actor, at=moment)
    open_part(bolat, language="kk", by=aigerim.actor, at=moment)
    assert is_shared(aigerim)

    close_part(bolat, language="kk", by=aigerim.actor, at=moment)

    assert not is_shared(aigerim)


@pytest.mark.parametrize("name", ["dias", "emma"], ids=["a child", "a stranger"])
def test_part_opens_to_nobody_but_adults_of_the_family(aigerim: Resident, moment: Moment, name: str) -> None:
    with pytest.raises(NotFoundError):
        open_part(resident(name).person_id, language="kk", by=aigerim.actor, at=moment)
    assert not is_shared(aigerim, name)


def test_nobody_consents_for_another(aigerim: Resident, moment: Moment) -> None:
    acting = replace(aigerim.actor, for_person_id=PersonId(uuid4()))
    with pytest.raises(NotFoundError):
        open_part(resident("bolat").person_id, language="kk", by=acting, at=moment)


def test_list_says_who_sees_my_part_also_after_they_left(
    aigerim: Resident, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_part(resident("bolat").person_id, language="kk", by=aigerim.actor, at=moment)
    [bolat] = list_sharing(by=aigerim.actor, at=moment)
    assert (bolat.name, bolat.role, bolat.is_given, bolat.is_received) == ("Болат", "spouse", True, False)

    alone = make_card(member("aigerim", PartOf.SELF))
    monkeypatch.setattr(share, "access_card", lambda *_args, **_more: alone)

    [left] = list_sharing(by=aigerim.actor, at=moment)
    assert (left.person_id, left.role, left.is_given) == (bolat.person_id, "", True)


def test_page_shows_and_hides_with_one_tap_each(aigerim: Resident, client: Client) -> None:
    sign_in(client, aigerim)
    bolat = {"person": str(resident("bolat").person_id)}
    assert client.post("/family/sharing/show/", bolat).status_code == HTTPStatus.FOUND
    assert is_shared(aigerim)
    assert "/family/sharing/hide/" in client.get("/family/sharing/").content.decode()

    client.post("/family/sharing/hide/", bolat)

    assert not is_shared(aigerim)


def test_page_answers_nonsense_as_it_answers_strangers(aigerim: Resident, client: Client) -> None:
    sign_in(client, aigerim)
    for given in ({}, {"person": "x"}, {"person": str(uuid4())}):
        assert client.post("/family/sharing/show/", given).status_code == HTTPStatus.NOT_FOUND
