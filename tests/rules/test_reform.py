"""Reforms: other numbers and other rules beside the law, and nothing of Python that a rule does not need."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.rules.errors import ReformError
from alatau.rules.gather import read_book
from alatau.rules.reform import apply_reform, read_reform, read_rules

DAY = date(2026, 11, 1)
DOUBLED = '''
@rule(level="family", unit="tiyn/month")
def poverty_line(mci):
    """Ten indices for everybody."""
    return ceil_to_tenge(split(mci * 10, by=months(1)))
'''


def test_number_is_changed_for_the_day_and_the_law_stays() -> None:
    book = read_book()

    changed = apply_reform(book, read_reform('title = "More"\n[numbers]\nmci = 5000\n'), on=DAY)

    assert changed.sources.parameters.find("mci", on=DAY).value == Decimal(5000)  # type: ignore[union-attr]
    assert changed.sources.parameters.find("mci", on=date(2025, 1, 1)).value == Decimal(3932)  # type: ignore[union-attr]
    assert book.sources.parameters.find("mci", on=DAY).value == Decimal(4325)  # type: ignore[union-attr]


def test_rule_of_the_reform_takes_the_place_of_the_law() -> None:
    changed = apply_reform(read_book(), read_reform(f"rules = '''{DOUBLED}'''"), on=DAY)

    assert changed.on(DAY).get("poverty_line").names_of("parameter") == ("mci",)


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "x = 1",
        "@rule(level='family', unit='flag')\ndef f(mci):\n    return mci.__class__",
        "@rule(level='family', unit='flag')\ndef f(mci):\n    return mci.node",
        "@rule(level='family', unit='flag')\ndef f(mci):\n    return open('/etc/passwd')",
        "@rule(level='family', unit='flag')\ndef f(mci):\n    return [x for x in mci]",
        "@rule(level='family', unit='flag')\ndef f(mci):\n    return (lambda: mci)()",
        "@rule(level='family', unit='flag')\ndef f(mci=1):\n    return mci",
        "@rule(level='family', unit='flag')\ndef f(mci):\n    return __import__('os')",
        "@rule(level='family', unit='flag')\ndef f(mci):\n    return f'{mci}'",
        "@rule(level='family', unit='flag')\ndef f(mci):\n    return mci ** 9 ** 9 ** 9",
        "@rule(level='family', unit='flag')\ndef f(mci):\n    while True: pass",
        "@measure(register='persons', unit='flag')\ndef f(sex):\n    return any_of(sex == 'm')",
        "@eval('1')\ndef f(mci):\n    return mci",
        "def f(mci):\n    return mci",
        "@rule(**{'level': 'family'})\ndef f(mci):\n    return mci",
        "",
    ],
)
def test_text_that_is_no_rule_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ReformError) as refusal:
        read_rules(text)

    assert refusal.value.facts["problem"]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(ReformError):
        read_rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "[numbers]\nnobody_knows = 1\n",
        "[numbers]\nmci = true\n",
        "[numbers]\nmci = 'much'\n",
        "numbers = 3",
        "x = 1",
        "[[",
    ],
)
def test_reform_that_says_nothing_computable_is_refused(text: str) -> None:
    with pytest.raises(ReformError):
        apply_reform(read_book(), read_reform(text), on=DAY)


def test_table_row_is_changed_by_its_number() -> None:
    book = read_book()
    name, rows = next((name, rows) for name, rows in book.sources.parameters.by_name.items() if rows[0].low == 4)
    changed = apply_reform(book, read_reform(f'[numbers]\n"{name}[4]" = 99\n'), on=DAY)

    assert changed.sources.parameters.table(name, on=DAY)[4] == Decimal(99)
    assert rows[0].value != Decimal(99)


def test_rule_that_does_not_fit_the_law_is_refused_with_its_reason() -> None:
    text = "rules = '''@rule(level=\"family\", unit=\"flag\")\ndef poverty_line(mci):\n    return mci > 0\n'''"

    with pytest.raises(ReformError):
        apply_reform(read_book(), read_reform(text), on=DAY).on(DAY)
