"""What residents read of the law: in four languages, in short sentences, and never a letter."""

from __future__ import annotations

import re
from datetime import date

import pytest

from alatau.rules.gather import read_book
from alatau.rules.texts import find_text_problems, find_word, read_texts

TODAY = date(2026, 10, 1)
LANGUAGES = ("kk", "ru", "en", "ar")
#: Kinds of rules whose results stand on the card.
SHOWN = {"indicator", "points", "status", "need"}
CATEGORIES = ("dfc_category", "neediness_level")


def shown() -> dict[str, tuple[str, ...]]:
    versions = [version for version in read_book().versions if "benefits" not in version.file]
    return {v.key: v.labels for v in versions if v.kind in SHOWN or v.name in CATEGORIES}


def test_everything_on_the_card_has_texts_in_all_languages() -> None:
    assert list(find_text_problems(read_texts(), needed=shown())) == []


def test_every_indicator_status_and_need_says_how_it_is_counted() -> None:
    kinds = {v.key: v.kind for v in read_book().versions}
    silent = [
        key for key in shown() if kinds[key] in {"indicator", "status", "need"} and read_texts().rules[key].how is None
    ]
    assert silent == []


def test_whatever_an_indicator_reads_has_a_name_to_unfold_it_by() -> None:
    rules = read_book().on(TODAY).rules
    read = {
        name for key in shown() for rule in rules.values() if rule.version.key == key for name in rule.names_of("rule")
    }
    own = [name for name in sorted(read) if "benefits" not in rules[name].version.file]
    assert [name for name in own if rules[name].version.key not in read_texts().rules] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_indicators_are_short(language: str) -> None:
    hows = {
        key: text.how.say(language) for key, text in read_texts().rules.items() if key.startswith("FC") and text.how
    }
    long = [key for key, how in hows.items() for sentence in re.split(r"[.!?؟] ", how) if len(sentence.split()) > 24]
    assert long == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_categories_are_called_by_name_and_never_by_letter(language: str) -> None:
    labels = read_texts().rules["dfc_category"].labels
    names = [labels[letter].say(language) for letter in "ABCDE"]
    assert len(set(names)) == 5
    assert not any(re.search(r"\b[A-EА-Е]\b", name) for name in names)


@pytest.mark.parametrize("kind", ["domain", "direction", "verification"])
def test_groups_of_rules_have_words(kind: str) -> None:
    keys = {str(version.facts[kind]) for version in read_book().versions if version.facts.get(kind)}
    keys |= {
        version.verification for version in read_book().versions if kind == "verification" and version.verification
    }
    assert [key for key in keys if find_word(kind, key) is None] == []
