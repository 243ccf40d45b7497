"""Each service of the state can be asked for to its end, whatever the registers know."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from alatau.access.representations import list_representations_held
from alatau.services.catalogue.read import get_request
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.requests import add_file, save_draft, start_request
from alatau.services.catalogue.send import send_request
from alatau.services.catalogue.services import list_services
from alatau.services.catalogue.values import FieldType, FormField, OutcomeKind, Service
from tests.people import resident
from tests.services.catalogue.stage import PDF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from alatau.core.values import Moment

#: Where a request may stand once it was sent: granted, waiting for its fee, or with an official.
SENT = {RequestStatus.GRANTED, RequestStatus.FEE_DUE, RequestStatus.WITH_STAFF}
#: Past this age Gulnara asks.
OLD = 30
#: Each says in its own test what it ends in.
OWN_TESTS = {OutcomeKind.RESTRICTION}


def answer(field: FormField, *, on: date) -> object:
    """Return the first answer that a question takes."""
    given = {
        FieldType.NUMBER: field.least if field.least is not None else 1,
        FieldType.AMOUNT: 100_000,
        FieldType.DAY: (on + timedelta(days=max(field.least or 0, min(0, field.most or 0)))).isoformat(),
        FieldType.YES_NO: True,
        FieldType.PERSON_NUMBER: "910514700011",
        FieldType.ORGANISATION_NUMBER: "990140700019",
        FieldType.PHONE: "+77000000001",
        FieldType.EMAIL: "aigerim@example.org",
        FieldType.ACCOUNT: "KZ030000000000000001",
    }
    if field.type is FieldType.CHOICE:
        return field.options[0].key
    if field.type is FieldType.CHOICES:
        return [field.options[0].key]
    return given.get(field.type, "as it is")


def choose_who(service: Service) -> str:
    """Return who of the sample city asks: a firm's signatory, somebody old enough, or the mother of two."""
    if service.who == ("signatory",):
        return "nurlan"
    ages = [test.least or 0 for each in service.conditions for test in each.when.tests if test.name == "person.age"]
    return "gulnara" if max(ages, default=0) > OLD else "aigerim"


def ask_for(service: Service, *, at: Moment) -> RequestStatus:
    """Ask for a service as the first who may, and return where the request stands."""
    by = resident(choose_who(service)).actor
    whose = None
    if "self" not in service.who:
        held = list_representations_held(by.person_id, at=at)
        whose = next(each.id for each in held if each.kind in service.who)
    request_id = start_request(service.code, whose, by=by, at=at)
    answers = {each.key: answer(each, on=at.city_day) for each in service.fields if each.type is not FieldType.FILES}
    save_draft(request_id, answers, by=by, at=at)
    for each in service.fields:
        if each.type is FieldType.FILES:
            add_file(request_id, each, name="paper.pdf", content=PDF, by=by, at=at)
    send_request(request_id, by=by, at=at)
    return get_request(request_id, by=by).status


def list_ends(services: Iterable[Service], *, at: Moment) -> dict[str, RequestStatus]:
    ends = {}
    for service in services:
        with transaction.atomic():
            ends[service.key] = ask_for(service, at=at)
    return ends


def list_askable() -> list[Service]:
    return [service for service in list_services() if service.outcome.kind not in OWN_TESTS]


def choose_services() -> Collection[Service]:
    """Return a service of each kind; all of them where time was asked for."""
    kinds = {(each.outcome.kind, each.outcome.by, each.who, each.fee is None): each for each in list_askable()}
    return list_askable() if "ALATAU_FAULT_SEEDS" in os.environ else kinds.values()


@pytest.mark.faults
def test_services_can_be_asked_for_to_their_end_whatever_registers_know(registers, city):
    ends = list_ends(choose_services(), at=city)
    assert {key: end for key, end in ends.items() if end not in SENT} == {}
