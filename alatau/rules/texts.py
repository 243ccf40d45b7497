"""What rules, their labels and their units are called, and how a figure is counted, in the words of people.

The content package keeps them beside its law, in `texts/*.toml` of the package that `law` names::

    [rules.FC015]                     # a rule's key: its code, or its name
    name = { kk = "...", ru = "...", en = "...", ar = "..." }
    how = { kk = "...", ... }         # one or two plain sentences: how it is counted, or who gets it and why
    [rules.FC015.labels]              # of a category: what each label means
    none = { kk = "...", ... }

    [units.children]                  # a number with its word; which form a language takes is its own affair
    en = { one = "{n} child", other = "{n} children" }

    [words.payer.local_budget]        # payers, rhythms, directions, domains and whatever else rules name by a key
    kk = "..."
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale
from django.utils.translation import get_language

from alatau.core.content import content, find_language
from alatau.core.text import Text, format_number
from alatau.rules.errors import RuleContentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Stands in a unit's words for the number.
NUMBER = "{n}"


@dataclass(frozen=True, kw_only=True)
class RuleText:
    """What one rule is called and says."""

    name: Text
    #: How it is counted, or who has the right and why; empty where nobody outside reads it.
    how: Text | None = None
    labels: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RuleTexts:
    """All texts of a content package's law."""

    rules: Mapping[str, RuleText]
    #: Plural forms by unit, language and form: ``units["children"]["en"]["one"]``.
    units: Mapping[str, Mapping[str, Mapping[str, str]]]
    words: Mapping[str, Mapping[str, Text]]


@cache
def read_texts() -> RuleTexts:
    """Return the texts of the content package's law.

    Raises:
        RuleContentError: a file cannot be read, a key stands twice, or a text lacks one of the state's languages.
    """
    package = import_module(content().law)
    folder = Path(package.__path__[0]) / "texts"
    rules: dict[str, RuleText] = {}
    units: dict[str, Mapping[str, Mapping[str, str]]] = {}
    words: dict[str, dict[str, Text]] = {}
    for path in sorted(folder.glob("*.toml")):
        table = _read(path)
        for key, entry in table.get("rules", {}).items():
            _refuse_twice(path, key, known=key in rules)
            rules[key] = _rule_text(path, key, entry)
        for unit, forms in table.get("units", {}).items():
            _refuse_twice(path, unit, known=unit in units)
            units[unit] = _unit(path, unit, forms)
        for kind, entries in table.get("words", {}).items():
            for key, entry in entries.items():
                known = words.setdefault(kind, {})
                _refuse_twice(path, f"{kind}.{key}", known=key in known)
                known[key] = _text(path, f"{kind}.{key}", entry)
    return RuleTexts(rules=rules, units=units, words=words)


def find_rule_text(key: str) -> RuleText | None:
    """Return what a rule is called and says; None for one that only other rules read."""
    return read_texts().rules.get(key)


def find_word(kind: str, key: str) -> Text | None:
    """Return the words of a key that rules name: ``find_word("payer", "local_budget")``."""
    return read_texts().words.get(kind, {}).get(key)


def say_quantity(number: int | Decimal, unit: str, *, language: str | None = None, places: int | None = None) -> str:
    """Return a number with its unit in the form that the language asks for: "1 child", "4 children"."""
    spoken = find_language(language or get_language())
    shown = format_number(number, spoken.code, places=places)
    forms = read_texts().units.get(unit, {}).get(spoken.code)
    if forms is None:
        return shown
    form = Locale.parse(str(spoken.locale)).plural_form(Decimal(number).copy_abs())
    return (forms.get(form) or forms["other"]).replace(NUMBER, shown)


def find_text_problems(texts: RuleTexts, *, needed: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield what is missing: a rule without text, a label without words. `needed` are labels by the rule's key."""
    for key, labels in sorted(needed.items()):
        text = texts.rules.get(key)
        if text is None:
            yield f"{key} has no text"
            continue
        for label in labels:
            if label not in text.labels:
                yield f"{key} says nothing of its label {label}"


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleContentError(file=path.name, problem=f"cannot be read: {error}") from error


def _rule_text(path: Path, key: str, entry: Mapping[str, Any]) -> RuleText:
    odd = sorted(entry.keys() - {"name", "how", "labels"})
    if odd or "name" not in entry:
        raise RuleContentError(file=path.name, rule=key, problem=f"has {odd[0]}" if odd else "has no name")
    return RuleText(
        name=_text(path, key, entry["name"]),
        how=_text(path, key, entry["how"]) if "how" in entry else None,
        labels={label: _text(path, f"{key}.{label}", words) for label, words in entry.get("labels", {}).items()},
    )


def _text(path: Path, key: str, words: Mapping[str, str]) -> Text:
    wanted = [language.code for language in content().languages]
    missing = [language for language in wanted if not str(words.get(language, "")).strip()]
    if missing:
        raise RuleContentError(file=path.name, rule=key, problem=f"says nothing in {missing[0]}")
    return Text(**{language: words[language] for language in wanted})


def _unit(path: Path, unit: str, forms: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    for language in content().languages:
        given = forms.get(language.code, {})
        if "other" not in given or any(NUMBER not in words for form, words in given.items() if form == "other"):
            problem = f"the unit {unit} has no form `other` with {NUMBER} in {language.code}"
            raise RuleContentError(file=path.name, problem=problem)
    return forms


def _refuse_twice(path: Path, key: str, *, known: bool) -> None:
    if known:
        raise RuleContentError(file=path.name, rule=key, problem="stands twice")
