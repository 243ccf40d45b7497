"""Operators read words, never a key of the program."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from alatau.messages.catalogue import catalogue
from alatau.messages.gateways.settings import KINDS
from alatau.messages.webhooks.event_types import list_event_types
from alatau.messages.words import (
    FAILURE_WORDS,
    GATEWAY_WORDS,
    draw_wordings,
    say_event,
    say_fact,
    say_failure,
    say_template,
)
from alatau.web.language import list_codes

#: Looks like a name out of the program: `quiet_hours`, `ReadTimeout`, `desk.case.decided`.
KEY = re.compile(r"\w_\w|[a-z][A-Z]|\w\.\w+\.\w")
answers = st.tuples(st.sampled_from(["http", "smtp", "smpp"]), st.integers(0, 999)).map(
    lambda two: "{}_{}".format(*two)
)
exceptions = st.from_regex(r"[A-Z][a-z]+(Error|Timeout)", fullmatch=True)


@given(failure=st.sampled_from(sorted(FAILURE_WORDS)) | answers | exceptions, language=st.sampled_from(list_codes()))
def test_every_failure_is_said_in_words(failure: str, language: str) -> None:
    with override(language):
        said = say_failure(failure)
    assert said
    assert not KEY.search(said)


def test_what_did_not_fail_says_nothing() -> None:
    assert say_failure("") == ""


def test_refusal_of_another_program_keeps_its_number() -> None:
    assert "503" in say_failure("http_503")


def test_silence_and_a_broken_line_are_told_apart() -> None:
    assert say_failure("ReadTimeout") != say_failure("ConnectError")


@pytest.mark.parametrize("language", list_codes())
def test_every_message_is_named_by_its_own_words(language: str) -> None:
    with override(language):
        said = [say_template(template.key) for template in catalogue().newest()]
    assert not [each for each in said if KEY.search(each) or "{" in each]


def test_message_that_is_gone_keeps_its_key() -> None:
    assert say_template("city.long_gone") == "city.long_gone"


@pytest.mark.parametrize("language", list_codes())
def test_every_fact_of_every_message_is_called_by_the_contents_words(language: str) -> None:
    with override(language):
        said = {say_fact(name) for template in catalogue().newest() for name in template.facts}
        drawn = draw_wordings(next(one for one in catalogue().newest() if "count" in one.facts))
    assert not [each for each in said if KEY.search(each)]
    assert f"[{catalogue().rules.fact_words['count'][language]}]" in drawn[language]


def test_fact_without_words_keeps_its_name() -> None:
    assert say_fact("long_gone") == "long gone"


def test_every_event_and_every_kind_of_gateway_has_its_words() -> None:
    assert not [event.key for event in list_event_types() if KEY.search(say_event(event.key))]
    assert set(KINDS) <= set(GATEWAY_WORDS)


def test_event_nobody_declared_keeps_its_key() -> None:
    assert say_event("money.bill.paid") == "money.bill.paid"
