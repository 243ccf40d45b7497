"""Letters as the content package keeps them: a TOML file of texts in each language, drawn by a typst layout.

A letter lies in ``<letter_templates>/<key>.toml``; `frame.toml` holds what all letters share. Texts name facts in
braces (``{address}``), and the file declares every fact it uses. A changed letter takes a higher ``version``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.core.text import Text
from alatau.papers.errors import LetterContentError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FRAME = "frame.toml"
PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the letter's table of facts."""

    label: Text
    value: Text


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What every letter says beside its own words."""

    #: Who signed; names ``{city}``.
    signed: Text
    #: Stands before the address that checks.
    check: Text
    #: Stands before the code.
    code: Text


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One kind of letter or certificate."""

    key: str
    version: int
    title: Text
    #: Opening words to the reader.
    greeting: Text
    paragraphs: tuple[Text, ...]
    rows: tuple[Row, ...]
    #: How to object, and where to ask.
    closing: tuple[Text, ...]
    facts: frozenset[str]
    layout: Path

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every text of the letter, in order."""
        cells = tuple(cell for row in self.rows for cell in (row.label, row.value))
        return (self.title, self.greeting, *self.paragraphs, *cells, *self.closing)


@cache
def list_letters() -> dict[str, Letter]:
    """Return the content package's letters by key, checked."""
    return read_letters(content().letter_templates, languages=[language.code for language in content().languages])


def read_letters(folder: Path, *, languages: Sequence[str]) -> dict[str, Letter]:
    """Read and check every letter of a folder.

    Raises:
        LetterContentError: a letter cannot be used; it says which, and what to correct.
    """
    letters = {path.stem: _read_letter(path) for path in sorted(folder.glob("*.toml")) if path.name != FRAME}
    for letter in letters.values():
        _check(letter, languages)
    return letters


@cache
def get_frame() -> Frame:
    """Return what every letter says beside its own words."""
    raw = tomllib.loads((content().letter_templates / FRAME).read_text(encoding="utf-8"))
    return Frame(**{name: Text(**words) for name, words in raw.items()})


def get_letter(key: str) -> Letter:
    """Return the letter.

    Raises:
        LetterContentError: the content package has none of that key.
    """
    letter = list_letters().get(key)
    if letter is None:
        raise LetterContentError(letter=key, problem="no such letter")
    return letter


def _read_letter(path: Path) -> Letter:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Letter(
            key=path.stem,
            version=int(raw["version"]),
            title=Text(**raw["title"]),
            greeting=Text(**raw["greeting"]),
            paragraphs=tuple(Text(**each) for each in raw["paragraph"]),
            rows=tuple(Row(label=Text(**each["label"]), value=Text(**each["value"])) for each in raw.get("row", [])),
            closing=tuple(Text(**each) for each in raw.get("closing", [])),
            facts=frozenset(raw["facts"]),
            layout=path.parent / raw["layout"],
        )
    except (KeyError, TypeError, ValueError, AssertionError) as error:
        raise LetterContentError(letter=path.stem, problem=repr(error)) from error


def _check(letter: Letter, languages: Sequence[str]) -> None:
    for text in letter.texts:
        if text.missing(languages):
            raise LetterContentError(letter=letter.key, problem=f"{text!r} lacks {text.missing(languages)}")
        for language, words in text.items():
            unknown = set(PLACE.findall(words)) - letter.facts
            if unknown:
                raise LetterContentError(letter=letter.key, problem=f"{language}: facts not declared: {unknown}")
    if not letter.layout.is_file():
        raise LetterContentError(letter=letter.key, problem=f"no layout {letter.layout.name}")
