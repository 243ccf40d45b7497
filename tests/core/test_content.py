"""Loading a content package: complete, or refused with what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from alatau.core.completeness import list_incomplete_texts
from alatau.core.content import CONTENT_MEMBERS, Role, content, find_language
from alatau.core.environment import SettingError
from alatau.core.text import Text
from tests.tinyland import content as tinyland

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture
def _fresh(settings: SettingsWrapper) -> Iterator[None]:
    """Load content anew in this test, and the city's own after it."""
    settings.ALATAU_CONTENT = "tests.tinyland"
    content.cache_clear()
    yield
    content.cache_clear()


@dataclass(frozen=True)
class Office:
    name: Text
    hours: dict[str, Text]


@pytest.mark.usefixtures("_fresh")
def test_a_package_that_leaves_something_out_is_named_with_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    part = {member: getattr(tinyland.CONTENT, member) for member in CONTENT_MEMBERS - {"roles", "calendar"}}
    monkeypatch.setattr(tinyland, "CONTENT", SimpleNamespace(**part))
    with pytest.raises(SettingError, match=r"'tests.tinyland' lacks calendar, roles"):
        content()


@pytest.mark.usefixtures("_fresh")
def test_a_text_without_one_of_the_languages_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    role = Role(key="clerk", name=Text(ar="كاتب", ru="Писарь"))
    monkeypatch.setattr(tinyland.Tinyland, "roles", (role,))
    with pytest.raises(SettingError, match=r"roles\[clerk\]\.name lacks en"):
        content()


@pytest.mark.usefixtures("_fresh")
def test_a_complete_package_is_loaded_once() -> None:
    assert content() is content()
    assert content().code == "TL"


def test_incomplete_texts_are_found_however_deep_they_lie() -> None:
    office = Office(name=Text(kk="Орын", en="Office"), hours={"monday": Text(kk="9-18")})
    assert sorted(list_incomplete_texts({"offices": (office,)}, languages=["kk", "en"])) == [
        "offices[].hours[monday] lacks en"
    ]


def test_a_language_is_found_by_its_code_the_reader_or_the_first() -> None:
    assert find_language("en-gb").code == "en"
    assert find_language("xx").code == "kk"
    with override("ar"):
        assert find_language().code == "ar"
