"""A resident's records: what shows, what stays closed, what is unknown, and the way to say that something is wrong."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from alatau.access.models import Person
from alatau.core.clock import read_clocks
from alatau.registry.coverage import Known, Silence, Why, known_sql
from alatau.registry.declare import get_register
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.knowledge import ask
from alatau.registry.present.own import say_why
from tests.conftest import RUN
from tests.harness.databases import working_as
from tests.people import load_people, resident, sign_in
from tests.registry.doors.stage import SINCE, bring_rows

pytestmark = pytest.mark.usefixtures("alatau_home", "committed_db")


@pytest.fixture
def aigerim(client):
    """A browser in which Aigerim is signed in, with a contract and a birth in the registers."""
    load_people()
    aigerim, dias = resident("aigerim").person_id, resident("dias").person_id
    bring_rows(
        "labour_contracts",
        {"number": aigerim, "contract_number": "17-A", "employer_number": "120340005679", "wage": 35_000_000},
    )
    birth = {
        "act_number": "5",
        "child_number": dias,
        "mother_number": aigerim,
        "father_number": resident("bolat").person_id,
    }
    bring_rows("births", birth | {"born_on": date(2014, 4, 20), "status": "valid"})
    sign_in(client, resident("aigerim"))
    client.cookies["alatau_language"] = "en"
    return client


def _read(client, address):
    return client.get(address).content.decode()


def _child(client, name):
    """Return the address of a child's records."""
    page = _read(client, "/me/records/")
    return re.search(rf'href="(/me/records/\?of=[0-9a-f-]+)"[^>]*><bdi class="name">{name}', page)[1]


def _wrong(client):
    """Return the address at which the contract is contested."""
    page = _read(client, "/me/records/labour_contracts/")
    return re.search(r'href="(/me/records/labour_contracts/wrong/[^"]+)"', page)[1]


def test_person_reads_what_a_register_holds_and_where_it_came_from(aigerim):
    page = _read(aigerim, "/me/records/labour_contracts/")
    assert "350" in page
    assert "17-A" in page
    assert "Ministry of Labour" in page
    assert "Came with the delivery of" in page


def test_list_parts_what_is_held_from_what_nobody_knows(aigerim):
    page = _read(aigerim, "/me/records/")
    held, unknown = page.index("Labour contracts"), page.index("Registers of which we do not know")
    assert held < unknown < page.index("The register was not delivered to the city yet.")
    assert "1 record " in page


def test_register_without_a_row_says_why(aigerim):
    bring_rows("vehicles", {"owner_number_person": resident("bolat").person_id, "plate": "001AAA02"})
    assert "This register holds nothing about this person." in _read(aigerim, "/me/records/vehicles/")
    assert "not delivered" in _read(aigerim, "/me/records/deaths/")


def test_parent_reads_a_childs_record_but_no_other_adults_name(aigerim):
    dias = _child(aigerim, "Диас")
    page = _read(aigerim, dias.replace("/records/", "/records/births/"))
    assert "20\u00a0April\u00a02014" in page
    assert ">You<" in page
    assert "Another person" in page
    assert "Болат" not in page


def test_records_on_health_open_to_nobody_else(aigerim):
    dias = resident("dias").person_id
    bring_rows("vaccinations", {"number": dias, "vaccine": "BCG", "dose_number": 1})
    address = _child(aigerim, "Диас")
    assert "Vaccinations" not in _read(aigerim, address)
    assert aigerim.get(address.replace("/records/", "/records/vaccinations/")).status_code == 404
    assert "open to this person alone" in _read(aigerim, address)


def test_protected_address_is_shown_to_nobody(aigerim):
    aigerim_id = resident("aigerim").person_id
    bring_rows("residence", {"number": aigerim_id, "address_code": "0201300123456789", "lives_from": SINCE})
    assert "0201300123456789" in _read(aigerim, "/me/records/residence/")
    Person.objects.filter(id=aigerim_id).update(address_protected=True)
    page = _read(aigerim, "/me/records/residence/")
    assert "0201300123456789" not in page
    assert "Protected address" in page


def test_child_of_somebody_else_is_not_found(aigerim):
    address = _child(aigerim, "Диас")
    sign_in(aigerim, resident("emma"))
    assert aigerim.get(address).status_code == 404


