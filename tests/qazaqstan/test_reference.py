"""Reference tables of the country: whole, and one inside the other."""

from __future__ import annotations

from qazaqstan.places import PLACE_CODES
from qazaqstan.reference.tables import (
    COUNTRY,
    count_hospitals,
    count_people,
    count_schools,
    list_places,
    list_settlements,
)


def test_the_classifier_holds_every_place_once() -> None:
    codes = [place.code for place in list_places()]
    assert len(codes) == len(set(codes)) == 15_594
    assert sum(place.level == "oblast" for place in list_places()) == 20


def test_every_place_lies_in_a_region_that_is_in_use() -> None:
    assert [place.code for place in list_places() if PLACE_CODES.check(place.code) != place.code] == []


def test_the_city_is_a_place_of_the_classifier() -> None:
    assert [place.name_kk for place in list_places() if place.code == "191810000"] == ["Алатау қ."]


def test_people_of_the_regions_add_up_to_the_country() -> None:
    people = count_people()
    assert (
        sum(count for (place, year), count in people.items() if year == 2023 and place != COUNTRY)
        == people[COUNTRY, 2023]
    )


def test_schools_and_hospitals_of_the_regions_add_up_to_the_country() -> None:
    for counts, when in ((count_schools(), "2022/23"), (count_hospitals(), 2022)):
        regions = sum(count for (place, year), count in counts.items() if year == when and place != COUNTRY)
        assert regions == counts[COUNTRY, when]


def test_settlements_lie_inside_the_country() -> None:
    assert len(list_settlements()) == 351
    assert all(46 < one.longitude < 88 and 40 < one.latitude < 56 for one in list_settlements())
