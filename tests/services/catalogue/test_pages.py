"""The catalogue and its forms as a person meets them, without a line of JavaScript."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alatau.services.catalogue.read import list_requests
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.services import list_services
from tests.people import official, resident, sign_in
from tests.services.catalogue.stage import (
    ADDRESS,
    BUSINESS,
    FLOOD,
    KINDERGARTEN,
    LICENCE,
    PDF,
    RESTRICTION,
    ask,
    hold_licence,
    owe_fee,
)


@pytest.fixture
def client(client, settings):
    """A browser that reads the city in English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def browser(client, registers):
    """A browser in which Aigerim is signed in; her home is registered."""
    who = resident("aigerim")
    sign_in(client, who)
    registers.holds("residence", who.person_id, address_code="KZ1", registration_kind="permanent")
    return client


def _text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def _begin(browser, code, **given):
    answer = browser.post(f"/services/{code}/start/", {"whose": "self"} | given, follow=True)
    return answer, answer.redirect_chain[-1][0]


def test_catalogue_lists_every_service_to_everybody(client, city):
    page = client.get("/services/").content.decode()
    for service in list_services():
        assert f'href="/services/{service.code}/"' in page


def test_catalogue_shows_a_resident_what_is_under_way(browser, aigerim, city):
    ask(FLOOD, aigerim, at=city, damaged=["home"], has_shelter=True, phone="+77000000001")
    page = browser.get("/services/").content.decode()
    assert '<span class="count">1</span>' in page
    for address in ("/messages/", "/documents/", "/cases/", "/me/looks/", "/me/consents/"):
        assert f'href="{address}"' in page


def test_page_of_a_service_says_what_who_how_long_and_how_much(client, city):
    said = _text(client.get(f"/services/{LICENCE}/"))
    for words in ("Renewal of a driving licence", "5 407 tenge", "1 working day", "Sign in and begin", "article 73"):
        assert words in said


