"""Where people are registered: the latest permanent home, and a temporary one on days without any other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registry.people.town import Town, day

YEARS = st.integers(min_value=2001, max_value=2025)


def homes(town: Town) -> list[tuple[str, date, date]]:
    """Return the places of everybody with their days, in order."""
    rows = town.compute(("stay",))["stay"]
    return sorted(((row["place"], row["d1"], row["d2"]) for row in rows), key=lambda each: each[1:])


def settle(*stays: tuple[str, str, str | None]) -> Town:
    """Let Saule be registered for some days; places in small letters are temporary ones."""
    town = Town()
    town.person("saule", "2000")
    for place, since, until in stays:
        what = "temporary_residence" if place.islower() else "residence"
        town.tell(what, person="saule", place=place, since=since, until=until)
    return town


def test_temporary_home_after_a_permanent_one_ended_is_a_home() -> None:
    town = settle(("A", "2001", "2020"), ("b", "2021", None))
    assert homes(town) == [("A", day("2001"), day("2020")), ("b", day("2021"), day("9999-12-31"))]
    assert "home_unknown" not in town.faults()


def test_temporary_home_gives_way_to_a_permanent_one_for_its_days_alone() -> None:
    town = settle(("b", "2005", "2015"), ("A", "2008", "2010"))
    assert homes(town) == [
        ("b", day("2005"), day("2008")),
        ("A", day("2008"), day("2010")),
        ("b", day("2010"), day("2015")),
    ]


@pytest.mark.parametrize("until", ["2010", None])
def test_temporary_home_beside_a_permanent_one_is_none(until: str | None) -> None:
    assert homes(settle(("A", "2001", None), ("b", "2005", until))) == [("A", day("2001"), day("9999-12-31"))]


@settings(max_examples=10)
@given(
    stays=st.lists(st.tuples(st.sampled_from("ABab"), YEARS, YEARS | st.none()), min_size=1, max_size=5),
    year=YEARS,
)
def test_every_day_has_one_home_and_a_permanent_one_where_there_is_any(
    stays: list[tuple[str, int, int | None]], year: int
) -> None:
    town = settle(*((place, str(since), str(until) if until else None) for place, since, until in stays))
    found = [place for place, since, until in homes(town) if since <= date(year, 6, 1) < until]
    # Of several at once the latest counts, and an earlier one does not come back when it ends.
    begun = [
        (place.isupper(), since, number, until or 9999, place)
        for number, (place, since, until) in enumerate(stays)
        if since <= year and since < (until or 9999)
    ]
    permanent, temporary = (max((each for each in begun if each[0] is kind), default=None) for kind in (True, False))
    chosen = next((each[-1] for each in (permanent, temporary) if each and year < each[3]), None)
    assert found == ([chosen] if chosen else [])
