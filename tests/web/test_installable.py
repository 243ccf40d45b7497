"""The city as an app on a phone: named in the reader's language, and keeping nothing about anybody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles import finders

from alatau.core.text import direction
from alatau.web.installable import list_kept, write_worker
from alatau.web.language import list_codes
from tests.people import load_people, resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("db")
TITLES = {"kk": "Байланыс жоқ", "ru": "Нет связи", "en": "No connection", "ar": "لا يوجد اتصال"}


@pytest.mark.parametrize("code", list_codes())
def test_manifest_names_the_city_and_its_doors_in_the_language(client: Client, code: str) -> None:
    facts = client.get(f"/app/{code}/manifest.webmanifest").json()
    assert (facts["lang"], facts["dir"], facts["id"], facts["scope"]) == (code, direction(code), "/", "/")
    assert [each["url"] for each in facts["shortcuts"]] == ["/money/", "/family/", "/services/", "/me/"]
    assert facts["shortcuts"][0]["name"] == {"kk": "Ақша", "ru": "Деньги", "en": "Money", "ar": "المال"}[code]


def test_every_icon_of_the_manifest_is_there_in_its_size(client: Client) -> None:
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert {icon.get("purpose") for icon in icons} == {None, "any", "maskable"}
    for icon in icons[1:]:
        head = Path(finders.find(icon["src"].removeprefix("/static/"))).read_bytes()[:24]
        sides = [int.from_bytes(head[start : start + 4]) for start in (16, 20)]
        assert icon["sizes"] == f"{sides[0]}x{sides[1]}"


@pytest.mark.parametrize("code", list_codes())
def test_offline_page_speaks_the_language_of_its_address(client: Client, code: str) -> None:
    page = client.get(f"/app/{code}/offline/").content.decode()
    assert TITLES[code] in page
    assert f'<html lang="{code}" dir="{direction(code)}"' in page


def test_offline_page_is_the_same_for_everybody(client: Client) -> None:
    before = client.get("/app/ru/offline/").content
    load_people()
    sign_in(client, resident("aigerim"))
    assert client.get("/app/ru/offline/").content == before


def test_worker_keeps_files_of_the_frame_alone(client: Client) -> None:
    kept = list_kept("kk")
    assert kept[0] == "/app/kk/offline/"
    assert all(finders.find(address.removeprefix("/static/")) for address in kept[1:])
    assert not client.get(kept[0]).cookies


def test_worker_asks_without_cookies_and_never_keeps_an_answer() -> None:
    text = write_worker("kk")
    assert 'credentials: "omit"' in text
    assert not re.search(r"\.put\(|\.add\(|indexedDB|localStorage", text)
    assert text.count("addAll") == 1


def test_worker_looks_after_the_whole_city_and_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/app/kk/worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["manifest.webmanifest", "worker.js", "offline/"])
def test_language_that_the_city_does_not_speak_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/app/xx/{name}").status_code == 404


def test_every_page_leads_to_the_manifest_of_its_language(client: Client) -> None:
    client.cookies["alatau_language"] = "ar"
    assert 'rel="manifest" href="/app/ar/manifest.webmanifest"' in client.get("/").content.decode()
