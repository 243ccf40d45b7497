"""Every refusal of the room: a code of its own, a short sentence in four languages, and nothing of the inside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from alatau.core.errors import AlatauError
from alatau.messages import errors
from alatau.messages.webhooks import errors as webhook_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

FACTS = {"problem": "two have the same name.", "file": "town.toml", "template": "town.goats", "channel": "sms"}


def list_refusals() -> Iterator[type[AlatauError]]:
    """Return every error that is the room's own."""
    for module in (errors, webhook_errors):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, AlatauError) and kind.__module__ == module.__name__:
                yield kind


REFUSALS = sorted(list_refusals(), key=lambda kind: kind.code)


def say(kind: type[AlatauError], language: str) -> str:
    """Return the refusal's sentence in a language."""
    with translation.override(language):
        return kind(**FACTS).sentence()


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.code)
def test_refusal_speaks_four_languages(kind: type[AlatauError]) -> None:
    assert len({say(kind, language) for language in ("en", "kk", "ru", "ar")}) == 4


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.code)
def test_refusal_is_short_and_says_what_next(kind: type[AlatauError]) -> None:
    for language in ("en", "kk", "ru", "ar"):
        sentences = re.split(r"(?<=[.:؛])\s", say(kind, language))
        assert max(len(sentence.split()) for sentence in sentences) <= 20


@pytest.mark.parametrize("language", ["kk", "ru", "ar"])
@pytest.mark.parametrize("kind", [errors.TemplateFileError, errors.GatewaySettingsError])
def test_refusal_keeps_the_problem_in_every_language(kind: type[AlatauError], language: str) -> None:
    assert FACTS["problem"] in say(kind, language)


def test_refusal_of_a_template_names_its_place_in_every_language() -> None:
    for language in ("en", "kk", "ru", "ar"):
        assert "town.toml/town.goats" in say(errors.TemplateFileError, language)


def test_codes_are_the_rooms_and_nobody_elses() -> None:
    codes = [kind.code for kind in REFUSALS]
    assert len(set(codes)) == len(codes) > 15
    assert all(code.startswith("messages.") for code in codes)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.AddressNotUsableError, 400),
        (errors.TemplateUnknownError, 400),
        (errors.TemplateFactsError, 400),
        (errors.ChannelNotOfferedError, 400),
        (errors.AnswerNotUnderstoodError, 400),
        (errors.CallbackRefusedError, 403),
        (errors.MessageNotFoundError, 404),
        (errors.ConversationNotFoundError, 404),
        (webhook_errors.EndpointNotFoundError, 404),
        (webhook_errors.UrlNotUsableError, 400),
        (errors.NoWayToReachError, 409),
        (errors.ConversationClosedError, 409),
        (errors.MessageKeyReusedError, 409),
        (webhook_errors.EndpointDisabledError, 409),
    ],
)
def test_refusal_answers_with_the_status_of_its_kind(kind: type[AlatauError], status: int) -> None:
    assert kind.http_status == status


@pytest.mark.parametrize("kind", [errors.MessageNotFoundError, errors.ConversationNotFoundError])
def test_absent_and_not_yours_read_alike(kind: type[AlatauError]) -> None:
    assert say(kind, "en") == say(errors.MessageNotFoundError, "en")


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.code)
def test_refusal_never_says_a_code_word_or_an_id(kind: type[AlatauError]) -> None:
    said = say(kind, "en")
    assert kind.code not in said
    assert not re.search(r"\b(error|invalid|null|None|successfully)\b", said)
