"""Catalogues: what is found in code and pages, and which translations are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog

from tools import translations
from tools.translations import compile_catalogue, extract_room, find_problem

if TYPE_CHECKING:
    from pathlib import Path

CODE = """
from django.utils.translation import gettext as _, ngettext
def say(n):
    return _("Wait %(minutes)s min.") + ngettext("%(n)s letter", "%(n)s letters", n)
"""
PAGE = """
<div>
    {% load i18n %}
        {% translate "Sign in" %}
    {% include "card.html" with label=_("Close") %}
        {% blocktranslate with name=person.name %}Hello, {{ name }}.{% endblocktranslate %}
</div>
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room with one file of code and one page."""
    monkeypatch.setattr(translations, "CLONE", tmp_path)
    (tmp_path / "room" / "templates").mkdir(parents=True)
    (tmp_path / "room" / "say.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "room" / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    return tmp_path / "room"


def test_sentences_of_code_and_pages_are_found(room: Path) -> None:
    found = {str(message.id) for message in extract_room(room) if message.id}
    plural = str(("%(n)s letter", "%(n)s letters"))
    assert found == {"Wait %(minutes)s min.", plural, "Sign in", "Close", "Hello, %(name)s."}


def problem_of(translated: str | tuple[str, ...], *, id: str | tuple[str, ...]) -> str:
    catalog = Catalog(locale="ru")
    message = catalog.add(id, translated)
    return find_problem(message, catalog)


def test_a_translation_with_the_same_facts_is_good() -> None:
    assert problem_of("Ждите %(minutes)s мин.", id="Wait %(minutes)s min.") == ""


@pytest.mark.parametrize("translated", ["Ждите.", "Ждите %(minute)s мин.", "Ждите %(minutes)s мин. %(name)s"])
def test_a_translation_that_loses_or_invents_a_fact_is_refused(translated: str) -> None:
    assert "placeholders differ" in problem_of(translated, id="Wait %(minutes)s min.")


def test_an_empty_translation_is_refused() -> None:
    assert problem_of("", id="Sign in") == "not translated"


def test_one_empty_plural_form_is_refused() -> None:
    forms = ("%(n)s письмо", "%(n)s письма", "")
    assert problem_of(forms, id=("%(n)s letter", "%(n)s letters")) == "not translated"


def test_a_compiled_catalogue_says_the_translation(tmp_path: Path) -> None:
    path = tmp_path / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n\nmsgid "Close"\nmsgstr "Закрыть"\n')
    compile_catalogue(path)
    assert "Закрыть".encode() in path.with_suffix(".mo").read_bytes()
