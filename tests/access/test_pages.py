"""Every page of the room opens for whom it is made, in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from alatau.access.desk_visit import open_desk_visit
from alatau.core.clock import read_clocks
from tests.people import sign_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.people import Official, Resident

RESIDENT_PAGES = ("me", "my_sign_in", "looks", "consents", "representations", "ask_representation", "prove")
STAFF_PAGES = ("staff_me", "people", "visit", "prove")


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
@pytest.mark.parametrize("page", ["sign_in", "staff_sign_in", "sample_sign_in"])
def test_visitor_pages_open_in_every_language(client: Client, people: None, page: str, language: str) -> None:
    client.cookies["alatau_language"] = language
    answer = client.get(reverse(f"access:{page}"))
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("page", RESIDENT_PAGES)
def test_resident_page_opens_for_the_resident(client: Client, aigerim: Resident, page: str) -> None:
    sign_in(client, aigerim)
    assert client.get(reverse(f"access:{page}")).status_code == 200


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_staff_page_opens_for_an_official_serving_somebody(
    client: Client, dana: Official, aigerim: Resident, page: str
) -> None:
    sign_in(client, dana)
    open_desk_visit(aigerim.person_id, document_kind="passport", case_id=None, by=dana.actor, at=read_clocks())
    assert client.get(reverse(f"access:{page}")).status_code == 200


def test_roles_pages_open_for_the_administrator(client: Client, timur: Official, dana: Official) -> None:
    sign_in(client, timur)
    assert client.get(reverse("access:staff_list")).status_code == 200
    assert client.get(reverse("access:staff_roles", args=[dana.user_id])).status_code == 200
