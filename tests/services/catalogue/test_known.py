"""What is known about a request is found by name; conditions ask it, outcomes draw on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.services.catalogue.conditions import Test as Asked
from alatau.services.catalogue.conditions import When
from alatau.services.catalogue.fees import fee_on, find_fee
from alatau.services.catalogue.known import People
from alatau.services.catalogue.request_values import Answered
from alatau.services.catalogue.say import say_name, say_source
from alatau.services.catalogue.send import list_reasons
from alatau.services.catalogue.services import get_service
from alatau.services.catalogue.values import Cases, Constant, Fee, FeeTime, Found
from tests.services.catalogue.filled import open_form, person
from tests.services.catalogue.stage import ADDRESS, BUSINESS, FLOOD, LICENCE, MARRIAGE, NO_CONVICTION


@pytest.fixture
def address():
    return open_form(get_service(ADDRESS))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("person.name", "Айгерім Сапарова"),
        ("person.number", "900228777777"),
        ("person.birthday", date(1990, 2, 28)),
        ("person.age", 36),
        ("person.region", "191800000"),
        ("asker.name", "Айгерім Сапарова"),
        ("asker.organisation", "Сары-Арқа Нан"),
        ("request.number", "S-2026-000001"),
        ("request.day", date(2026, 5, 4)),
        ("residence", "found"),
        ("residence.address_code", "a address_code"),
        ("purpose", None),
        ("nothing", None),
        ("residence.nothing", None),
    ],
)
def test_name_stands_for_what_is_known(address, name, value):
    assert address.find(name) == value


def test_nobody_readable_has_no_age_and_no_number(address):
    closed = replace(address, people=People())
    assert [closed.find(f"person.{part}") for part in ("age", "number", "name")] == [None, None, None]


def test_person_without_a_known_birthday_has_no_age(address):
    unknown = replace(address, people=People(person=person(born_on=None)))
    assert unknown.find("person.age") is None


@pytest.mark.parametrize("found", [Found.ABSENT, Found.UNKNOWN])
def test_silent_register_gives_no_values(found):
    known = open_form(get_service(ADDRESS), found=found)
    assert known.find("residence") == found.value
    assert known.find("residence.address_code") is None


def test_answer_behind_a_branch_that_was_left_counts_no_more():
    known = replace(open_form(get_service(NO_CONVICTION)), answers={"reader": "abroad", "country": "Чехия"})
    left = replace(known, answers={"reader": "work", "country": "Чехия"})
    assert (known.find("country"), left.find("country")) == ("Чехия", None)


def test_case_of_a_source_is_the_first_that_holds():
    row, own = get_service(MARRIAGE).outcome.row, "900228777777"
    bride = replace(open_form(get_service(MARRIAGE)), answers={"role": "bride", "other_number": "1"})
    groom = replace(bride, answers={"role": "groom", "other_number": "1"})
    assert [bride.resolve(row[name]) for name in ("woman_number", "man_number")] == [own, "1"]
    assert [groom.resolve(row[name]) for name in ("woman_number", "man_number")] == ["1", own]


def test_no_case_that_holds_gives_nothing_and_a_dash(address):
    cases = Cases(cases=((When(sets=((Asked(name="purpose", one_of=("x",)),),)), "person.name"),))
    assert address.resolve(cases) is None
    assert say_source(address, cases) == "–"


def test_constant_says_itself(address):
    assert address.resolve(Constant(value=True)) is True
    assert [say_source(address, Constant(value=each)) for each in (True, False, "permanent")] == [
        "Yes",
        "No",
        "permanent",
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("person.birthday", "28\u00a0February\u00a01990"),
        ("residence.registration_kind", "Permanent"),
        ("residence.lives_from", "1\u00a0March\u00a02025"),
        ("request.number", "S-2026-000001"),
        ("purpose", "–"),
    ],
)
def test_name_is_said_in_words(address, name, words):
    assert say_name(address, name) == words


def test_contested_row_makes_an_official_look(address):
    [row] = address.evidence["residence"].rows
    said = Answered(found=Found.FOUND, rows=({**row, "is_contested": True},))
    assert list_reasons(address) == []
    assert list_reasons(replace(address, evidence={"residence": said})) == ["contested"]


@pytest.mark.parametrize(
    ("code", "found", "reasons"),
    [
        (ADDRESS, Found.FOUND, []),
        (ADDRESS, Found.UNKNOWN, ["condition.0"]),
        (NO_CONVICTION, Found.ABSENT, []),
        (NO_CONVICTION, Found.UNKNOWN, ["condition.1"]),
        (BUSINESS, Found.FOUND, ["condition.1"]),
        (MARRIAGE, Found.ABSENT, ["judgement"]),
        (MARRIAGE, Found.FOUND, ["condition.1", "judgement"]),
        (FLOOD, Found.FOUND, ["judgement"]),
        (LICENCE, Found.ABSENT, ["condition.0"]),
    ],
)
def test_official_looks_for_these_reasons_alone(code, found, reasons):
    assert list_reasons(open_form(get_service(code), found=found)) == reasons


def _fee(**changes):
    words = get_service(LICENCE).fee.law
    return Fee(**({"mci": Decimal("1.25"), "units": None, "when": FeeTime.BEFORE, "law": words} | changes))


@pytest.mark.parametrize(
    ("day", "tenge"),
    [(date(2025, 12, 31), 4915), (date(2026, 1, 1), 5407)],
)
def test_fee_follows_the_index_of_its_day_rounded_up(day, tenge):
    assert fee_on(_fee(), day).units == tenge * 100


def test_fee_that_the_law_names_as_a_sum_is_that_sum():
    assert fee_on(_fee(mci=None, units=150_000), date(2026, 1, 1)).units == 150_000


def test_whoever_the_law_frees_pays_nothing(address):
    free = _fee(free=When(sets=((Asked(name="residence", one_of=("found",)),),)))
    freed = replace(address, service=replace(address.service, fee=free))
    paying = replace(freed, evidence={"residence": Answered(found=Found.ABSENT)})
    assert find_fee(freed) is None
    assert find_fee(paying) is not None


facts = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["x", "y", True, 5, None]))
tests = st.builds(Asked, name=st.sampled_from("abc"), one_of=st.tuples(st.sampled_from(["x", "y", True, 5])))
sets = st.lists(st.lists(tests, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)


@given(sets, facts)
def test_condition_holds_when_one_of_its_sets_holds_whole(given_sets, known):
    holds = any(all(test.holds(known.get(test.name)) for test in each) for each in given_sets)
    assert When(sets=given_sets).holds(known) == holds


@given(sets, facts)
def test_condition_with_a_set_more_holds_whenever_it_held_without(given_sets, known):
    more = (*given_sets, (Asked(name="a", one_of=("x",)),))
    assert When(sets=more).holds(known) or not When(sets=given_sets).holds(known)


@given(sets, facts)
def test_more_facts_of_other_names_change_no_condition(given_sets, known):
    when = When(sets=given_sets)
    assert when.holds(known) == when.holds(known | {"z": "x"})
    assert when.names <= {"a", "b", "c"}
