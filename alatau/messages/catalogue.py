"""The message templates of the content package, loaded once and looked up by key."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.messages.errors import TemplateUnknownError
from alatau.messages.values import Channel, PurposeClass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import time
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class FactType:
    """One placeholder of a template: its type, whether it is a secret, and a long sample for checks and previews."""

    type: str
    sample: object
    secret: bool = False


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What is said in one language over one channel. SMS and the inbox have no heading."""

    text: str
    heading: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One choice of a question: a digit, and words per language. The first word of a language is its label."""

    key: str
    digit: str
    words: Mapping[str, tuple[str, ...]]

    def label(self, language: str) -> str:
        """Return the word a button shows."""
        return self.words[language][0]


@dataclass(frozen=True, kw_only=True)
class MessageTemplate:
    """One version of one message."""

    key: str
    version: int
    purpose_class: PurposeClass
    #: Wall-clock minutes after which it is no longer worth sending.
    lives_minutes: int
    facts: Mapping[str, FactType]
    wordings: Mapping[Channel, Mapping[str, Wording]]
    #: May go out during quiet hours although its class would wait.
    any_hour: bool = False
    answers: tuple[Answer, ...] = ()
    #: Days in which an answer is taken.
    answer_days: int = 0
    #: An answer in the person's own words is taken too.
    free_text: bool = False
    #: Answer key -> key of the task type that a room above opens.
    on_answer: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_question(self) -> bool:
        """Tell whether an answer is expected."""
        return bool(self.answers) or self.free_text

    @property
    def heeds_quiet_hours(self) -> bool:
        """Tell whether the message waits until the morning."""
        return self.purpose_class is not PurposeClass.SECURITY and not self.any_hour

    @property
    def secret_names(self) -> frozenset[str]:
        """Return the names of facts that are erased after delivery."""
        return frozenset(name for name, fact in self.facts.items() if fact.secret)


@dataclass(frozen=True, kw_only=True)
class MessageRules:
    """What the content says about all messages."""

    sender: Mapping[str, str]
    quiet_from: time
    quiet_until: time
    text_kept_days: Mapping[PurposeClass, int]
    stop_words: Mapping[str, tuple[str, ...]]
    start_words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All templates by key and version, with the rules they share."""

    rules: MessageRules
    versions: Mapping[str, Mapping[int, MessageTemplate]]

    def newest(self) -> list[MessageTemplate]:
        """Return the version in force of every template, by key."""
        return [self.versions[key][max(self.versions[key])] for key in sorted(self.versions)]


def get_template(key: str, version: int | None = None) -> MessageTemplate:
    """Return a version of a template, the newest unless one is named.

    Raises:
        TemplateUnknownError: the content has no such key or version.
    """
    versions = catalogue().versions.get(key, {})
    wanted = version if version is not None else max(versions, default=0)
    if wanted not in versions:
        raise TemplateUnknownError(template=key, version=version)
    return versions[wanted]


@cache
def catalogue() -> Catalogue:
    """Return the loaded content package's messages; the same object in every call of a process."""
    return load_catalogue(content().message_templates)


def load_catalogue(folder: Path) -> Catalogue:
    """Read every TOML file of the folder; `rules.toml` holds the rules, the others hold templates."""
    versions: dict[str, dict[int, MessageTemplate]] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == "rules.toml":
            continue
        for raw in tomllib.loads(path.read_text(encoding="utf-8")).get("template", []):
            template = _read_template(raw)
            assert template.version not in versions.get(template.key, {}), f"{template.key} repeats a version"
            versions.setdefault(template.key, {})[template.version] = template
    rules = _read_rules(tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8")))
    return Catalogue(rules=rules, versions=MappingProxyType(versions))


def _read_template(raw: dict[str, Any]) -> MessageTemplate:
    return MessageTemplate(
        key=raw["key"],
        version=raw["version"],
        purpose_class=PurposeClass(raw["purpose_class"]),
        lives_minutes=raw["lives_minutes"],
        facts={name: FactType(**fact) for name, fact in raw.get("facts", {}).items()},
        wordings={channel: _read_wordings(raw[channel]) for channel in Channel if channel in raw},
        any_hour=raw.get("any_hour", False),
        answers=tuple(_read_answer(key, answer) for key, answer in raw.get("answers", {}).items()),
        answer_days=raw.get("answer_days", 0),
        free_text=raw.get("free_text", False),
        on_answer=raw.get("on_answer", {}),
    )


def _read_wordings(raw: dict[str, Any]) -> dict[str, Wording]:
    return {
        language: Wording(text=said.strip()) if isinstance(said, str) else Wording(**_stripped(said))
        for language, said in raw.items()
    }


def _stripped(said: dict[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in said.items()}


def _read_answer(key: str, raw: dict[str, Any]) -> Answer:
    words = {language: tuple(said) for language, said in raw.items() if language != "digit"}
    return Answer(key=key, digit=raw["digit"], words=words)


def _read_rules(raw: dict[str, Any]) -> MessageRules:
    return MessageRules(
        sender=raw["sender"],
        quiet_from=raw["quiet_hours"]["from"],
        quiet_until=raw["quiet_hours"]["until"],
        text_kept_days={PurposeClass(name): days for name, days in raw["text_kept_days"].items()},
        stop_words={language: tuple(words) for language, words in raw["stop_words"].items()},
        start_words={language: tuple(words) for language, words in raw["start_words"].items()},
    )
