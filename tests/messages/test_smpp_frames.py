"""Texts and frames of SMPP: alphabets, joined parts, receipts in all their spellings."""

from __future__ import annotations

import pytest
import smpp34
from hypothesis import given
from hypothesis import strategies as st

from alatau.messages.gateways.smpp import words
from alatau.messages.gateways.smpp.pdu import HEADER, bind_body, decode_text, encode_parts, frame, read_receipt
from alatau.messages.segments import ESCAPE, GSM_BASIC, GSM_EXTENDED, Encoding, split_text

GSM_LETTERS = "".join(sorted({*GSM_BASIC, *GSM_EXTENDED} - {ESCAPE}))


def deliver(octets: bytes, **fields: object) -> smpp34.DeliverSm:
    """Return a frame as the city reads it from the line."""
    made = smpp34.DeliverSm("77000000001", "1414", octets, **fields)
    delivered = smpp34.decode(made.encode())
    assert isinstance(delivered, smpp34.DeliverSm)
    return delivered


def tell(text: str) -> tuple[str, bool | None] | None:
    """Read a receipt in its text form."""
    receipt = read_receipt(deliver(text.encode(), esm_class=words.IS_RECEIPT))
    return None if receipt is None else (receipt.gateway_message_id, receipt.arrived)


@given(st.text(GSM_LETTERS, min_size=1, max_size=400))
def test_text_of_the_default_alphabet_comes_back_whole(text: str) -> None:
    coding, parts = encode_parts(text, reference=7)
    assert coding == words.CODING_DEFAULT
    several = words.HAS_HEADER if len(parts) > 1 else 0
    assert "".join(decode_text(deliver(part, data_coding=coding, esm_class=several)) for part in parts) == text


@given(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=300))
def test_any_text_comes_back_whole_in_order(text: str) -> None:
    coding, parts = encode_parts(text, reference=255)
    several = words.HAS_HEADER if len(parts) > 1 else 0
    assert "".join(decode_text(deliver(part, data_coding=coding, esm_class=several)) for part in parts) == text
    assert all(len(part) <= 160 for part in parts) or coding == words.CODING_DEFAULT


@given(st.text(st.characters(blacklist_categories=["Cs"]), min_size=71, max_size=600))
def test_joined_parts_carry_one_reference_and_count_up(text: str) -> None:
    _, parts = encode_parts(text, reference=42)
    if len(parts) > 1:
        assert [part[:6] for part in parts] == [
            bytes([5, 0, 3, 42, len(parts), number]) for number in range(1, len(parts) + 1)
        ]


@pytest.mark.parametrize("text", ["Алатау: код", "Alatau: қ", "ألاتاو", "Alatau: “quoted”", "😀"])
def test_other_letters_go_in_the_wide_alphabet(text: str) -> None:
    assert encode_parts(text, reference=1)[0] == words.CODING_UCS_2


@pytest.mark.parametrize(
    ("text", "parts"),
    [("😀" * 35, 1), ("😀" * 36, 2), ("ә" * 134, 2), ("ә" * 135, 3), ("a" * 306, 2), ("a" * 307, 3),
     ("a" * 159 + "€", 2), ("a" * 158 + "€", 1), ("a" * 152 + "€" + "a" * 153, 3), ("", 1)],
)  # fmt: skip
def test_parts_are_counted_as_the_network_bills_them(text: str, parts: int) -> None:
    assert len(split_text(text).parts) == parts


def test_character_of_two_places_is_never_torn() -> None:
    for part in split_text("😀" * 100).parts + split_text("€" * 200).parts:
        assert part.strip("😀€") == ""
        part.encode("utf-16-be").decode("utf-16-be")


@pytest.mark.parametrize("letter", [ESCAPE, "`", "ç", "\t", "\u00a0"])
def test_letter_outside_the_default_alphabet_changes_the_whole_text(letter: str) -> None:
    assert split_text(f"Alatau {letter}").encoding is Encoding.UCS_2


@pytest.mark.parametrize(
    ("octets", "coding", "text"),
    [
        (b"2", 0, "2"),
        (b"\x1b\x65 5", 0, "€ 5"),
        (b"\x1b", 0, ""),
        (b"\x1b\x01", 0, " "),
        (b"\xff2", 0, "�2"),
        ("жоқ".encode("utf-16-be"), 8, "жоқ"),
        (b"\x04", 8, "�"),
        ("é".encode("latin-1"), 3, "é"),
    ],
)
def test_what_a_person_wrote_is_read_in_the_gateways_alphabet(octets: bytes, coding: int, text: str) -> None:
    assert decode_text(deliver(octets, data_coding=coding)) == text


def test_header_of_a_joined_reply_is_not_read_as_text() -> None:
    octets = bytes([5, 0, 3, 9, 1, 1]) + "жоқ".encode("utf-16-be")
    assert decode_text(deliver(octets, data_coding=8, esm_class=words.HAS_HEADER)) == "жоқ"


@given(st.binary(max_size=140), st.sampled_from([0, 3, 8]), st.sampled_from([0, words.HAS_HEADER]))
def test_any_octets_can_be_read(octets: bytes, coding: int, esm_class: int) -> None:
    assert isinstance(decode_text(deliver(octets, data_coding=coding, esm_class=esm_class)), str)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id:smsc-1 sub:001 dlvrd:001 submit date:2603101200 stat:DELIVRD err:000 text:", ("smsc-1", True)),
        ("id:1 stat:delivrd", ("1", True)),
        ("id:1 stat:EXPIRED err:001", ("1", False)),
        ("id:1 stat:UNDELIV", ("1", False)),
        ("id:1 stat:REJECTD", ("1", False)),
        ("id:1 stat:DELETED", ("1", False)),
        ("id:1 stat:ACCEPTD", ("1", None)),
        ("id:1 stat:ENROUTE", ("1", None)),
        ("id:1\nsub:001\nstat:DELIVRD", ("1", True)),
        ("stat:DELIVRD", None),
        ("hello", None),
        ("", None),
    ],
)
def test_receipt_is_read_from_its_text(text: str, told: tuple[str, bool | None] | None) -> None:
    assert tell(text) == told


@given(st.binary(max_size=100))
def test_any_octets_are_a_receipt_or_none(octets: bytes) -> None:
    receipt = read_receipt(deliver(octets, esm_class=words.IS_RECEIPT))
    assert receipt is None or receipt.gateway_message_id


def test_frame_says_its_own_length() -> None:
    whole = frame(words.SUBMIT_SM, 9, status=words.OK, body=b"abc")
    assert HEADER.unpack(whole[:16]) == (19, words.SUBMIT_SM, 0, 9)
    assert whole[16:] == b"abc"


def test_opening_frame_holds_user_and_password_in_plain_letters() -> None:
    assert bind_body("city", "s3cret").startswith(b"city\x00s3cret\x00\x00\x34")
    assert "қ".encode() not in bind_body("қala", "x")
