"""What people wrote with requests decided long ago is erased; that they asked, and what came of it, stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alatau.core.retention import find_retention_class
from alatau.services.catalogue.forget import forget_requests
from alatau.services.models import RequestFile, ServiceRequest
from tests.services.catalogue.stage import ADDRESS, FLOOD, again, ask, hold_licence, owe_fee

AGES = timedelta(days=6 * 366)


def _forget(city, *, limit=10):
    return forget_requests(before=(replace(city, city_at=city.city_at + AGES)).city_at, limit=limit)


def test_answers_and_evidence_of_old_requests_are_erased_once(registers, aigerim, city):
    registers.holds("residence", aigerim.person_id, address_code="KZ1", registration_kind="permanent")
    view = ask(ADDRESS, aigerim, at=city, purpose="the bank")
    assert (_forget(city), _forget(city)) == (1, 0)
    after = again(view, aigerim)
    assert (after.answers, after.evidence) == ({}, {})
    assert (after.number, after.status, after.document_id) == (view.number, view.status, view.document_id)


def test_open_requests_keep_what_officials_need(registers, aigerim, city):
    ask(FLOOD, aigerim, at=city, damaged=["home"], has_shelter=True, phone="+77000000001")
    hold_licence(registers, aigerim.person_id)
    owe_fee(aigerim, at=city)
    assert _forget(city) == 0
    assert RequestFile.objects.count() == 1


def test_requests_of_this_year_are_kept(registers, aigerim, city):
    registers.holds("residence", aigerim.person_id, address_code="KZ1", registration_kind="permanent")
    ask(ADDRESS, aigerim, at=city)
    assert forget_requests(before=city.city_at - timedelta(days=1), limit=10) == 0
    assert bytes(ServiceRequest.objects.get().evidence)


def test_state_says_how_long_requests_are_kept():
    assert find_retention_class("services.request").kept_months == 60