def test_resident_says_that_a_value_is_wrong_and_sees_it_marked(aigerim):
    address = _wrong(aigerim)
    form = _read(aigerim, address)
    request_id = re.search(r'name="request_id" value="([^"]+)"', form)[1]
    given = {"column": "wage", "words": "It is 400 000.", "request_id": request_id}
    for _twice in range(2):
        assert aigerim.post(address, given).headers["Location"] == "/me/records/labour_contracts/"
    page = _read(aigerim, "/me/records/labour_contracts/")
    assert "Contested" in page
    assert page.count("The register's owner answers by") == 1
    assert "1 record waits for an answer" in _read(aigerim, "/me/records/")


def test_contest_without_words_keeps_what_was_chosen(aigerim):
    given = {"column": "wage", "words": " ", "request_id": "3b241101-e2bb-4255-8caf-4136c566a962"}
    answer = aigerim.post(_wrong(aigerim), given)
    assert answer.status_code == 422
    assert re.search(r'value="wage"[^>]* checked', answer.content.decode())


def test_row_of_somebody_else_is_not_found(aigerim):
    address = _wrong(aigerim)
    sign_in(aigerim, resident("emma"))
    assert aigerim.get(address).status_code == 404


def test_second_of_two_spouses_reads_their_marriage(aigerim):
    people = {"man_number": resident("bolat").person_id, "woman_number": resident("aigerim").person_id}
    bring_rows("marriages", people | {"act_number": "9", "registered_on": SINCE})
    page = _read(aigerim, "/me/records/marriages/")
    assert ">9<" in page
    assert ">You<" in page
    assert "Marriages" in _read(aigerim, "/me/records/")


def test_other_peoples_contacts_stay_closed_to_whom_their_row_names(aigerim):
    Person.objects.filter(id=resident("dias").person_id).update(address_protected=True)
    queue = {"number": resident("dias").person_id, "parent_number": resident("aigerim").person_id}
    bring_rows("kindergarten_queue", queue | {"queued_on": SINCE, "place_code": "751110000", "status": "waiting"})
    page = _read(aigerim, "/me/records/kindergarten_queue/")
    assert "Waiting" in page
    assert "Protected address" in page


def test_adopted_childs_act_tells_nobody_of_the_earlier_parent(aigerim):
    dias, bolat = resident("dias").person_id, resident("bolat").person_id
    assert "Another person" in _read(aigerim, _child(aigerim, "Диас").replace("/records/", "/records/births/"))
    bond = {"kin": "father", "seen_as": "child", "is_hidden": True, "confidence": 9900}
    bring_rows("_kinship", bond | {"person": dias, "relative": bolat}, bond | {"person": bolat, "relative": dias})
    page = _read(aigerim, _child(aigerim, "Диас").replace("/records/", "/records/births/"))
    assert ">You<" in page
    assert "Another person" not in page
    sign_in(aigerim, resident("bolat"))
    assert "20\u00a0April\u00a02014" not in _read(aigerim, "/me/records/births/")


def test_page_says_of_every_register_what_coverage_says(aigerim):
    bolat = {"number": resident("bolat").person_id}
    bring_rows("vehicles", {"owner_number_person": bolat["number"], "plate": "001AAA02"})
    bring_rows("gambling_limits", bolat | {"limited_from": SINCE})
    bring_rows("open_banking", bolat)
    bring_rows("driving_licences", bolat, as_of=read_clocks().city_day - timedelta(days=90))
    context = aigerim.get("/me/records/").context
    shown = {each.register.key: ("record", "") for each in context["held"]}
    shown |= {each.register.key: ("none", "") for each in context["nothing"]}
    shown |= {each.register.key: ("unknown", str(each.why)) for each in context["unknown"]}
    with working_as(RUN, "worker"), open_engine() as engine:
        known = {key: _judge(engine, get_register(key)) for key in shown}
    assert shown == known
    assert len(set(known.values())) == 6


def _judge(engine, register):
    """Return what the set-based judgement says of Aigerim in one register, in the page's words."""
    people = f"SELECT '{resident('aigerim').person_id}'::UUID AS person"
    sql = known_sql(engine, register, ask(read_clocks()), people=people)
    [(_person, known, why)] = engine.execute(sql).fetchall()
    return known, say_why(register, Silence(known=Known(known), why=Why(why))) if why else ""
