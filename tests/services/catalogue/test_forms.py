"""Boxes that content describes take what fits and say what does not; their schema takes the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from alatau.core.content import content
from alatau.core.text import Text
from alatau.services.catalogue.form_flow import find_next, find_unanswered, list_asking, list_known
from alatau.services.catalogue.forms import PageForm, initial_of
from alatau.services.catalogue.known import Known
from alatau.services.catalogue.request_values import Answered
from alatau.services.catalogue.schema import schema_of
from alatau.services.catalogue.services import get_service, list_services
from alatau.services.catalogue.values import FieldType, FormField, Found, Option
from tests.services.catalogue.stage import ADDRESS, FLOOD, LICENCE, MARRIAGE

TODAY = date(2026, 5, 4)
WORDS = Text(kk="сұрақ", ru="вопрос", en="question", ar="سؤال")
OPTIONS = tuple(Option(key=key, label=WORDS) for key in ("a", "b"))


def _known(code=ADDRESS, *, evidence=None, **answers):
    return Known(service=get_service(code), answers=answers, evidence=evidence or {}, on=TODAY)


def _question(kind, **more):
    return FormField(key="it", type=kind, label=WORDS, length_max=more.pop("length_max", 40), **more)


def _form(question, given):
    return PageForm({"it": given}, questions=[question], known=_known())


@pytest.mark.parametrize(
    ("kind", "given", "answer"),
    [
        (FieldType.TEXT, " a bank ", "a bank"),
        (FieldType.NUMBER, "12", 12),
        (FieldType.AMOUNT, "1 500,50", 150_050),
        (FieldType.DAY, "2026-06-01", "2026-06-01"),
        (FieldType.YES_NO, "no", False),
        (FieldType.PHONE, "8 700 000 00 01", "+77000000001"),
        (FieldType.EMAIL, "a@b.example", "a@b.example"),
    ],
)
def test_answer_comes_out_in_its_one_form(kind, given, answer):
    form = _form(_question(kind), given)
    assert form.is_valid(), form.errors
    assert form.answers() == {"it": answer}


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (FieldType.TEXT, "x" * 41),
        (FieldType.TEXT, ""),
        (FieldType.NUMBER, "twelve"),
        (FieldType.NUMBER, "-1"),
        (FieldType.AMOUNT, "0"),
        (FieldType.DAY, "31.02.2026"),
        (FieldType.YES_NO, "perhaps"),
        (FieldType.PERSON_NUMBER, "123"),
        (FieldType.ORGANISATION_NUMBER, "abc"),
        (FieldType.PHONE, "12"),
        (FieldType.EMAIL, "a@"),
        (FieldType.ACCOUNT, "KZ00"),
    ],
)
def test_answer_that_does_not_fit_is_refused_with_a_sentence(kind, given):
    form = _form(_question(kind), given)
    assert not form.is_valid()
    assert form.errors["it"][0]


def test_choice_takes_its_options_alone():
    question = _question(FieldType.CHOICE, options=OPTIONS)
    assert _form(question, "a").is_valid()
    assert not _form(question, "c").is_valid()


def test_question_that_may_stay_empty_gives_nothing():
    form = _form(_question(FieldType.TEXT, is_required=False), "")
    assert form.is_valid()
    assert form.answers() == {"it": None}


@given(st.integers(-400, 400), st.integers(-30, 30), st.integers(0, 60))
def test_day_is_taken_exactly_within_its_bounds(offset, least, span):
    question = _question(FieldType.DAY, least=least, most=least + span)
    day = TODAY + timedelta(days=offset)
    assert _form(question, day.isoformat()).is_valid() == (least <= offset <= least + span)


def test_row_is_one_of_those_that_the_register_holds():
    question = replace(_question(FieldType.ROW), row_of="residence", row_shows=("address_code",))
    rows = ({"row_key": "r1", "address_code": "KZ1"}, {"row_key": "r2", "address_code": "KZ2"})
    known = _known(evidence={"residence": Answered(found=Found.FOUND, rows=rows)})
    assert PageForm({"it": "r2"}, questions=[question], known=known).is_valid()
    assert not PageForm({"it": "r3"}, questions=[question], known=known).is_valid()


def test_former_answers_stand_in_the_boxes_again():
    questions = [_question(FieldType.YES_NO), replace(_question(FieldType.AMOUNT), key="sum")]
    shown = initial_of(questions, {"it": False, "sum": 150_050})
    assert (shown["it"], str(shown["sum"])) == ("no", "1500.50")


def test_what_a_register_answers_is_shown_and_not_asked():
    service = get_service(ADDRESS)
    page = service.pages[0]
    asked = replace(page.fields[0], known_from="residence.address_code")
    known = replace(_known(), service=replace(service, pages=(replace(page, fields=(asked,)),)))
    found = replace(known, evidence={"residence": Answered(found=Found.FOUND, rows=({"address_code": "KZ1"},))})
    assert (len(list_asking(known)), list_asking(found)) == (1, [])
    assert list_known(found, found.service.pages[0]) == [asked]


def test_way_through_a_form_follows_its_branches():
    known = _known(MARRIAGE, role="bride", other_number="1", wedding_day="2026-06-01", solemn=True)
    assert find_unanswered(known, with_files=set()).key == "surnames"
    single = replace(known, answers={**known.answers, "surname": "own"})
    double = replace(known, answers={**known.answers, "surname": "double"})
    assert find_unanswered(single, with_files=set()) is None
    assert find_unanswered(double, with_files=set()).key == "surnames"


def test_page_after_the_last_is_the_review():
    known = _known(FLOOD)
    pages = [find_next(known, None)]
    while (following := find_next(known, pages[-1])) is not None:
        pages.append(following)
    assert [page.key for page in pages] == ["damage", "photos", "shelter"]


def test_file_that_must_come_keeps_its_page_open():
    known = _known(LICENCE, place="centre")
    assert find_unanswered(known, with_files=set()).key == "health"
    assert find_unanswered(known, with_files={"medical"}) is None


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_every_form_has_a_schema_that_is_one(language):
    for service in list_services():
        schema = schema_of(service, language=language)
        Draft202012Validator.check_schema(schema)
        assert schema["title"] == service.name.say(language)


def test_schema_asks_for_what_a_branch_asks():
    schema = Draft202012Validator(schema_of(get_service(MARRIAGE), language="en"))
    given = {"role": "bride", "other_number": "1", "wedding_day": "2026-06-01", "solemn": True}
    assert schema.is_valid(given | {"surname": "own"})
    assert not schema.is_valid(given | {"surname": "double"})
    assert schema.is_valid(given | {"surname": "double", "double_surname": "A-B"})
    assert not schema.is_valid(given | {"surname": "own", "unknown": 1})


ANSWERS = {
    FieldType.TEXT: st.text(min_size=0, max_size=50),
    FieldType.NUMBER: st.integers(-5, 50).map(str),
    FieldType.YES_NO: st.sampled_from(["yes", "no", "", "perhaps"]),
    FieldType.CHOICE: st.sampled_from(["a", "b", "c", ""]),
    FieldType.DAY: st.dates(date(2026, 1, 1), date(2027, 1, 1)).map(str),
    FieldType.AMOUNT: st.integers(-5, 10**6).map(str),
}


@given(st.data())
def test_what_a_form_takes_its_schema_takes_too(data):
    kind = data.draw(st.sampled_from(sorted(ANSWERS)))
    options = OPTIONS if kind is FieldType.CHOICE else ()
    question = _question(kind, options=options, is_required=data.draw(st.booleans()))
    form = _form(question, data.draw(ANSWERS[kind]))
    if not form.is_valid():
        return
    page = replace(get_service(ADDRESS).pages[0], fields=(question,))
    schema = schema_of(replace(get_service(ADDRESS), pages=(page,)), language=content().languages[0].code)
    said = {key: value for key, value in form.answers().items() if value is not None}
    assert Draft202012Validator(schema).is_valid(said)
