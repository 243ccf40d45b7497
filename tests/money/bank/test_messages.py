"""What a bank sends is read with care, and what we send is valid, whatever names and words it carries."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.money.bank.files import take_files
from alatau.money.bank.kinds import Rail
from alatau.money.bank.orders import write_order
from alatau.money.bank.outbox import send_waiting
from alatau.money.bank.sample import BANK
from alatau.money.bank.simulated import answer_order
from alatau.money.bank.values import OrderStatus
from alatau.money.iso20022.errors import (
    MessageKindUnknownError,
    MessageNotReadableError,
    MessageNotValidError,
    MessageTooLargeError,
)
from alatau.money.iso20022.kinds import MessageKind
from alatau.money.iso20022.read import SCHEMAS, load_schema, read_message
from tests.money.bank.talk import CLOSED, PAYS, answer, status, withdraw

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
NAMESPACE = MessageKind.PAYMENT.namespace
BOMB = f"""<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Document xmlns="{NAMESPACE}"><FIToFICstmrCdtTrf>&b;</FIToFICstmrCdtTrf></Document>"""
OUTSIDE = f"""<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<Document xmlns="{NAMESPACE}"><FIToFICstmrCdtTrf>&a;</FIToFICstmrCdtTrf></Document>"""


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", MessageNotReadableError),
        (b"not xml", MessageNotReadableError),
        (BOMB.encode(), MessageNotReadableError),
        (OUTSIDE.encode(), MessageNotReadableError),
        (b"<a>" * 300 + b"</a>" * 300, MessageNotReadableError),
        (b" " * 16_000_001, MessageTooLargeError),
        (b"<Document/>", MessageKindUnknownError),
        (f'<Document xmlns="{NAMESPACE[:-1]}9"/>'.encode(), MessageKindUnknownError),
        (f'<Other xmlns="{NAMESPACE}"/>'.encode(), MessageKindUnknownError),
        (f'<Document xmlns="{NAMESPACE}"/>'.encode(), MessageNotValidError),
    ],
)
def test_what_is_no_whole_message_of_ours_is_refused(data, error):
    with pytest.raises(error):
        read_message(data)


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(data):
    with pytest.raises((MessageNotReadableError, MessageKindUnknownError)):
        read_message(data)


def test_refusal_by_the_schema_repeats_no_name():
    with pytest.raises(MessageNotValidError) as refused:
        read_message(f'<Document xmlns="{NAMESPACE}"><Aigerim>KZ00</Aigerim></Document>'.encode())
    assert "Aigerim" not in str(refused.value.facts)
    assert "KZ00" not in str(refused.value.facts)


def test_every_kind_has_its_schema_and_no_schema_stands_alone():
    assert {path.stem for path in Path(SCHEMAS).glob("*.xsd")} == {kind.value for kind in MessageKind}
    assert all(load_schema(kind) is not None for kind in MessageKind)


@pytest.mark.parametrize("rail", Rail)
@given(name=st.text(min_size=1, max_size=200), words=st.text(max_size=140), units=st.integers(1, 10**15))
def test_order_is_valid_whatever_it_carries(rail, name, words, units):
    printable = "".join(sign for sign in words if sign.isprintable()) or "-"
    order = SimpleNamespace(
        id=uuid4(),
        amount=units,
        currency="KZT",
        iban=content().account_numbers.synthesise(1),
        name=name,
        words=printable,
    )
    link = SimpleNamespace(
        rail=rail,
        own_name="Alatau",
        account=content().account_numbers.synthesise(2),
        bic="SAMLKZK0",
        own_bic="ALTUKZK0",
    )
    kind, message_id, data = write_order(order, link, at=AT)
    message = read_message(data)
    assert message.kind is kind
    assert message.body.text("GrpHdr/MsgId") == message_id == order.id.hex


@pytest.mark.usefixtures("city")
def test_payment_between_banks_is_ordered_answered_and_refused_like_an_order(monkeypatch):
    by_payment = SimpleNamespace(**{**vars(content().bank_link), "rail": Rail.PAYMENT})
    monkeypatch.setattr("alatau.money.bank.outbox.get_link", lambda: by_payment)
    paid, refused = withdraw(serial=PAYS), withdraw(serial=CLOSED)
    answer(paid)
    answer(refused)
    assert (status(paid), status(refused)) == (OrderStatus.SETTLED, OrderStatus.REJECTED)


@pytest.mark.usefixtures("city")
def test_folder_carries_messages_both_ways(settings, tmp_path):
    settings.ALATAU_BANK_FOLDER = str(tmp_path)
    order = withdraw()
    send_waiting(at=read_clocks())
    (out,) = (tmp_path / "out").glob("*.xml")
    said = answer_order(out.read_bytes(), step=0)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.xml").write_bytes(said.data)
    (tmp_path / "in" / "2.xml").write_bytes(b"junk")
    assert take_files(by=BANK, at=read_clocks()) == 2
    assert status(order) is OrderStatus.SETTLED
    assert [each.name for each in (tmp_path / "done").iterdir()] == ["1.xml"]
    assert [each.name for each in (tmp_path / "refused").iterdir()] == ["2.money.message_not_readable.xml"]
