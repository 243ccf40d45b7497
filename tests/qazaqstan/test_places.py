"""Codes of places, and the regions whose codes came and went."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.errors import NumberNotValidError
from qazaqstan.places import PLACE_CODES
from qazaqstan.reference.tables import list_places

TODAY = date(2026, 11, 1)


def mistake_of(code: str, on: date = TODAY) -> str:
    with pytest.raises(NumberNotValidError) as refused:
        PLACE_CODES.check(code, on=on)
    return str(refused.value.facts["mistake"])


def test_every_region_in_use_holds_districts_that_lie_in_it() -> None:
    regions = PLACE_CODES.within(on=TODAY)
    assert len(regions) == 20
    inside = {region: PLACE_CODES.within(region, on=TODAY) for region in regions}
    assert all(inside.values())
    assert {place[:2] for places in inside.values() for place in places} == {region[:2] for region in regions}


def test_the_city_lies_in_its_region() -> None:
    assert PLACE_CODES.check("191810000", on=TODAY) == "191810000"
    assert PLACE_CODES.region_name("191810000").say("en") == "Almaty Region"


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("113820100", "113820000"),
        ("113820000", "113800000"),
        ("113800000", "110000000"),
        ("110000000", None),
        ("113800100", "113800000"),
    ],
)
def test_a_parent_is_found_by_zeroing_the_lowest_level(code: str, parent: str | None) -> None:
    assert PLACE_CODES.parent(code) == parent


@pytest.mark.parametrize(
    ("code", "mistake"),
    [
        ("19181000", "length"),
        ("19181000x", "signs"),
        ("991810000", "unknown_place"),
        ("190010000", "kind"),
    ],
)
def test_the_first_mistake_in_a_place_code_is_named(code: str, mistake: str) -> None:
    assert mistake_of(code) == mistake


@pytest.mark.parametrize("prefix", ["10", "33", "62"])
def test_regions_of_2022_are_unknown_on_the_day_before(prefix: str) -> None:
    code = f"{prefix}0000000"
    assert mistake_of(code, on=date(2022, 6, 7)) == "unknown_place"
    assert PLACE_CODES.check(code, on=date(2022, 6, 8)) == code


def test_the_region_that_ended_in_2018_keeps_its_name_for_old_data() -> None:
    assert PLACE_CODES.check("510000000", on=date(2018, 6, 18)) == "510000000"
    assert mistake_of("510000000", on=date(2018, 6, 19)) == "unknown_place"
    assert PLACE_CODES.region_name("510000000").say("ru") == "Южно-Казахстанская область"


def test_twenty_regions_are_in_use_each_named_in_four_languages() -> None:
    in_use = [region for region in PLACE_CODES.regions if region.valid_until is None]
    assert len(in_use) == 20
    assert all(region.name.missing(["kk", "ru", "en", "ar"]) == () for region in in_use)


@given(serial=st.integers(0, 20 * 99 * 10 - 1))
def test_invented_villages_have_valid_codes_marked_as_invented(serial: int) -> None:
    code = PLACE_CODES.synthesise(serial)
    assert PLACE_CODES.check(code, on=TODAY) == code
    assert PLACE_CODES.is_synthetic(code)


@pytest.mark.parametrize(
    ("code", "kk", "ru", "en"),
    [
        ("191010000", "Қонаев, Алматы облысы", "Қонаев, Алматинская область", "Qonayev, Almaty Region"),
        ("190000000", "Алматы облысы", "Алматинская область", "Almaty Region"),
        ("103200000", "Абай ауданы, Абай облысы", "Абайский район, область Абай", "Abay District, Abai Region"),
        (
            "103233127",
            "Жидебай ауылы, Абай ауданы, Абай облысы",
            "село Жидебай, Абайский район, область Абай",
            "Zhidebay village, Abay District, Abai Region",
        ),
        ("191037300", "Бөктер разъезі, Қонаев, Алматы облысы", "разъезд Боктер, Қонаев, Алматинская область", None),
        ("191810000", "Алатау, Алматы облысы", "Алатау, Алматинская область", "Alatau, Almaty Region"),
        # An invented village lies in no district that the classifier knows.
        ("199101100", "Алматы облысы", "Алматинская область", "Almaty Region"),
    ],
)
def test_place_is_said_with_what_lies_around_it(code, kk, ru, en):
    said = PLACE_CODES.full_name(code)
    assert (said.say("kk"), said.say("ru")) == (kk, ru)
    assert en in (None, said.say("en"))
    assert said.say("ar").endswith(PLACE_CODES.region_name(code).say("ar"))


def test_code_that_lies_nowhere_has_no_name():
    assert PLACE_CODES.full_name("999999999") is PLACE_CODES.full_name("19") is None


def test_every_place_of_the_classifier_has_whole_words():
    shortened = re.compile(r"^(с|п|г|ст|рзд|уч)\.| (с\.о|Г\.А|г\.а)\.?$")
    said = [(place, PLACE_CODES.full_name(place.code)) for place in list_places()]
    assert [place.code for place, text in said if shortened.search(text.say("ru").split(",")[0])] == []
    assert [place.code for place, text in said if re.search("[А-Яа-яӘә]", text.say("en"))] == []
