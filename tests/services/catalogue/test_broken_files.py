"""What authors can write wrongly in a service is refused, with the place and what to correct."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.services.catalogue.errors import ServiceContentError
from alatau.services.catalogue.read_conditions import read_when
from alatau.services.catalogue.services import read_catalogue
from alatau.services.catalogue.tables import Problem, check_table, read_text, read_words

CATALOGUE = Path(__file__).resolve().parents[3] / "qazaqstan" / "services" / "catalogue"
FIELDS = (CATALOGUE / "fields.toml").read_text(encoding="utf-8")
CONSENT = '[[page]]\nkey = "consent"'
EMPTY_PAGE = '[[page]]\nfield = []\nkey = "empty"\ntitle = { kk = "а", ru = "б", en = "c", ar = "د" }\n\n'


def _source(field, key):
    return (CATALOGUE / field / f"{key}.toml").read_text(encoding="utf-8")


def _read(folder, field, key, text, *, fields=FIELDS):
    """Read a catalogue of one service, and return why it is refused; nothing when it is not."""
    (folder / field).mkdir(exist_ok=True)
    (folder / "fields.toml").write_text(fields, encoding="utf-8")
    (folder / field / f"{key}.toml").write_text(text, encoding="utf-8")
    try:
        read_catalogue(folder)
    except ServiceContentError as refused:
        return str(refused.facts["problem"])
    return ""


MARRIAGE = ("family", "marriage")
LICENCE = ("transport", "licence_renewal")
QUEUE = ("education", "kindergarten_queue")
RIGHT = ("support", "targeted_assistance")
BUSINESS = ("business", "entrepreneur_registration")
FLOOD = ("emergencies", "flood_aid")
RESTRICTION = ("protection", "gambling_restriction")

BROKEN = {
    "fee of two kinds": (LICENCE, 'mci = "1.25"', 'mci = "1.25"\nunits = 5', "either a multiple"),
    "fee of no kind": (LICENCE, 'mci = "1.25"\n', "", "either a multiple"),
    "fee that is no number": (LICENCE, 'mci = "1.25"', 'mci = "a lot"', "is no number"),
    "fee below zero": (LICENCE, 'mci = "1.25"', 'mci = "-1"', "not above 0"),
    "fee without end": (LICENCE, 'mci = "1.25"', 'mci = "Infinity"', "not above 0"),
    "fee at no time": (LICENCE, 'when = "before"', 'when = "later"', "when of fee is later"),
    "file question without a name": (LICENCE, 'key = "medical"', "", "key is missing"),
    "row that the register does not have": (MARRIAGE, "act_number = ", "act_numbers = ", "the column act_numbers"),
    "row without what is needed": (MARRIAGE, 'registered_on = "wedding_day"\n', "", "column registered_on"),
    "constant that is no choice": (BUSINESS, 'regime = "regime"', 'regime = { is = "none" }', "none of general"),
    "case without a source": (MARRIAGE, '{ from = "other_number" }]', '{ when = { role = "x" } }]', "from or is"),
    "case on an option that is not": (MARRIAGE, 'surname = "double"', 'surname = "triple"', "never"),
    "choice without options": (MARRIAGE, 'type = "person_number"', 'type = "choice"', "has options exactly when"),
    "two options of one key": (MARRIAGE, 'key = "bride"', 'key = "groom"', "two options or more"),
    "option with a capital": (MARRIAGE, 'key = "bride"', 'key = "Bride"', "small letters"),
    "least above most": (MARRIAGE, "most = 180", "most = 3", "least above its most"),
    "two questions of one key": (MARRIAGE, 'key = "solemn"', 'key = "wedding_day"', "key of two things"),
    "two pages of one key": (MARRIAGE, 'key = "surnames"', 'key = "day"', "two pages have one key"),
    "reserved word as a key": (MARRIAGE, 'key = "solemn"', 'key = "person"', "none of asker, person, request"),
    "evidence of nothing": (MARRIAGE, 'register = "marriages"\nshows', "shows", "either a register or an event"),
    "evidence twice": (FLOOD, 'key = "home"\nregister', 'key = "zone"\nregister', "stands twice"),
    "event with columns": (FLOOD, 'event = "flood"', 'event = "flood"\nshows = ["level"]', "no columns"),
    "queue that is not": (QUEUE, 'queue = "kindergarten"', 'queue = "bread"', "the queue bread"),
    "zone that the queue does not have": (QUEUE, 'key = "gate"', 'key = "moon"', "none of the queue's zone"),
    "detail that the queue does not hear": (QUEUE, "classes = ", "colour = ", "tells the queue colour"),
    "right without a name": (RIGHT, 'rights = ["targeted_assistance"]\n', "", "rights is missing"),
    "restriction without months": (RESTRICTION, 'details = { months = "months" }', "", "details is missing"),
    "nobody": (RIGHT, 'who = ["self", "guardian_of_adult"]', "who = []", "who names nobody"),
    "role that is not": (FLOOD, 'kind = "case"', 'kind = "case"\ndecided_by = ["king"]', "the role king"),
    "case by a machine": (FLOOD, 'by = "official"', 'by = "machine"', "decided by an official"),
    "condition that asks nothing": (FLOOD, 'when = { zone = "found" }', "when = {}", "asks something"),
    "condition on an empty list": (FLOOD, 'when = { zone = "found" }', "when = { zone = [] }", "neither a value"),
    "bounds of nothing": (RIGHT, "when = { all_agree = true }", "when = { all_agree = {} }", "asks nothing"),
    "bounds of yes or no": (RIGHT, "{ all_agree = true }", "{ all_agree = { at_least = 1 } }", "never a number"),
    "known from nowhere": (RIGHT, 'type = "account"', 'type = "account"\nknown_from = "x.y"', "leads nowhere"),
    "known from another kind": (
        FLOOD, 'type = "phone"', 'type = "phone"\nknown_from = "home.lives_from"', "is a phone, and home.lives_from is",
    ),
    "rows of nothing": (FLOOD, 'type = "phone"', 'type = "row"', "row_of and row_shows"),
    "sureness that is none": (FLOOD, 'sureness = "reasoned"', 'sureness = "sure"', "sureness is sure"),
    "days that are no number": (FLOOD, "days = 14", 'days = "14"', "another type than whole number"),
    "yes for a number": (FLOOD, "days = 14", "days = true", "another type than whole number"),
    "words of another language": (FLOOD, "[words]\nkk", "[words]\nfr", "fr is not known"),
    "words that are one word": (FLOOD, 'kk = ["тасқын"', 'kk = "тасқын" # ["', "another type than list"),
    "page of no questions": (RIGHT, CONSENT, EMPTY_PAGE + CONSENT, "asks nothing"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_mistake_is_refused_with_its_place(tmp_path, case):
    (field, key), old, new, problem = BROKEN[case]
    text = _source(field, key)
    assert old in text, "the sample has changed"
    assert problem in _read(tmp_path, field, key, text.replace(old, new, 1))


@pytest.mark.parametrize("place", [MARRIAGE, LICENCE, QUEUE, RIGHT, BUSINESS, FLOOD, RESTRICTION])
def test_sample_itself_is_not_refused(tmp_path, place):
    assert _read(tmp_path, *place, _source(*place)) == ""


BROKEN_FIELDS = {
    "code of letters": ('code = "01"', 'code = "AB"', "is not of 2 digits"),
    "code twice": ('code = "02"', 'code = "01"', "share a code or a folder"),
    "folder twice": ('folder = "health"', 'folder = "family"', "share a code or a folder"),
    "situation twice": ('code = "002"', 'code = "001"', "share a code"),
    "situation of two digits": ('code = "002"', 'code = "02"', "is not of 3 digits"),
    "no authority": ("authority = ", "owner = ", "authority is missing"),
    "not TOML": ('code = "01"', "code = 01", "not TOML"),
}


@pytest.mark.parametrize("case", BROKEN_FIELDS)
def test_mistake_in_the_fields_is_refused(tmp_path, case):
    old, new, problem = BROKEN_FIELDS[case]
    said = _read(tmp_path, *FLOOD, _source(*FLOOD), fields=FIELDS.replace(old, new, 1))
    assert problem in said


def test_catalogue_without_fields_is_refused(tmp_path):
    with pytest.raises(ServiceContentError) as refused:
        read_catalogue(tmp_path)
    assert refused.value.facts["file"] == "fields.toml"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5))
def test_whatever_is_no_table_is_refused_as_text(raw):
    with pytest.raises(Problem):
        read_text(raw, where="name")


@given(st.dictionaries(st.sampled_from(["kk", "ru", "en"]), st.text(max_size=3)))
def test_text_without_a_language_is_refused(raw):
    with pytest.raises(Problem, match="does not speak"):
        read_text(raw, where="name")


@given(st.lists(st.text(max_size=3) | st.integers()))
def test_words_are_taken_only_when_all_of_them_are_words(raw):
    is_words = all(isinstance(each, str) and each.strip() for each in raw)
    if is_words:
        assert read_words(raw, where="words") == tuple(raw)
    else:
        with pytest.raises(Problem):
            read_words(raw, where="words")


@pytest.mark.parametrize("raw", [None, [], {}, "x", {"a": 1.5}, {"a": [1.5]}, {"a": {"at_least": "1"}}, [{"a": 1}, {}]])
def test_condition_that_cannot_be_read_is_refused(raw):
    with pytest.raises(Problem):
        read_when(raw, where="a page")


def test_unknown_name_is_refused_with_those_that_are_known():
    with pytest.raises(Problem, match="colour is not known in a page; known are key, title"):
        check_table({"colour": 1}, {"title": dict, "key": str}, needs=(), where="a page")
