"""Whatever service the content writes: its form ends, its outcome can be said, and nothing in it leads nowhere."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from jsonschema import Draft202012Validator

from alatau.core.content import content
from alatau.registry.declare import get_register
from alatau.services.catalogue.fees import fee_on, find_fee
from alatau.services.catalogue.form_flow import list_known, list_questions
from alatau.services.catalogue.forms import PageForm
from alatau.services.catalogue.names import list_needed_columns, list_sources
from alatau.services.catalogue.present import list_shelves, price_of, say_deadline
from alatau.services.catalogue.say import list_row_choices, say_answer, say_source
from alatau.services.catalogue.schema import schema_of
from alatau.services.catalogue.services import list_services
from alatau.services.catalogue.values import FieldType, Found, OutcomeKind
from tests.services.catalogue.filled import TODAY, fill, open_form

KEYS = [service.key for service in list_services()]
BY_KEY = {service.key: service for service in list_services()}
LANGUAGES = [language.code for language in content().languages]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("found", [Found.FOUND, Found.UNKNOWN])
def test_form_comes_to_an_end_whatever_registers_say(key, found):
    for last in (False, True):
        known, _files = fill(open_form(BY_KEY[key], found=found), last=last)
        assert all(known.find(field.key) is not None for field in _needed(known))


def _needed(known):
    return [
        each
        for page in known.list_pages()
        for each in known.list_fields(page)
        if each.is_required and each.type is not FieldType.FILES
    ]


@pytest.mark.parametrize("key", KEYS)
def test_outcome_is_said_in_every_language(key):
    known, _files = fill(open_form(BY_KEY[key]))
    for language in LANGUAGES:
        with override(language):
            said = [say_source(known, source) for source in list_sources(known.service.outcome)]
            answers = [say_answer(known, field, known.answer_of(field)) for field in known.service.fields]
        assert all(isinstance(each, str) and each for each in (*said, *answers))


@pytest.mark.parametrize("key", KEYS)
def test_answers_of_a_filled_form_fit_its_schema(key):
    known, files = fill(open_form(BY_KEY[key], found=Found.UNKNOWN))
    shown = {field.key for page in known.list_pages() for field in known.list_fields(page)}
    said = {name: value for name, value in known.answers.items() if name in shown and value is not None}
    said |= {name: ["00000000-0000-4000-8000-000000000000"] for name in files}
    Draft202012Validator(schema_of(known.service, language="en")).validate(said)


@pytest.mark.parametrize("key", KEYS)
def test_every_page_of_a_form_draws_its_boxes(key):
    known = open_form(BY_KEY[key])
    for page in known.service.pages:
        form = PageForm(questions=list(page.fields), known=known)
        wanted = [field.key for field in page.fields if field.type is not FieldType.FILES]
        assert list(form.fields) == wanted
        assert all(form[name].label for name in wanted)


@pytest.mark.parametrize("key", KEYS)
def test_nothing_is_asked_that_a_register_holds(key):
    known = open_form(BY_KEY[key])
    for page in known.service.pages:
        asked, shown = list_questions(known, page), list_known(known, page)
        assert not {field.key for field in asked} & {field.key for field in shown}
        assert all(known.known_answer(field) is not None for field in shown)


ROWS = [key for key in KEYS if BY_KEY[key].outcome.kind is OutcomeKind.REGISTER_ROW]


@pytest.mark.parametrize("key", ROWS)
def test_row_of_an_outcome_has_what_its_register_needs(key):
    known, _files = fill(open_form(BY_KEY[key]))
    register = get_register(known.service.outcome.register)
    given = {name: known.resolve(source) for name, source in known.service.outcome.row.items()}
    needed = {column.name for column in register.columns.values() if column.is_required}
    assert all(given[name] not in (None, "") for name in needed)


@pytest.mark.parametrize("key", KEYS)
def test_only_columns_that_are_drawn_on_are_kept(key):
    service = BY_KEY[key]
    for evidence in service.evidence.values():
        if evidence.register:
            columns = get_register(evidence.register).columns
            kept = list_needed_columns(service, evidence.key)
            assert kept <= columns.keys()
            assert len(kept) < len(columns) or len(columns) <= len(evidence.shows) + 1


@pytest.mark.parametrize("key", [key for key in KEYS if BY_KEY[key].fee])
def test_fee_is_a_whole_sum_of_the_currency(key):
    service = BY_KEY[key]
    fee = fee_on(service.fee, TODAY)
    assert fee.units > 0
    assert fee.units % content().currency.units_per_whole == 0
    assert price_of(service, on=TODAY) == fee
    assert find_fee(open_form(service, found=Found.ABSENT)) in (fee, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_deadline_is_said_in_words(language):
    with override(language):
        assert all(say_deadline(service) for service in list_services())


def test_every_row_question_offers_the_rows_of_its_register():
    for service in list_services():
        known = open_form(service)
        for field in service.fields:
            if field.type is FieldType.ROW:
                [(row, words)] = list_row_choices(known, field)
                assert row == "r1"
                assert words


def test_shelves_hold_every_service_once_and_no_empty_place():
    shelves = list_shelves()
    shown = [service.code for _field, found in shelves for shelf in found for service in shelf.services]
    assert sorted(shown) == sorted(service.code for service in list_services())
    assert all(found and all(shelf.services for shelf in found) for _field, found in shelves)


def test_kinds_of_outcome_are_all_in_use():
    assert {service.outcome.kind for service in list_services()} == set(OutcomeKind)
