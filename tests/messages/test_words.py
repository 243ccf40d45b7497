"""Templates, rendering, SMS parts, quiet hours and waits: rules without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.messages.catalogue import catalogue, get_template
from alatau.messages.catalogue_checks import check_templates, find_faults
from alatau.messages.catalogue_files import load_catalogue
from alatau.messages.quiet import wait_for_morning
from alatau.messages.render import MASK, mask_secrets, render
from alatau.messages.retry import wait_after_message_try, wait_after_webhook_try
from alatau.messages.segments import Encoding, split_text
from alatau.messages.values import Channel
from alatau.messages.wording import FactType, Wording
from tests.tinyland.content import CONTENT as TINYLAND

if TYPE_CHECKING:
    from uuid import UUID

LANGUAGES = [language.code for language in content().languages]
plain_texts = st.text(st.characters(blacklist_categories=["C"]), min_size=1, max_size=100).filter(str.strip)


def test_templates_of_the_content_can_all_be_sent() -> None:
    assert [finding for finding in find_faults(catalogue(), LANGUAGES) if finding.is_fault] == []


def test_long_texts_are_told_and_do_not_stop_the_start() -> None:
    assert {message.id for message in check_templates()} <= {"messages.I001"}


def test_templates_of_another_country_load_the_same_way() -> None:
    loaded = load_catalogue(TINYLAND.message_templates)
    assert find_faults(loaded, [language.code for language in TINYLAND.languages]) == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"ru": Wording(text="Alatau: {code}")}, "speak"),
        ({"en": Wording(text="Alatau: {name} {more}")}, "different facts"),
        ({"en": Wording(text="The city: {name}")}, "name the sender"),
        ({"en": Wording(text="Alatau: {name}, sign in at https://alatau.kz")}, "link"),
    ],
)
def test_broken_template_is_named_at_the_start(broken: dict[str, Wording], said: str) -> None:
    template = get_template("access.representation_requested")
    texts = dict(template.wordings[Channel.SMS]) | broken
    if "ru" in broken:
        del texts["ar"]
    wrong = replace(template, wordings={**template.wordings, Channel.SMS: texts})
    loaded = replace(catalogue(), versions=MappingProxyType({wrong.key: {1: wrong}}))
    assert any(said in finding.said for finding in find_faults(loaded, LANGUAGES))


@given(st.data())
def test_drawn_message_holds_every_fact_and_no_placeholder(data: st.DataObject) -> None:
    template = data.draw(st.sampled_from([one for one in catalogue().newest() if one.facts]))
    channel, language = data.draw(st.sampled_from(list(template.wordings))), data.draw(st.sampled_from(LANGUAGES))
    facts = {name: draw_fact(data, fact) for name, fact in template.facts.items()}
    said = render(template, channel=channel, language=language, facts=facts)
    for name in template.facts:
        assert f"{{{name}}}" not in said.text.replace(str(facts[name]), "")
        assert f"{{{name}}}" not in said.heading


@given(plain_texts)
def test_masked_message_never_shows_its_secret(secret: str) -> None:
    template = get_template("access.sign_in_code")
    facts = mask_secrets(template, {"code": f"#{secret}#", "minutes": 10})
    said = render(template, channel=Channel.SMS, language="en", facts=facts)
    assert f"#{secret}#" not in said.text
    assert MASK in said.text


@given(st.text(max_size=1000))
def test_parts_joined_are_the_text_and_each_fits(text: str) -> None:
    split = split_text(text)
    assert "".join(split.parts) == text
    room = {Encoding.GSM_7: (160, 153), Encoding.UCS_2: (70, 67)}[split.encoding][len(split.parts) > 1]
    assert all(count_places(part, split.encoding) <= room for part in split.parts)


@pytest.mark.parametrize(
    ("text", "encoding", "parts"),
    [("a" * 160, Encoding.GSM_7, 1), ("a" * 161, Encoding.GSM_7, 2), ("€" * 80, Encoding.GSM_7, 1),
     ("€" * 81, Encoding.GSM_7, 2), ("ә" * 70, Encoding.UCS_2, 1), ("ә" * 71, Encoding.UCS_2, 2)],
)  # fmt: skip
def test_part_ends_where_the_network_ends_it(text: str, encoding: Encoding, parts: int) -> None:
    split = split_text(text)
    assert (split.encoding, len(split.parts)) == (encoding, parts)


@pytest.mark.parametrize(
    ("hour", "minutes"), [(21.99, 0), (22, 600), (23.5, 510), (0, 480), (7.5, 30), (8, 0), (12, 0)]
)
def test_message_waits_exactly_until_the_morning(hour: float, minutes: int) -> None:
    at = datetime(2026, 3, 10, tzinfo=UTC) + timedelta(hours=hour)
    assert wait_for_morning(at, catalogue().rules) == timedelta(minutes=minutes)


@given(st.uuids(), st.integers(min_value=1, max_value=60))
def test_waits_never_shrink_and_stay_bounded(key: UUID, tries: int) -> None:
    for wait in (wait_after_message_try, wait_after_webhook_try):
        assert timedelta(0) < wait(tries, key=key) <= wait(tries + 1, key=key) <= timedelta(hours=15)


def draw_fact(data: st.DataObject, fact: FactType) -> object:
    """Draw a value of the fact's type."""
    match fact.type:
        case "number":
            return data.draw(st.integers(min_value=-(10**9), max_value=10**9))
        case "moment":
            return data.draw(st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
        case _:
            return data.draw(plain_texts)


def count_places(part: str, encoding: Encoding) -> int:
    """Count places as the network does."""
    if encoding is Encoding.UCS_2:
        return len(part.encode("utf-16-be")) // 2
    return sum(2 if character in "^{}\\[~]|€\f" else 1 for character in part)
