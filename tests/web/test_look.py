"""Light, dark, or as the device says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import alatau.web

if TYPE_CHECKING:
    from django.test import Client


def test_chosen_look_is_kept_and_drawn(client: Client) -> None:
    assert client.post("/look/", {"look": "dark", "next": "/"}).cookies["alatau_look"].value == "dark"
    assert b'data-look="dark"' in client.get("/").content


def test_following_the_device_again_forgets_the_choice(client: Client) -> None:
    client.cookies["alatau_look"] = "dark"
    client.post("/look/", {"look": "device", "next": "/"})
    assert b"data-look" not in client.get("/").content


def test_look_nobody_offers_is_not_drawn(client: Client) -> None:
    client.cookies["alatau_look"] = '"><script>'
    assert b"data-look" not in client.get("/").content


def test_every_colour_is_stated_once_by_day_and_by_night() -> None:
    tokens = (Path(alatau.web.__file__).parent / "static/alatau/tokens.css").read_text(encoding="utf-8")
    stated = re.findall(r"(--[\w-]+): var\(--day, [^)]+\) var\(--night, [^)]+\);", tokens)
    assert len(stated) > 20
    assert max(Counter(stated).values()) == 1
    assert "#" not in re.sub(r"var\(--(?:day|night), [^)]+\)", "", tokens.split(":root {", 1)[1])
