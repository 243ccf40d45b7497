"""What a message template is: its facts, its words in each language, its answers, and the rules all of them share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alatau.messages.values import Channel, PurposeClass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import time


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
    #: Staff may send it by hand; all others are sent by the city's own work, with facts that it knows.
    by_hand: bool = False
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
    stop_words: Mapping[str, tuple[str, ...]]
    start_words: Mapping[str, tuple[str, ...]]
    #: What a fact is called where operators fill it in, by its name and by language.
    fact_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All templates by key and version, with the rules they share."""

    rules: MessageRules
    versions: Mapping[str, Mapping[int, MessageTemplate]]

    def newest(self) -> list[MessageTemplate]:
        """Return the version in force of every template, by key."""
        return [self.versions[key][max(self.versions[key])] for key in sorted(self.versions)]
