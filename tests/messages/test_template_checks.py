"""What a template's author is told at the start: each fault by its words, and what is only a remark."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from alatau.core.content import content
from alatau.messages.catalogue import catalogue, get_template
from alatau.messages.catalogue_checks import find_faults
from alatau.messages.values import Channel
from alatau.messages.wording import FactType, Wording

if TYPE_CHECKING:
    from alatau.messages.catalogue_checks import Finding
    from alatau.messages.wording import MessageTemplate

LANGUAGES = [language.code for language in content().languages]
QUESTION = get_template("city.address_check")
LETTER = get_template("papers.document_ready")


def find(template: MessageTemplate, languages: list[str] = LANGUAGES) -> list[Finding]:
    """Check a catalogue that holds this template alone."""
    versions = MappingProxyType({template.key: {template.version: template}})
    return find_faults(replace(catalogue(), versions=versions), languages)


def say(template: MessageTemplate) -> set[str]:
    """Return what stops the start."""
    return {finding.said for finding in find(template) if finding.is_fault}


def reword(template: MessageTemplate, channel: Channel, **wordings: Wording) -> MessageTemplate:
    """Return the template with other words in some languages."""
    return replace(template, wordings={**template.wordings, channel: {**template.wordings[channel], **wordings}})


def answer_with(digit: str, *words: str) -> MessageTemplate:
    """Return the question with another first answer, said alike in every language."""
    first = replace(QUESTION.answers[0], digit=digit, words=dict.fromkeys(LANGUAGES, words))
    return replace(QUESTION, answers=(first, *QUESTION.answers[1:]))


@pytest.mark.parametrize("template", catalogue().newest(), ids=lambda template: template.key)
def test_every_template_of_the_content_passes(template: MessageTemplate) -> None:
    assert say(template) == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The city: {title}", "sms in en does not name the sender"),
        ("Alatau: {title} https://alatau.kz", "sms in en holds a link"),
        ("Alatau: {title} www.alatau", "sms in en holds a link"),
        ("Alatau: {title} ALATAU.KZ", "sms in en holds a link"),
        ("Alatau: {title} at example.org/x", "sms in en holds a link"),
    ],
)
def test_words_that_a_person_must_not_get_are_faults(text: str, said: str) -> None:
    assert say(reword(LETTER, Channel.SMS, en=Wording(text=text))) == {said}


@pytest.mark.parametrize("text", ["Alatau: {title}. Call 109.", "Alatau: {title} 3.5 kg", "Alatau: {title} e.g. now"])
def test_words_that_only_look_like_a_link_are_fine(text: str) -> None:
    assert say(reword(LETTER, Channel.SMS, en=Wording(text=text))) == set()


def test_letter_without_a_heading_is_a_fault() -> None:
    assert say(reword(LETTER, Channel.EMAIL, ru=Wording(text="Алатау: {title}"))) == {"email in ru has no heading"}


@pytest.mark.parametrize(("length", "is_fine"), [(200, True), (201, False)])
def test_heading_may_be_as_long_as_it_is_kept(length: int, is_fine: bool) -> None:
    heading = "Alatau ".ljust(length, "a")
    faults = say(reword(LETTER, Channel.EMAIL, en=Wording(text="{title}", heading=heading)))
    assert faults == (set() if is_fine else {"email in en has a heading of over 200 characters"})


def test_language_without_words_is_a_fault() -> None:
    wordings = {language: one for language, one in LETTER.wordings[Channel.SMS].items() if language != "ar"}
    wrong = replace(LETTER, wordings={**LETTER.wordings, Channel.SMS: wordings})
    assert "sms does not speak kk, ru, en, ar" in say(wrong)


def test_language_whose_sender_has_no_name_is_a_fault() -> None:
    rules = replace(catalogue().rules, sender={"kk": "Алатау", "ru": "Алатау", "en": "Alatau"})
    loaded = replace(catalogue(), rules=rules, versions=MappingProxyType({LETTER.key: {1: LETTER}}))
    assert {finding.said for finding in find_faults(loaded, LANGUAGES) if finding.is_fault} == {
        f"{channel} does not speak kk, ru, en, ar" for channel in LETTER.wordings
    }


def test_languages_that_use_different_facts_are_a_fault() -> None:
    wrong = reword(LETTER, Channel.SMS, ru=Wording(text="Алатау: готово"))
    assert say(wrong) == {"sms: the languages use different facts"}


def test_fact_that_nobody_uses_is_a_fault() -> None:
    wrong = replace(LETTER, facts={**LETTER.facts, "answers": FactType(type="text", sample="x")})
    assert say(wrong) == {"declared and used facts differ: {'answers'}"}


def test_fact_without_words_for_operators_is_a_fault() -> None:
    wrong = replace(LETTER, facts={**LETTER.facts, "more": FactType(type="text", sample="x")})
    assert "fact more has no words in ar, en, kk, ru in rules.toml" in say(wrong)


def test_fact_of_an_unknown_type_is_a_fault() -> None:
    assert say(replace(LETTER, facts={"title": FactType(type="colour", sample="x")})) == {"fact title has type colour"}


@pytest.mark.parametrize(
    ("type_", "sample"), [("number", "3"), ("day", "today"), ("moment", 5), ("text", ""), ("text", 7)]
)
def test_sample_of_another_type_is_a_fault_in_every_wording(type_: str, sample: object) -> None:
    faults = say(replace(LETTER, facts={"title": FactType(type=type_, sample=sample)}))
    assert "sms in kk: a sample is not of its fact's type" in faults
    assert len(faults) == 12


def test_template_without_any_channel_is_a_fault() -> None:
    assert say(replace(LETTER, facts={}, wordings={})) == {"no channel"}


@pytest.mark.parametrize("digit", ["", "one", "x1", "²"])
def test_answer_without_a_digit_is_a_fault(digit: str) -> None:
    assert "answer yes lacks its digit or words of a language" in say(answer_with(digit, "aye"))


def test_word_with_two_meanings_is_a_fault() -> None:
    assert any("means two answers" in said for said in say(answer_with("1", "жоқ")))


def test_digit_with_two_meanings_is_a_fault() -> None:
    assert any("means two answers" in said for said in say(answer_with("2", "aye")))


@pytest.mark.parametrize("word", ["стоп", "STOP", "старт", "ابدأ"])
def test_answer_that_is_a_stop_word_is_a_fault(word: str) -> None:
    assert say(answer_with("1", word)) == {f"{word!r} already stops or starts reminders"}


def test_question_without_days_to_answer_is_a_fault() -> None:
    fault = {"a question needs answer_days, and only a question has them"}
    assert say(replace(QUESTION, answer_days=0)) == fault
    assert say(replace(LETTER, answer_days=3)) == fault


@pytest.mark.parametrize(("key", "is_fine"), [("yes", True), ("free_text", True), ("maybe", False)])
def test_task_belongs_to_an_answer_that_exists(key: str, is_fine: bool) -> None:
    assert say(replace(QUESTION, on_answer={key: "address_check"})) == (set() if is_fine else {"on_answer names maybe"})


@pytest.mark.parametrize(("letters", "remarks"), [(149, 0), (150, 0), (152, 0), (153, 1)])
def test_text_longer_than_one_sms_is_a_remark_alone(letters: int, remarks: int) -> None:
    template = replace(QUESTION, wordings={Channel.SMS: {"en": Wording(text="Alatau: " + "a" * letters)}})
    findings = find(template, ["en"])
    assert [finding.said for finding in findings if finding.is_fault] == []
    assert [finding.said for finding in findings] == ["sms in en takes 2 SMS"] * remarks
