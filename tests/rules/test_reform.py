"""Rules of a reform: an analyst's text, and nothing of Python that a rule does not need."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.rules.errors import ReformError, RuleContentError
from alatau.rules.gather import read_book
from alatau.rules.reform import read_rules

DAY = date(2026, 11, 1)
DOUBLED = '''
@rule(level="family", unit="tiyn/month")
def poverty_line(mci):
    """Ten indices for everybody."""
    return ceil_to_tenge(split(mci * 10, by=months(1)))
'''


def test_rule_of_a_text_takes_the_place_of_the_law() -> None:
    changed = read_book().with_changes(versions=read_rules(DOUBLED))

    assert changed.on(DAY).get("poverty_line").names_of("parameter") == ("mci",)


def test_rule_that_does_not_fit_the_law_names_its_line() -> None:
    versions = read_rules(DOUBLED.replace("ceil_to_tenge(", "("))

    with pytest.raises(RuleContentError, match="line 2"):
        read_book().with_changes(versions=versions).on(DAY)


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
