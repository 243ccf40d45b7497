"""What bank messages said is forgotten when the law's time is over; that they came is known for ever."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from alatau.core.clock import read_clocks
from alatau.core.retention import apply_retention, find_retention_class
from alatau.money.bank.errors import MessageIdReusedError
from alatau.money.bank.forget import forget_messages
from alatau.money.bank.outbox import send_waiting
from alatau.money.bank.receive import receive_message
from alatau.money.bank.sample import BANK
from alatau.money.bank.values import Applied, OrderStatus
from alatau.money.models import BankMessage
from tests.money.bank.talk import answer, free, send_in, status, withdraw

pytestmark = pytest.mark.usefixtures("city")


def later(**passed):
    at = read_clocks()
    return replace(at, city_at=at.city_at + timedelta(**passed), wall_at=at.wall_at + timedelta(**passed))


def forget(at=None, limit=1000):
    with transaction.atomic():
        return forget_messages(before=(at or later(days=1)).city_at, limit=limit)


def test_bodies_are_erased_after_the_time_of_the_law_and_digests_stay():
    data = send_in()
    send_waiting(at=read_clocks())
    months = find_retention_class("money.bank_message").kept_months
    assert not any(each.key == "money.bank_message" for each in apply_retention(at=later(days=months * 30)))
    done = {each.key: each.rows for each in apply_retention(at=later(days=months * 31 + 31))}
    assert done["money.bank_message"] == BankMessage.objects.count() == 2
    assert {bytes(each.body) for each in BankMessage.objects.all()} == {b""}
    assert BankMessage.objects.filter(digest=sha256(data).hexdigest()).count() == 1


def test_message_is_known_when_it_comes_again_after_it_was_forgotten():
    data, before = send_in(), free("aigerim")
    send_waiting(at=read_clocks())
    forget()
    assert receive_message(data, by=BANK, at=read_clocks()) is Applied.REPEATED
    assert free("aigerim") == before
    assert not BankMessage.objects.filter(sent_at=None, direction=1).exists()
    with pytest.raises(MessageIdReusedError):
        receive_message(data.replace(b"Ustrd>W", b"Ustrd>X"), by=BANK, at=read_clocks())


def test_what_waits_to_be_sent_keeps_its_body_until_it_is():
    order_id = withdraw()
    assert forget() == 0
    answer(order_id)
    assert status(order_id) is OrderStatus.SETTLED
    assert forget() == BankMessage.objects.count()
    assert forget() == 0


def test_database_refuses_to_forget_what_was_not_sent():
    withdraw()
    with pytest.raises(IntegrityError, match="bank_message_erased_when_done"), transaction.atomic():
        BankMessage.objects.update(body=b"", body_erased_at=read_clocks().wall_at)


def test_no_more_than_a_batch_is_forgotten_at_once():
    send_in()
    send_waiting(at=read_clocks())
    assert [forget(limit=1) for _ in range(3)] == [1, 1, 0]


def test_files_that_were_put_away_are_forgotten_too(settings, tmp_path):
    settings.ALATAU_BANK_FOLDER = str(tmp_path)
    old = read_clocks().wall_at.timestamp() - 3 * 86_400
    for folder in ("done", "refused", "in"):
        (tmp_path / folder).mkdir()
        for name, changed in (("old.xml", old), ("new.xml", old + 3 * 86_400)):
            path = tmp_path / folder / name
            path.write_bytes(b"<Document/>")
            os.utime(path, (changed, changed))
    assert forget(later(days=-1)) == 2
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.xml"))
    assert left == ["done/new.xml", "in/new.xml", "in/old.xml", "refused/new.xml"]
