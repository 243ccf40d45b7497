"""The catalogue of Kazakhstan: enough services, each its own, in words that people understand."""

from __future__ import annotations

import re
from collections import Counter

from alatau.core.content import content
from alatau.rules.gather import gather_rules
from alatau.services.catalogue.services import list_fields, list_services
from alatau.services.catalogue.values import FieldType, OutcomeKind

#: The standard of the city's texts.
WORDS_IN_A_SENTENCE = 22
SENTENCE = re.compile(r"[.!?؟:;]\s")


def sentences(text):
    return [each for each in SENTENCE.split(text) if each]


def test_sixty_services_and_more_lie_in_every_field():
    services = list_services()
    assert len(services) >= 60
    assert {service.field_code for service in services} == {field.code for field in list_fields()}


def test_no_two_services_end_in_the_same():
    for language in (each.code for each in content().languages):
        ends = Counter(service.outcome.says[language] for service in list_services())
        assert [words for words, count in ends.items() if count > 1] == []


def test_no_two_services_ask_the_same_by_the_same_law():
    asked = Counter(
        (str(each.law), frozenset(each.evidence), tuple((one.key, str(one.label)) for one in each.fields))
        for each in list_services()
    )
    assert max(asked.values()) == 1


def test_every_service_has_law_steps_and_everyday_words():
    languages = [each.code for each in content().languages]
    poor = [
        each.key
        for each in list_services()
        if not (each.steps and all(each.words.get(language) for language in languages))
    ]
    assert poor == []


def test_sentences_are_short_enough_to_read_on_a_phone():
    long = [
        (service.key, language, sentence)
        for service in list_services()
        for text in (service.what, service.who_says, *service.steps)
        for language in text
        for sentence in sentences(text[language])
        if len(sentence.split()) > WORDS_IN_A_SENTENCE
    ]
    assert long == []


def test_services_end_in_more_than_letters():
    kinds = {service.outcome.kind for service in list_services()}
    assert kinds == set(OutcomeKind)


def test_most_services_cost_nothing_and_fees_name_their_law():
    fees = [service.fee for service in list_services() if service.fee]
    assert 0 < len(fees) < len(list_services()) / 2
    assert all(fee.law["ru"] for fee in fees)


def test_rights_of_services_are_rules_of_the_law():
    rules = {rule.name for rule in gather_rules(content().law)}
    asked = {right for service in list_services() for right in service.outcome.rights}
    assert asked <= rules
    assert len(asked) > 30


def test_whoever_may_name_an_account_is_paid_to_it():
    rights = [each for each in list_services() if each.outcome.kind is OutcomeKind.RIGHT]
    named = {each.key for each in rights if any(field.type is FieldType.ACCOUNT for field in each.fields)}
    assert named == {each.key for each in rights if "account" in each.outcome.details}
