"""Tables that treasuries hand over, as spreadsheets write them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.money.payouts.errors import PayoutFileError
from alatau.money.payouts.table import read_table
from tests.money.ledger import tenge


def read(data: bytes | str):
    data = data.encode() if isinstance(data, str) else data
    return list(read_table(io.BytesIO(data), content().currency))


@pytest.mark.parametrize(
    ("text", "number", "units"),
    [
        ("number,amount\n910514800115,100.50\n", "910514800115", 100_50),
        ("\ufeffAmount;NUMBER\r\n1 000,25;910514800115\r\n", "910514800115", 1_000_25),
        ('number\tamount\n" 910514800115 "\t"7"', "910514800115", 7_00),
    ],
)
def test_separators_order_and_case_of_columns_are_free(text, number, units):
    (line,) = read(text)
    assert (line.number, line.amount) == (number, tenge(units))


def test_empty_lines_are_passed_over_and_short_ones_have_no_amount():
    lines = read("number,amount,reference\n\n,,\n1\n2,x,R\n3,-5\n")
    assert [(line.number, line.amount, line.reference) for line in lines] == [
        ("1", None, ""),
        ("2", None, "R"),
        ("3", None, ""),
    ]


def test_signs_that_do_not_print_and_long_words_are_cut():
    (line,) = read("number,amount,words\n1,2,a\u202eb" + "c" * 200 + "\n")
    assert line.words == "ab" + "c" * 138


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfen\x00", b"number,sum\n1,2\n"])
def test_what_is_no_table_is_refused_with_what_is_expected(data):
    with pytest.raises(PayoutFileError) as caught:
        read(data)
    assert "first line" in caught.value.sentence()


@given(st.binary(max_size=400))
def test_whatever_is_uploaded_never_fails_otherwise(data):
    try:
        for line in read(b"number,amount,reference,words\n" + data):
            assert line.amount is None or line.amount.units > 0
            assert len(line.reference) <= 50
            assert line.words.isprintable()
    except PayoutFileError:
        pass