@pytest.mark.parametrize("code", ["00000000", "99999999"])
def test_code_of_no_service_leads_nowhere(client, city, code):
    assert client.get(f"/services/{code}/").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_every_page_of_a_service_draws_in_every_language(client, city, settings, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for service in list_services():
        assert client.get(f"/services/{service.code}/").status_code == 200, service.key


def test_whole_way_from_the_service_to_the_paper(browser, aigerim, city):
    answer, address = _begin(browser, ADDRESS)
    assert "What do you need it for?" in _text(browser.get(address.replace("review", "questions/purpose")))
    answer = browser.post(address.replace("review", "questions/purpose"), {"purpose": "the bank"}, follow=True)
    said = _text(answer)
    assert "Check and send" in said
    assert "the bank" in said
    assert "KZ1" in said
    [request] = list_requests(by=aigerim)
    done = browser.post(f"/services/requests/{request.id}/send/", follow=True)
    assert "Granted" in _text(done)
    assert f"/documents/{list_requests(by=aigerim)[0].document_id}" in done.content.decode()


def test_left_form_goes_on_where_it_was_left(browser, city, registers):
    registers.deliver("entrepreneurs")
    _answer, address = _begin(browser, BUSINESS)
    browser.post(address, {"regime": "simplified"})
    _again, following = _begin(browser, BUSINESS)
    assert (address.split("/")[-2], following.split("/")[-2]) == ("regime", "activity")
    assert "Go on where you left" in _text(browser.get(f"/services/{BUSINESS}/"))


def test_wrong_answer_is_said_and_what_was_typed_stays(browser, city):
    _answer, address = _begin(browser, FLOOD)
    browser.post(address, {"damaged": ["animals"]})
    answer = browser.post(address, {"damaged": ["animals"], "animals": "many"})
    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()


def test_answer_that_opens_a_branch_asks_the_next_question_on_the_page(browser, city):
    _answer, address = _begin(browser, FLOOD)
    following = browser.post(address, {"damaged": ["animals"]}, follow=True)
    assert "How many animals?" in _text(following)


def test_changed_answer_leads_back_to_the_review(browser, aigerim, city):
    _answer, address = _begin(browser, ADDRESS)
    question = address.replace("review", "questions/purpose")
    assert browser.post(f"{question}?from=review", {"purpose": "school"}).headers["Location"] == address


def test_file_is_added_and_the_page_waits_for_one(browser, aigerim, city, registers):
    hold_licence(registers, aigerim.person_id)
    _answer, address = _begin(browser, LICENCE)
    refused = browser.post(address, {"medical": SimpleUploadedFile("a.exe", b"MZ")})
    assert refused.status_code == 422
    empty = browser.post(address, {}, follow=True)
    assert "Add at least one file" in _text(empty)
    kept = browser.post(address, {"medical": SimpleUploadedFile("a.pdf", PDF), "add": "yes"}, follow=True)
    assert "File 1" in _text(kept)
    [request] = list_requests(by=aigerim)
    saved = browser.get(f"/services/requests/{request.id}/files/{request.files[0].id}/")
    assert (saved.content, saved.headers["Content-Disposition"]) == (PDF, 'attachment; filename="draft-1.pdf"')


def test_review_says_why_a_form_cannot_be_sent(client, registers, city):
    sign_in(client, resident("dias"))
    _answer, address = _begin(client, RESTRICTION)
    client.post(address, {"months": "12"})
    answer = client.post(address.replace("/term/", "/sure/"), {"is_sure": "yes"}, follow=True)
    assert "from the age of twenty-one" in _text(answer)
    assert "/send/" not in answer.content.decode()


def test_mother_chooses_for_whom_she_asks(browser, city):
    page = browser.get(f"/services/{KINDERGARTEN}/").content.decode()
    assert page.count('name="whose"') == 2
    assert "For whom?" in page


def test_service_for_others_says_so(client, registers, city):
    sign_in(client, resident("emma"))
    assert "You cannot ask for this service" in _text(client.get(f"/services/{KINDERGARTEN}/"))


def test_request_of_somebody_else_is_not_found(client, browser, bolat, city):
    theirs = ask(FLOOD, bolat, at=city, damaged=["home"], has_shelter=True, phone="+77000000001")
    for path in ("", "review/", "questions/damage/"):
        assert browser.get(f"/services/requests/{theirs.id}/{path}").status_code == 404


def test_fee_is_paid_from_the_page_of_the_request(browser, aigerim, city, registers):
    hold_licence(registers, aigerim.person_id)
    view = owe_fee(aigerim, at=city)
    page = browser.get(f"/services/requests/{view.id}/").content.decode()
    assert view.status is RequestStatus.FEE_DUE
    assert f'href="/money/bills/{view.bill_id}/"' in page


def test_official_of_the_case_reads_what_was_asked_and_why(client, registers, aigerim, city):
    view = ask(FLOOD, aigerim, at=city, damaged=["home"], has_shelter=True, phone="+77000000001")
    sign_in(client, official("dana"))
    said = _text(client.get(f"/services/cases/{view.case_id}/"))
    for words in (view.number, "not found in a declared zone", "The law leaves this decision to an official", "Home"):
        assert words in said


def test_official_without_the_right_reads_nothing(client, registers, aigerim, city):
    view = ask(FLOOD, aigerim, at=city, damaged=["home"], has_shelter=True, phone="+77000000001")
    sign_in(client, official("yerlan"))
    assert client.get(f"/services/cases/{view.case_id}/").status_code == 403


def test_programs_read_the_catalogue_and_the_form(client, city):
    listed = client.get("/api/services?language=kk").json()
    schema = client.get(f"/api/services/{ADDRESS}/schema?language=ru").json()
    assert {each["code"] for each in listed} == {service.code for service in list_services()}
    assert schema["title"] == "Адресная справка"
    assert client.get("/api/services/00000000/schema").status_code == 404
