"""An operator hands in a file: the worker reads it, and the page tells what became of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alatau.registry.models import Errand, Load
from tests.people import load_people, official, resident, sign_in
from tests.registry.doors.stage import do_errands

pytestmark = pytest.mark.usefixtures("alatau_home", "committed_db")


HEADER = "act_number;number;died_on;cause_icd10;place;registered_on\n"


@pytest.fixture
def saule(client):
    """A browser in which the operator is signed in."""
    load_people()
    sign_in(client, official("saule"))
    client.cookies["alatau_language"] = "en"
    return client


def _hand_in(client, text, *, errand_id=None, name="deaths.csv"):
    file = SimpleUploadedFile(name, text.encode())
    given = {"file": file, "as_of": "2026-03-01", "errand_id": errand_id or uuid4()}
    return client.post("/registry/deaths/deliver/", given)


def _page(client):
    return client.get("/registry/deaths/").content.decode()


def test_file_that_is_no_delivery_is_refused_with_a_sentence(saule):
    assert _hand_in(saule, "act_number;colour\n1;red\n").status_code == 302
    assert "It is being read" in _page(saule)
    do_errands()
    page = _page(saule)
    assert "no column" in page
    assert Load.objects.count() == 0


def test_file_of_the_owner_becomes_a_load(saule):
    number = resident("bolat").number
    _hand_in(saule, f"{HEADER}5;{number};2026-02-01;I21;;2026-02-02\n6;12;2026-02-01;;;x\n")
    do_errands()
    assert "Taken in as load 1." in _page(saule)
    load = Load.objects.get()
    assert (load.rows_read, load.rows_quarantined) == (2, 1)


def test_same_errand_sent_twice_is_one(saule):
    errand_id = uuid4()
    for _twice in range(2):
        _hand_in(saule, "x", errand_id=errand_id)
    assert Errand.objects.count() == 1


def test_what_was_handed_in_is_unreadable_and_goes_when_it_is_read(saule):
    _hand_in(saule, "act_number;secret-word\n")
    assert b"secret-word" not in bytes(Errand.objects.get().content)
    do_errands()
    assert Errand.objects.get().content is None


def test_empty_file_is_refused_beside_its_box(saule):
    answer = _hand_in(saule, "")
    assert answer.status_code == 422
    assert Errand.objects.count() == 0


def test_reader_without_the_role_cannot_hand_in(client):
    load_people()
    sign_in(client, official("aliya"))
    assert _hand_in(client, "x").status_code == 403
