"""A request that was sent ends at once, waits for its fee, or reaches an official with its reason; never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alatau.access.representations import list_representations_held
from alatau.core.models import JournalLine
from alatau.desk.models import Case
from alatau.desk.task_types import get_type
from alatau.messages.models import Message
from alatau.money.bills.read import get_bill
from alatau.money.bills.values import BillId, BillStatus
from alatau.papers.models import Document
from alatau.registry.models import InboxRow
from alatau.services.catalogue.conclude import conclude_request, reopen_request, take_fee
from alatau.services.catalogue.errors import ConditionNotMetError, RequestIncompleteError
from alatau.services.catalogue.reasons import say_reasons
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.requests import withdraw_request
from alatau.services.catalogue.send import send_request
from alatau.services.catalogue.services import get_service
from alatau.services.models import Ticket
from tests.people import resident
from tests.services.catalogue.stage import (
    ADDRESS,
    BUSINESS,
    FLOOD,
    KINDERGARTEN,
    MARRIAGE,
    NO_CONVICTION,
    RESTRICTION,
    again,
    ask,
    fill,
    hold_licence,
    owe_fee,
)


@pytest.fixture
def housed(registers, aigerim):
    """Aigerim is registered at an address."""
    registers.holds("residence", aigerim.person_id, address_code="KZ1", registration_kind="permanent")
    return aigerim


def test_paper_comes_at_once_where_the_law_asks_for_no_judgement(housed, city):
    view = ask(ADDRESS, housed, at=city, purpose="the bank")
    document = Document.objects.get(id=view.document_id)
    assert (view.status, view.case_id) == (RequestStatus.GRANTED, None)
    assert (document.template, document.subject_id) == ("service_result", housed.person_id)
    assert view.number.startswith("S-2026-")


def test_sent_twice_is_sent_once(housed, city):
    first = ask(ADDRESS, housed, at=city)
    assert send_request(first.id, by=housed, at=city) == first
    assert Document.objects.count() == 1
    assert JournalLine.objects.filter(action="services.request.granted").count() == 1


def test_numbers_of_requests_follow_each_other(housed, city):
    numbers = [int(ask(ADDRESS, housed, at=city).number.rpartition("-")[2]) for _ in range(2)]
    assert numbers[1] == numbers[0] + 1


def test_what_no_register_shows_goes_to_an_official_with_the_reason(registers, aigerim, city):
    registers.deliver("residence")
    view = ask(ADDRESS, aigerim, at=city)
    case = Case.objects.get(id=view.case_id)
    assert view.status is RequestStatus.WITH_STAFF
    assert (case.type, case.facts["reasons"]) == (f"service.{ADDRESS}", ["condition.0"])
    assert "no address" in say_reasons(view.service, case.facts)[0]


def test_kind_of_case_bears_the_services_name_law_and_time(registers, aigerim, city):
    kind, service = get_type(f"service.{MARRIAGE}"), get_service(MARRIAGE)
    assert (kind.name, kind.deadline.law, kind.deadline.days) == (service.name, service.law, 15)


def test_row_that_its_person_contests_decides_nothing_by_itself(registers, aigerim, city, monkeypatch):
    row = registers.holds("residence", aigerim.person_id, address_code="KZ1", registration_kind="permanent")
    contest = type("Contest", (), {"row_key": row.key, "answer": None})
    monkeypatch.setattr("alatau.services.catalogue.evidence.list_contests", lambda _person: [contest])
    view = ask(ADDRESS, aigerim, at=city)
    assert Case.objects.get(id=view.case_id).facts["reasons"] == ["contested"]


def test_business_is_in_the_register_at_once(registers, aigerim, city):
    registers.deliver("entrepreneurs")
    view = ask(BUSINESS, aigerim, at=city, regime="simplified", activity_code="10710")
    row = InboxRow.objects.get(register_key="entrepreneurs")
    assert view.status is RequestStatus.GRANTED
    assert (row.subject, row.columns["regime"]) == (str(aigerim.person_id), "simplified")
    assert row.columns["registered_on"] == city.city_day.isoformat()


def test_row_that_the_register_refuses_comes_to_an_official_and_leaves_nothing(registers, aigerim, city):
    registers.deliver("entrepreneurs")
    view = ask(BUSINESS, aigerim, at=city, regime="no such regime", activity_code="10710")
    assert (view.status, view.document_id) == (RequestStatus.WITH_STAFF, None)
    assert Case.objects.get(id=view.case_id).facts["reasons"] == ["registry.row_refused"]
    assert not InboxRow.objects.exists()


def test_open_question_is_named_and_nothing_is_sent(registers, aigerim, city):
    request_id = fill(MARRIAGE, aigerim, at=city, role="bride")
    with pytest.raises(RequestIncompleteError) as refused:
        send_request(request_id, by=aigerim, at=city)
    assert refused.value.facts["page"] == "couple"
    assert "personal number" in refused.value.sentence()


def test_question_of_a_branch_is_asked_only_on_that_branch(registers, aigerim, city):
    given = {"role": "bride", "other_number": "x", "wedding_day": "2026-07-01", "solemn": True}
    request_id = fill(MARRIAGE, aigerim, at=city, **given, surname="double")
    with pytest.raises(RequestIncompleteError) as refused:
        send_request(request_id, by=aigerim, at=city)
    assert refused.value.facts["page"] == "surnames"


def test_too_young_for_the_restriction_is_told_why_before_sending(registers, city, monkeypatch):
    dias = resident("dias").actor
    with pytest.raises(ConditionNotMetError) as refused:
        ask(RESTRICTION, dias, at=city, months="12", is_sure=True)
    assert "twenty-one" in refused.value.sentence()


def test_restriction_holds_from_the_moment_it_is_sent(registers, aigerim, city):
    view = ask(RESTRICTION, aigerim, at=city, months="12", is_sure=True)
    assert view.status is RequestStatus.GRANTED


def test_nothing_recorded_gives_the_certificate_and_a_record_gives_an_official(registers, aigerim, bolat, city):
    registers.deliver("convictions")
    registers.holds("convictions", bolat.person_id, article="188")
    granted = ask(NO_CONVICTION, aigerim, at=city, reader="work")
    looked = ask(NO_CONVICTION, bolat, at=city, reader="work")
    assert (granted.status, looked.status) == (RequestStatus.GRANTED, RequestStatus.WITH_STAFF)
    assert looked.evidence["convictions"].rows[0].keys() == {"row_key", "is_contested"}


def test_child_enters_the_queue_of_kindergartens(registers, aigerim, city):
    amina = resident("amina").person_id
    held = {view.represented_id: view.id for view in list_representations_held(aigerim.person_id, at=city)}
    view = ask(KINDERGARTEN, aigerim, at=city, whose=held[amina], language="kk", zone="golden")
    ticket = Ticket.objects.get(id=view.ticket_id)
    assert (ticket.person_id, ticket.asked_by, ticket.zone) == (amina, aigerim.person_id, "golden")


def test_flood_reaches_the_commission_by_the_day_the_person_was_told(registers, aigerim, city):
    view = ask(FLOOD, aigerim, at=city, damaged=["home"], has_shelter=True, phone="+77000000001")
    case = Case.objects.get(id=view.case_id)
    assert case.facts["reasons"] == ["condition.0", "judgement"]
    assert view.due_at == case.due_at
    assert view.due_at.date() >= city.city_day + timedelta(days=14)


@pytest.fixture
def renewing(registers, aigerim, city):
    """Aigerim sent the renewal of her licence, and owes the fee."""
    hold_licence(registers, aigerim.person_id)
    return owe_fee(aigerim, at=city)


def test_fee_is_a_bill_and_nothing_begins_before_it_is_paid(renewing, aigerim, city):
    bill = get_bill(BillId(renewing.bill_id), on=city.city_day)
    assert (renewing.status, renewing.document_id) == (RequestStatus.FEE_DUE, None)
    assert (bill.amount, bill.debtor_id) == (renewing.fee, aigerim.person_id)
    # 1.25 of the index of 2026, rounded up to a whole tenge.
    assert bill.amount.units == 5_407_00


def test_paid_fee_gives_the_paper_once_and_tells_the_person(renewing, aigerim, city):
    for _ in range(2):
        take_fee(renewing.bill_id, at=city)
    assert again(renewing, aigerim).status is RequestStatus.GRANTED
    assert Document.objects.count() == 1
    assert Message.objects.filter(template="services.request_ready").count() == 1


def test_fee_of_a_request_taken_back_is_owed_no_more(renewing, aigerim, city):
    withdraw_request(renewing.id, by=aigerim, at=city)
    assert get_bill(BillId(renewing.bill_id), on=city.city_day).status is BillStatus.CANCELLED
    take_fee(renewing.bill_id, at=city)
    assert again(renewing, aigerim).status is RequestStatus.WITHDRAWN


@pytest.fixture
def engaged(registers, aigerim, bolat, city):
    """Aigerim and Bolat ask to marry, and the fee is paid."""
    registers.deliver("marriages")
    day = (city.city_day + timedelta(days=20)).isoformat()
    number = resident("bolat").number
    view = ask(
        MARRIAGE, aigerim, at=city, role="bride", other_number=number, wedding_day=day, solemn=False, surname="own"
    )
    take_fee(view.bill_id, at=city)
    return again(view, aigerim)


def test_what_officials_grant_is_written_into_the_register(engaged, aigerim, bolat, city):
    later = replace(city, city_at=city.city_at + timedelta(days=20))
    for _ in range(2):
        conclude_request(engaged.case_id, outcome="granted", at=later)
    row = InboxRow.objects.get(register_key="marriages")
    assert (row.subject, row.columns["act_number"]) == (str(bolat.person_id), engaged.number)
    assert again(engaged, aigerim).status is RequestStatus.GRANTED


def test_what_officials_refuse_is_refused_and_may_be_looked_at_anew(engaged, aigerim, city):
    conclude_request(engaged.case_id, outcome="refused", at=city)
    assert again(engaged, aigerim).status is RequestStatus.REFUSED
    reopen_request(engaged.case_id, at=city)
    assert again(engaged, aigerim).status is RequestStatus.WITH_STAFF
    assert not InboxRow.objects.exists()


def test_decision_about_another_case_changes_no_request(engaged, aigerim, city):
    conclude_request(engaged.id, outcome="granted", at=city)
    take_fee(engaged.id, at=city)
    assert again(engaged, aigerim).status is RequestStatus.WITH_STAFF


def test_grant_that_a_register_refuses_returns_to_officials_as_a_new_case(registers, aigerim, city):
    registers.deliver("entrepreneurs")
    view = ask(BUSINESS, aigerim, at=city, regime="no such regime", activity_code="10710")
    conclude_request(view.case_id, outcome="granted", at=city)
    after = again(view, aigerim)
    assert after.status is RequestStatus.WITH_STAFF
    assert after.case_id != view.case_id
    assert after.document_id is None
