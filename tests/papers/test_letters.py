"""Letters are content: complete in every language, drawn the same everywhere, checked at the start."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.papers.checks import check_letters
from alatau.papers.draw import Mark, draw_letter
from alatau.papers.errors import LetterContentError
from alatau.papers.letters import get_frame, get_letter, list_letters, read_letters

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

LETTERS = Path(__file__).resolve().parents[2] / "qazaqstan" / "letters"
GOOD = (LETTERS / "address_notice.toml").read_text(encoding="utf-8")
MARK = Mark(
    code="7H2KD-9QXMB-44TRC-0ZWPA",
    address="https://city.example/verify/7H2KD9QXMB44TRC0ZWPA",
    issued_at=datetime(2026, 3, 10, 7, tzinfo=UTC),
    issued_on="10 March 2026",
)
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
#: What the fonts can show: Kazakh, Russian and English letters, Arabic ones, figures and signs of a text.
WRITTEN = st.text(
    alphabet=KAZAKH + "абвгдежзийклмнопрстуфхцчшщъыьэюяAZaz09 .,:;!?()«»-{}#$*_@\\\"'<>ابتثجحخدذرزسشصض", max_size=60
)


def draw(key: str, language: str, words: str) -> bytes:
    letter = get_letter(key)
    return draw_letter(letter, language=language, facts=dict.fromkeys(letter.facts, words), mark=MARK)


@pytest.mark.parametrize("key", ["address_notice", "address_unchanged", "question_answer", "record_corrected"])
def test_every_letter_is_drawn_in_every_language(key: str) -> None:
    for language in content().languages:
        assert draw(key, language.code, KAZAKH).startswith(b"%PDF-1.7")


def test_letters_and_their_frame_speak_all_languages() -> None:
    languages = [language.code for language in content().languages]
    frame = get_frame()
    texts = [text for letter in list_letters().values() for text in letter.texts]
    assert [text for text in (*texts, frame.signed, frame.check, frame.code) if text.missing(languages)] == []


@settings(max_examples=40, deadline=None)
@given(words=WRITTEN, language=st.sampled_from(["kk", "ru", "en", "ar"]))
def test_same_facts_draw_the_same_bytes_whatever_people_write(words: str, language: str) -> None:
    assert draw("address_notice", language, words) == draw("address_notice", language, words)


def test_drawn_file_is_for_archives_and_screen_readers() -> None:
    pdf = draw("address_notice", "kk", "x")
    for mark in (b"<pdfaid:part>2", b"<pdfaid:conformance>A", b"<pdfuaid:part>1"):
        assert mark in pdf


def test_start_finds_nothing_to_correct() -> None:
    assert check_letters() == []


def test_start_names_missing_fonts_and_a_key_that_does_not_open(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.ALATAU_LETTER_FONTS = tmp_path
    settings.ALATAU_SIGNER_PKCS12 = str(tmp_path / "none.p12")
    assert [found.id for found in check_letters()] == ["papers.E002", "papers.E003"]


@pytest.mark.parametrize(
    ("found", "written", "problem"),
    [
        ('facts = ["name", ', "facts = [", "facts not declared"),
        ('layout = "letter.typ"', 'layout = "none.typ"', "no layout"),
        ("version = 1", 'version = "x"', "ValueError"),
        ('ru = "Решение об адресе"\n', "", "lacks"),
        ("[title]", "[heading]", "title"),
    ],
)
def test_broken_letter_says_what_to_correct(tmp_path: Path, found: str, written: str, problem: str) -> None:
    assert found in GOOD
    (tmp_path / "letter.typ").write_text("", encoding="utf-8")
    (tmp_path / "broken.toml").write_text(GOOD.replace(found, written), encoding="utf-8")
    with pytest.raises(LetterContentError) as refusal:
        read_letters(tmp_path, languages=["kk", "ru", "en", "ar"])
    assert problem in str(refusal.value)


def test_layout_that_does_not_compile_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.typ").write_text("#nonsense", encoding="utf-8")
    (tmp_path / "broken.toml").write_text(GOOD, encoding="utf-8")
    letter = read_letters(tmp_path, languages=["kk"])["broken"]
    with pytest.raises(LetterContentError, match="nonsense"):
        draw_letter(letter, language="kk", facts=dict.fromkeys(letter.facts, "x"), mark=MARK)
