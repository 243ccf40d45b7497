"""Texts of rules: whole in every language, and numbers in the form that the language asks for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from alatau.core.content import content
from alatau.rules import texts
from alatau.rules.errors import RuleContentError
from alatau.rules.texts import RuleText, RuleTexts, find_text_problems, read_texts, say_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = 'name = {{ kk = "Несие", ru = "Кредит", en = "{en}", ar = "قرض" }}'


@pytest.fixture
def law_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a law whose texts a test writes."""
    package = tmp_path / "small_law"
    (package / "texts").mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "small_law", raising=False)
    monkeypatch.setattr(type(content()), "law", "small_law", raising=False)
    read_texts.cache_clear()
    yield package / "texts"
    read_texts.cache_clear()


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        (1, "ru", "1 ребёнок"),
        (3, "ru", "3 ребёнка"),
        (11, "ru", "11 детей"),
        (21, "ru", "21 ребёнок"),
        (5, "kk", "5 бала"),
        (1, "en", "1 child"),
        (0, "en", "0 children"),
        (2, "ar", "طفلان"),
        (4, "ar", "4 أطفال"),
    ],
)
def test_number_takes_the_form_its_language_asks_for(number: int, language: str, said: str) -> None:
    assert say_quantity(number, "children", language=language) == said


def test_number_of_a_unit_without_words_stands_alone() -> None:
    assert say_quantity(7, "ratio", language="en") == "7"


def test_text_without_one_of_the_languages_is_refused(law_folder: Path) -> None:
    (law_folder / "a.toml").write_text('[rules.FC1]\nname = { kk = "Несие", ru = "Кредит", en = "Loan" }\n')

    with pytest.raises(RuleContentError, match=r"a\.toml, rule FC1: says nothing in ar"):
        read_texts()


def test_key_that_stands_in_two_files_is_refused(law_folder: Path) -> None:
    for name in ("a", "b"):
        (law_folder / f"{name}.toml").write_text(f"[rules.FC1]\n{NAME.format(en=name)}\n")

    with pytest.raises(RuleContentError, match="stands twice"):
        read_texts()


@pytest.mark.parametrize("broken", ["[rules.FC1", "[rules.FC1]\nnames = 1\n", '[units.cars]\nen = { one = "x" }\n'])
def test_broken_file_is_refused_by_name(law_folder: Path, broken: str) -> None:
    (law_folder / "a.toml").write_text(broken)

    with pytest.raises(RuleContentError, match=r"a\.toml"):
        read_texts()


def test_missing_label_is_named(law_folder: Path) -> None:
    (law_folder / "a.toml").write_text(f"[rules.FC1]\n{NAME.format(en='Loans')}\n")

    problems = list(find_text_problems(read_texts(), needed={"FC1": ("none",), "FC2": ()}))

    assert problems == ["FC1 says nothing of its label none", "FC2 has no text"]


def test_nothing_is_missing_where_every_label_has_words() -> None:
    text = RuleText(name=content().name, labels={"none": content().name})
    given = RuleTexts(rules={"FC1": text}, units={}, words={})

    assert not list(texts.find_text_problems(given, needed={"FC1": ("none",)}))
