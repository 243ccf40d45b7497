"""A form is begun with what is known, left and returned to, and is nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from alatau.access.desk_visit import open_desk_visit
from alatau.access.representations import list_representations_held
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.models import JournalLine
from alatau.services.catalogue.errors import FileNotTakenError, NotForYouError, RequestDecidedError, RequestSentError
from alatau.services.catalogue.expire import erase_drafts
from alatau.services.catalogue.read import find_draft, get_request, list_requests, read_file
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.requests import (
    DRAFT_DAYS,
    add_file,
    recognise,
    remove_file,
    save_draft,
    start_request,
    withdraw_request,
)
from alatau.services.catalogue.send import send_request
from alatau.services.catalogue.services import get_service
from alatau.services.catalogue.values import Found
from alatau.services.models import RequestFile, ServiceRequest
from tests.people import bakery, official, resident
from tests.services.catalogue.stage import (
    ADDRESS,
    BUSINESS,
    FLOOD,
    KINDERGARTEN,
    MARRIAGE,
    PDF,
    again,
    ask,
    fill,
)


def _held(by, name, *, at):
    person_id = resident(name).person_id
    return next(view.id for view in list_representations_held(by.person_id, at=at) if view.represented_id == person_id)


def test_begun_form_holds_what_registers_say(registers, aigerim, city):
    registers.holds("residence", aigerim.person_id, address_code="KZ1", registration_kind="permanent")
    view = get_request(start_request(ADDRESS, None, by=aigerim, at=city), by=aigerim)
    assert view.evidence["residence"].found is Found.FOUND
    assert view.evidence["residence"].rows[0]["address_code"] == "KZ1"
    assert registers.looks == [("residence",)]


def test_rows_that_do_not_count_are_left_out(registers, aigerim, city):
    registers.holds("residence", aigerim.person_id, address_code="KZ1", registration_kind="dacha")
    view = get_request(start_request(ADDRESS, None, by=aigerim, at=city), by=aigerim)
    assert view.evidence["residence"].rows == ()


def test_missing_row_is_nothing_only_where_the_register_covers_and_is_fresh(registers, aigerim, city):
    before = get_request(start_request(ADDRESS, None, by=aigerim, at=city), by=aigerim)
    registers.deliver("residence")
    after = get_request(start_request(ADDRESS, None, by=aigerim, at=city), by=aigerim)
    assert (before.evidence["residence"].found, after.evidence["residence"].found) == (Found.UNKNOWN, Found.ABSENT)


def test_only_columns_the_service_draws_on_are_kept(registers, aigerim, city):
    registers.holds(
        "residence", aigerim.person_id, address_code="KZ1", registration_kind="permanent", has_owner_consent=True
    )
    view = get_request(start_request(ADDRESS, None, by=aigerim, at=city), by=aigerim)
    assert "has_owner_consent" not in view.evidence["residence"].rows[0]


def test_begun_form_is_the_same_one_when_begun_again(registers, aigerim, city):
    first = fill(ADDRESS, aigerim, at=city, purpose="bank")
    assert start_request(ADDRESS, None, by=aigerim, at=city) == first
    assert find_draft(ADDRESS, by=aigerim).answers == {"purpose": "bank"}


def test_answers_of_pages_stand_beside_each_other(registers, aigerim, city):
    request_id = fill(MARRIAGE, aigerim, at=city, role="bride")
    save_draft(request_id, {"surname": "own"}, by=aigerim, at=city)
    assert get_request(request_id, by=aigerim).answers == {"role": "bride", "surname": "own"}


def test_answers_lie_sealed_in_the_table(registers, aigerim, city):
    request_id = fill(ADDRESS, aigerim, at=city, purpose="for a secret bank")
    assert b"secret" not in bytes(ServiceRequest.objects.get(id=request_id).answers)


def test_nobody_else_opens_a_request(registers, aigerim, bolat, city):
    request_id = fill(ADDRESS, aigerim, at=city)
    for refused in (get_request, lambda each, by: save_draft(each, {}, by=by, at=city)):
        with pytest.raises(NotFoundError):
            refused(request_id, by=bolat)
    with pytest.raises(NotFoundError):
        send_request(request_id, by=bolat, at=city)
    assert list_requests(by=bolat) == []


def test_absent_request_reads_like_anothers(registers, aigerim, city):
    with pytest.raises(NotFoundError):
        get_request(uuid4(), by=aigerim)
    with pytest.raises(NotFoundError):
        send_request(uuid4(), by=aigerim, at=city)


def test_mother_asks_for_her_child_and_both_lists_show_it(registers, aigerim, city):
    amina = resident("amina")
    request_id = fill(KINDERGARTEN, aigerim, at=city, whose=_held(aigerim, "amina", at=city))
    view = get_request(request_id, by=aigerim)
    acting = replace(aigerim, for_person_id=amina.person_id, ground_id=_held(aigerim, "amina", at=city))
    assert (view.person_id, view.asked_by) == (amina.person_id, "parent")
    assert [each.id for each in list_requests(by=acting)] == [request_id]


def test_service_for_parents_is_not_for_somebody_themselves(registers, aigerim, city):
    with pytest.raises(NotForYouError):
        start_request(KINDERGARTEN, None, by=aigerim, at=city)


def test_somebody_elses_right_to_act_gives_nobody_a_form(registers, aigerim, bolat, city):
    with pytest.raises(NotForYouError):
        start_request(ADDRESS, _held(aigerim, "gulnara", at=city), by=bolat, at=city)


def test_who_acts_for_a_firm_does_not_ask_for_themselves(registers, city):
    nurlan = replace(resident("nurlan").actor, for_organisation_id=bakery())
    with pytest.raises(NotForYouError):
        start_request(BUSINESS, None, by=nurlan, at=city)


def test_unknown_service_is_not_found(registers, aigerim, city):
    with pytest.raises(NotFoundError):
        start_request("00000000", None, by=aigerim, at=city)


def test_sent_request_takes_no_more_answers(registers, aigerim, city):
    view = ask(ADDRESS, aigerim, at=city)
    with pytest.raises(RequestSentError):
        save_draft(view.id, {"purpose": "another"}, by=aigerim, at=city)


def test_draft_is_erased_when_it_is_taken_back(registers, aigerim, city):
    request_id = fill(ADDRESS, aigerim, at=city)
    withdraw_request(request_id, by=aigerim, at=city)
    assert not ServiceRequest.objects.filter(id=request_id).exists()


def test_request_with_officials_can_be_taken_back_once(registers, aigerim, city):
    view = ask(ADDRESS, aigerim, at=city)
    for _ in range(2):
        withdraw_request(view.id, by=aigerim, at=city)
    assert again(view, aigerim).status is RequestStatus.WITHDRAWN
    assert JournalLine.objects.filter(action="services.request.withdrawn").count() == 1


def test_decided_request_cannot_be_taken_back(registers, aigerim, city):
    registers.holds("residence", aigerim.person_id, address_code="KZ1", registration_kind="permanent")
    view = ask(ADDRESS, aigerim, at=city)
    with pytest.raises(RequestDecidedError):
        withdraw_request(view.id, by=aigerim, at=city)


def test_draft_that_nobody_touched_is_erased_with_its_files(registers, aigerim, city):
    request_id = fill(FLOOD, aigerim, at=city)
    add_file(request_id, _photos(), name="a.pdf", content=PDF, by=aigerim, at=city)
    last = replace(city, city_at=city.city_at + timedelta(days=DRAFT_DAYS))
    assert erase_drafts(at=last) == 0
    assert erase_drafts(at=replace(city, city_at=last.city_at + timedelta(days=1))) == 1
    assert not RequestFile.objects.exists()


def _photos():
    return get_service(FLOOD).field_of("photos")


def test_file_is_kept_once_and_can_be_taken_out(registers, aigerim, city):
    request_id = fill(FLOOD, aigerim, at=city)
    first = add_file(request_id, _photos(), name="a.pdf", content=PDF, by=aigerim, at=city)
    assert add_file(request_id, _photos(), name="b.pdf", content=PDF, by=aigerim, at=city) == first
    assert read_file(request_id, first) == ("application/pdf", PDF)
    remove_file(request_id, first, by=aigerim, at=city)
    assert get_request(request_id, by=aigerim).files == ()


def test_one_file_too_many_is_refused(registers, aigerim, city):
    request_id, field = fill(FLOOD, aigerim, at=city), _photos()
    for number in range(field.most):
        add_file(request_id, field, name="a.pdf", content=PDF + bytes([number]), by=aigerim, at=city)
    with pytest.raises(FileNotTakenError) as refused:
        add_file(request_id, field, name="a.pdf", content=PDF + b"more", by=aigerim, at=city)
    assert refused.value.facts == {"why": "count"}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"MZ a program", "kind"),
        ("paper.pdf.exe", PDF, "name"),
        ("photo.png", b"\xff\xd8\xff jpeg", "name"),
        ("a.pdf", PDF + bytes(8 * 1024 * 1024), "size"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(name, content, why):
    with pytest.raises(FileNotTakenError) as refused:
        recognise(name, content)
    assert refused.value.facts == {"why": why}
    assert refused.value.sentence()


@pytest.mark.parametrize("name", ["photo.jpg", "photo.JPEG"])
def test_picture_may_be_called_either_way(name):
    assert recognise(name, b"\xff\xd8\xff jpeg") == "image/jpeg"


def test_at_a_desk_the_official_asks_for_whom_they_serve(registers, city):
    gulnara, dana = resident("gulnara").person_id, official("dana")
    open_desk_visit(gulnara, document_kind="identity_card", case_id=None, by=dana.actor, at=read_clocks())
    registers.holds("residence", gulnara, address_code="KZ7", registration_kind="permanent")
    view = ask(ADDRESS, dana.actor, at=city)
    assert (view.asker_id, view.person_id, view.status) == (gulnara, gulnara, RequestStatus.GRANTED)
