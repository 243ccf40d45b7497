"""Facts into words: a template, a language and typed facts become the text a person reads."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from typing import TYPE_CHECKING

from alatau.core.text import NO_BREAK_SPACE, format_day, format_moment, format_number
from alatau.messages.errors import TemplateFactsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.messages.values import Channel
    from alatau.messages.wording import FactType, MessageTemplate

#: What a secret looks like wherever the message is kept.
MASK = "••••••"
#: A text fact longer than this is a mistake of the caller: no person reads more in a message.
TEXT_MOST = 200


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A message in words."""

    heading: str
    text: str


def render(
    template: MessageTemplate,
    *,
    channel: Channel,
    language: str,
    facts: Mapping[str, object],
) -> Rendered:
    """Return the words of the template with every placeholder filled.

    Raises:
        TemplateFactsError: a fact is missing, not declared, or not of its type.
    """
    _check_names(template, facts)
    said = {name: _say(fact, facts[name], language=language) for name, fact in template.facts.items()}
    wording = template.wordings[channel][language]
    return Rendered(heading=_fill(wording.heading, said), text=_fill(wording.text, said))


def mask_secrets(template: MessageTemplate, facts: Mapping[str, object]) -> dict[str, object]:
    """Return the facts with every secret replaced by dots, for keeping and showing."""
    return {name: MASK if name in template.secret_names else value for name, value in facts.items()}


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces.

    Raises:
        ValueError: a brace stands alone, or something else than a plain name stands in a pair.
    """
    names = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None]
    if not all(name.isidentifier() and not spec and not conversion for name, spec, conversion in names):
        raise ValueError(text)
    return frozenset(name for name, _, _ in names)


def _check_names(template: MessageTemplate, facts: Mapping[str, object]) -> None:
    if facts.keys() != template.facts.keys():
        names = sorted(facts.keys() ^ template.facts.keys())
        raise TemplateFactsError(template=template.key, names=names)


def _fill(text: str, said: Mapping[str, str]) -> str:
    # Not str.format: a value that itself holds braces stays as it is, and attributes cannot be reached.
    return "".join(literal + (said[name] if name else "") for literal, name, _, _ in Formatter().parse(text))


def _say(fact: FactType, value: object, *, language: str) -> str:
    if value == MASK and fact.secret:
        return MASK
    match fact.type, value:
        case (("text" | "code"), str()):
            return _clean(value)
        case "number", int() if not isinstance(value, bool):
            return format_number(value, language, space=" ")
        case "moment", datetime():
            return _plain_spaces(format_moment(value, language))
        case "day", date() if not isinstance(value, datetime):
            return _plain_spaces(format_day(value, language))
        case _:
            raise TemplateFactsError(fact_type=fact.type)


def _plain_spaces(said: str) -> str:
    # A space that does not break is outside the one-part alphabet of an SMS.
    return said.replace(NO_BREAK_SPACE, " ")


def _clean(value: str) -> str:
    """Take out line breaks and invisible characters, so that a fact cannot pose as the city's own words."""
    plain = " ".join("".join(c for c in value if unicodedata.category(c)[0] != "C" or c in "\n\t").split())
    if not plain or len(plain) > TEXT_MOST:
        raise TemplateFactsError(fact_type="text", length=len(plain))
    return plain
