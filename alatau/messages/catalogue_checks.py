"""Check at start that every template can be sent: all languages, equal placeholders, the sender named, no links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.checks import CheckMessage, Error, Info

from alatau.core.content import content
from alatau.messages.answers import is_word, normalise
from alatau.messages.catalogue import catalogue
from alatau.messages.errors import GatewaySettingsError, TemplateFactsError, TemplateFileError
from alatau.messages.gateways.settings import list_gateways
from alatau.messages.render import placeholders, render
from alatau.messages.segments import split_text
from alatau.messages.values import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.messages.wording import Catalogue, MessageTemplate

FACT_TYPES = frozenset({"text", "code", "number", "moment", "day"})
HEADING_MOST = 200
#: A person who gets links from the city by SMS learns to follow links from everybody.
LINK = re.compile(r"://|www\.|\b[a-z0-9-]+\.(?:kz|com|org|net|gov|ru)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a template's author should know; `is_fault` stops the start."""

    template: str
    said: str
    is_fault: bool = True


def check_templates(**_: object) -> list[CheckMessage]:
    """Return what Django's check at start shows: faults stop it, long texts are told."""
    try:
        loaded = catalogue()
    except TemplateFileError as refused:
        return [Error(refused.sentence(), id="messages.E003")]
    return [_as_message(finding) for finding in find_faults(loaded, [one.code for one in content().languages])]


def check_gateways(**_: object) -> list[CheckMessage]:
    """Return what is wrong with the gateways file; a wrong one stops the start."""
    try:
        list_gateways()
    except GatewaySettingsError as refused:
        return [Error(refused.sentence(), id="messages.E002")]
    return []


def find_faults(loaded: Catalogue, languages: list[str]) -> list[Finding]:
    """Return every fault and remark of the templates in force."""
    return [finding for template in loaded.newest() for finding in _check_one(template, loaded, languages)]


def _check_one(template: MessageTemplate, loaded: Catalogue, languages: list[str]) -> Iterator[Finding]:
    yield from _check_answers(template, loaded, languages)
    for channel, wordings in template.wordings.items():
        if set(wordings) != set(languages) or set(languages) - loaded.rules.sender.keys():
            yield Finding(template=template.key, said=f"{channel} does not speak {', '.join(languages)}")
    found = [
        *_check_facts(template, loaded, languages),
        *(one for channel in template.wordings for one in _check_placeholders(template, channel)),
    ]
    yield from found
    if found:
        return  # what cannot be drawn cannot be read
    for channel, wordings in template.wordings.items():
        for language in sorted(wordings.keys() & set(languages) & loaded.rules.sender.keys()):
            yield from _check_words(template, loaded, channel=channel, language=language)


def _check_facts(template: MessageTemplate, loaded: Catalogue, languages: list[str]) -> Iterator[Finding]:
    for name, fact in template.facts.items():
        if silent := sorted(set(languages) - loaded.rules.fact_words.get(name, {}).keys()):
            yield Finding(template=template.key, said=f"fact {name} has no words in {', '.join(silent)} in rules.toml")
        if fact.type not in FACT_TYPES:
            yield Finding(template=template.key, said=f"fact {name} has type {fact.type}")
    used = {name for channel in template.wordings for name in _named(template, channel)}
    if used != set(template.facts):
        yield Finding(template=template.key, said=f"declared and used facts differ: {used ^ set(template.facts)}")
    if not template.wordings:
        yield Finding(template=template.key, said="no channel")


def _check_answers(template: MessageTemplate, loaded: Catalogue, languages: list[str]) -> Iterator[Finding]:
    if template.is_question != bool(template.answer_days):
        yield Finding(template=template.key, said="a question needs answer_days, and only a question has them")
    meanings: dict[str, str] = {}
    for answer in template.answers:
        if not set(languages) <= set(answer.words) or not answer.digit.isdecimal():
            yield Finding(template=template.key, said=f"answer {answer.key} lacks its digit or words of a language")
        for phrase in (answer.digit, *(word for words in answer.words.values() for word in words)):
            if meanings.setdefault(normalise(phrase), answer.key) != answer.key:
                yield Finding(template=template.key, said=f"{phrase!r} means two answers")
            if is_word(phrase, loaded.rules.stop_words) or is_word(phrase, loaded.rules.start_words):
                yield Finding(template=template.key, said=f"{phrase!r} already stops or starts reminders")
    unknown = template.on_answer.keys() - {answer.key for answer in template.answers} - {"free_text"}
    if unknown:
        yield Finding(template=template.key, said=f"on_answer names {', '.join(unknown)}")


def _check_placeholders(template: MessageTemplate, channel: Channel) -> Iterator[Finding]:
    first, *others = [
        placeholders(wording.text) | placeholders(wording.heading) for wording in template.wordings[channel].values()
    ]
    if any(other != first for other in others):
        yield Finding(template=template.key, said=f"{channel}: the languages use different facts")


def _check_words(template: MessageTemplate, loaded: Catalogue, *, channel: Channel, language: str) -> Iterator[Finding]:
    where = f"{channel} in {language}"
    samples = {name: fact.sample for name, fact in template.facts.items()}
    try:
        said = render(template, channel=channel, language=language, facts=samples)
    except TemplateFactsError:
        yield Finding(template=template.key, said=f"{where}: a sample is not of its fact's type")
        return
    if loaded.rules.sender[language] not in said.heading + said.text:
        yield Finding(template=template.key, said=f"{where} does not name the sender")
    if LINK.search(said.heading + said.text):
        yield Finding(template=template.key, said=f"{where} holds a link")
    if channel is Channel.EMAIL and not said.heading:
        yield Finding(template=template.key, said=f"{where} has no heading")
    if len(said.heading) > HEADING_MOST:
        yield Finding(template=template.key, said=f"{where} has a heading of over {HEADING_MOST} characters")
    parts = len(split_text(said.text).parts)
    if channel is Channel.SMS and parts > 1:
        yield Finding(template=template.key, said=f"{where} takes {parts} SMS", is_fault=False)


def _named(template: MessageTemplate, channel: Channel) -> frozenset[str]:
    wordings = template.wordings[channel].values()
    return frozenset().union(*(placeholders(one.text) | placeholders(one.heading) for one in wordings))


def _as_message(finding: Finding) -> CheckMessage:
    said = f"Message template {finding.template}: {finding.said}."
    return Error(said, id="messages.E001") if finding.is_fault else Info(said, id="messages.I001")
