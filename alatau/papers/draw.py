"""Draw a letter as PDF. The same letter, language, facts and mark give the same bytes, on any machine.

The PDF is tagged and meets PDF/A-2a (long keeping) and PDF/UA-1 (screen readers). Only the fonts named in the settings
are used, never those of the machine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import segno
import typst
from django.conf import settings

from alatau.core.content import content
from alatau.core.text import direction
from alatau.papers.errors import LetterContentError, LetterFactsError
from alatau.papers.letters import PLACE, get_frame

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from alatau.core.text import Text
    from alatau.papers.letters import Letter

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What ties the paper to the city's record of it."""

    code: str
    #: Address of the page that verifies, with the code in it.
    address: str
    issued_at: datetime
    #: The day of issue as the letter's language writes it.
    issued_on: str


def draw_letter(letter: Letter, *, language: str, facts: Mapping[str, str], mark: Mark) -> bytes:
    """Return the unsigned PDF.

    Raises:
        LetterFactsError: a fact is missing, or one is given that the letter does not declare.
        LetterContentError: the layout does not compile, or a letter of the text is in none of the fonts.
    """
    if set(facts) != letter.facts:
        raise LetterFactsError(letter=letter.key, missing=sorted(letter.facts - set(facts)))
    said = _say_letter(letter, language=language, facts=facts)
    said |= _say_frame(mark, language=language)
    inputs = {"letter": json.dumps(said, ensure_ascii=False), "qr": draw_code(mark.address)}
    try:
        pdf, warnings = typst.compile_with_warnings(
            letter.layout,
            root=letter.layout.parent,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=STANDARDS,
            timestamp=mark.issued_at.replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise LetterContentError(letter=letter.key, problem=error.diagnostic or error.message) from error
    if warnings:
        raise LetterContentError(letter=letter.key, problem=warnings[0].message)
    return pdf


def draw_code(address: str) -> str:
    """Return the QR code of an address as SVG."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def _say_letter(letter: Letter, *, language: str, facts: Mapping[str, str]) -> dict[str, object]:
    def say(text: Text) -> str:
        # One pass: a brace inside a fact stays what it is.
        return PLACE.sub(lambda place: facts[place[1]], text.say(language))

    return {
        "language": language,
        "direction": direction(language),
        "title": say(letter.title),
        "greeting": say(letter.greeting),
        "paragraphs": [say(each) for each in letter.paragraphs],
        "rows": [[say(row.label), say(row.value)] for row in letter.rows],
        "closing": [say(each) for each in letter.closing],
    }


def _say_frame(mark: Mark, *, language: str) -> dict[str, str]:
    frame, city = get_frame(), content().city_name.say(language)
    return {
        "city": city,
        "signed": frame.signed.say(language).replace("{city}", city),
        "check": frame.check.say(language),
        "code_label": frame.code.say(language),
        "code": mark.code,
        "address": mark.address,
        # The page without the code, as people type it.
        "site": mark.address.rpartition("/")[0].partition("://")[2],
        "issued_on": mark.issued_on,
    }


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[settings.ALATAU_LETTER_FONTS]
    )
