"""Whom a phone number pays, and a person's payments for officials: each look is the looked-up person's to see."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from alatau.access.looks import list_looks
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.models import JournalLine
from alatau.money.programs.admit import admit_program
from alatau.money.programs.values import Right
from alatau.money.values import HolderKind
from alatau.money.wallet.find import SEARCHES
from alatau.money.wallet.open import open_wallet
from tests.money.ledger import BY
from tests.people import bakery, load_people, official, resident, sign_in

FIND = "/api/money/payees/find"


@pytest.fixture
def key(db):
    load_people()
    at = read_clocks()
    open_wallet(resident("aigerim").person_id, HolderKind.PERSON, by=BY, at=at)
    return admit_program(
        "Bakery", holder_id=bakery(), holder_kind=HolderKind.ORGANISATION, rights=[Right.PAY], by=BY, at=at
    )


def phone_of(name):
    serial = next(person.phone_serial for person in content().sample_city.residents if person.key == name)
    return content().phone_numbers.synthesise(serial)


def find(key, phone):
    return Client().post(
        FIND, {"phone": phone}, content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )


def test_firm_learns_the_short_name_and_the_person_sees_which_firm_looked(key):
    told = find(key, phone_of("aigerim")).json()
    assert set(told) == {"account_id", "name", "trade"}
    assert told["name"] == "Айгерім"
    (look,) = list_looks(resident("aigerim").person_id).looks
    assert "Сары-Арқа" in look.sentence or "Sary-Arka" in look.sentence
    assert look.purpose in look.sentence


def test_number_of_nobody_and_of_somebody_without_a_wallet_read_alike(key):
    answers = [find(key, phone) for phone in ("+7 700 000 99 99", phone_of("bolat"), "x@example.org", "12345")]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(422, "money.payee_unknown")}
    assert not JournalLine.objects.filter(action="money.payee.looked").exists()


def test_searches_are_bounded_whether_found_or_not(key):
    codes = [find(key, "+7 700 000 99 99").status_code for _ in range(SEARCHES.most + 1)]
    refused = find(key, phone_of("aigerim"))
    assert codes == [422] * SEARCHES.most + [429]
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0


def test_official_needs_right_purpose_and_case_and_leaves_a_look(key):
    client, person_id = Client(), resident("aigerim").person_id
    path = f"/api/money/people/{person_id}/payments"
    assert client.get(path, {"purpose": "case"}).status_code == 401
    sign_in(client, official("yerlan"))
    assert client.get(path, {"purpose": "case", "case_id": str(uuid4())}).status_code == 404
    sign_in(client, official("dana"))
    assert client.get(path).json()["code"] == "web.request_not_valid"
    assert client.get(path, {"purpose": "case", "case_id": str(uuid4())}).json() == []
    assert [look.reader_kind for look in list_looks(person_id).looks] == ["staff"]
