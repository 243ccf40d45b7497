"""Systems of registers' owners send rows by HTTP, each with a key for its own registers."""

from __future__ import annotations

from datetime import date

import pytest

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.registry.declare import get_register
from alatau.registry.errors import SenderNotFoundError
from alatau.registry.models import InboxRow
from alatau.registry.sender import admit_sender, end_sender, list_senders
from tests.registry.lake.stage import WRITER

pytestmark = pytest.mark.usefixtures("db")

NUMBER = content().person_numbers.synthesise(born_on=date(1990, 1, 1), woman=True, serial=3)
SOURCE = get_register("gambling_limits").columns["source"].choices[0]


@pytest.fixture
def key() -> str:
    return admit_sender("Mailmen", ["gambling_limits"], by=WRITER, at=read_clocks())


def post(client, key, register="gambling_limits", **changes):
    row = {"id": "one", "columns": {"number": NUMBER, "limited_from": "2026-01-01", "source": SOURCE}} | changes
    return client.post(
        f"/api/registry/{register}/rows",
        row,
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )


def test_row_is_taken_once(client, key):
    assert post(client, key).json()["is_new"] is True
    answer = post(client, key)
    assert (answer.status_code, answer.json()["is_new"]) == (200, False)
    assert InboxRow.objects.get().register_key == answer.json()["register_key"]


def test_refused_row_names_columns_and_no_values(client, key):
    answer = post(client, key, columns={"number": "123456", "limited_from": "soon"})
    assert answer.status_code == 422
    assert ["number", "number_malformed"] in answer.json()["facts"]["faults"]
    assert "123456" not in answer.content.decode()


@pytest.mark.parametrize("register", ["births", "gambling_limits"])
def test_key_opens_only_its_own_registers(client, key, register):
    shown = key if register == "births" else "wrong"
    assert post(client, shown, register).json()["code"] == "registry.sender_unknown"


def test_unknown_register_is_not_found(client, key):
    assert post(client, key, "nonsense").status_code == 404


def test_ended_key_opens_nothing(client, key):
    end_sender("Mailmen", by=WRITER, at=read_clocks())
    assert post(client, key).status_code == 401
    assert list_senders() == []


def test_new_key_takes_the_place_of_the_old_one(client, key):
    newer = admit_sender("Mailmen", ["gambling_limits"], by=WRITER, at=read_clocks())
    assert [sender.name for sender in list_senders()] == ["Mailmen"]
    assert (post(client, key).status_code, post(client, newer).status_code) == (401, 200)


def test_sender_that_nobody_admitted_cannot_end():
    with pytest.raises(SenderNotFoundError):
        end_sender("Nobody", by=WRITER, at=read_clocks())
