"""How each language is read in search: content files with letters, endings and words that say nothing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import snowballstemmer  # type: ignore[import-untyped]  # the library carries no types

from alatau.core.content import content
from alatau.services.catalogue.errors import ServiceContentError
from alatau.services.catalogue.tables import Problem, Types, check_table, read_words, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

READING: Types = {"stemmer": str, "letters": dict, "endings": dict, "stop": dict}
ENDINGS: Types = {"least": int, "list": list, "finals": dict}
STOP: Types = {"list": list}


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """How the words of one language are brought to one form."""

    language: str
    #: A stemmer of the Snowball family; empty where the language has none, or its endings stand in the file.
    stemmer: str = ""
    #: Letters that are read as others, or as nothing.
    letters: Mapping[str, str] = field(default_factory=dict)
    #: Endings, longest first, in the letters they are read as; and how short a word may get.
    endings: tuple[str, ...] = ()
    least: int = 0
    #: Letters that the last one of a stem becomes before an ending, and what it is read as.
    finals: Mapping[str, str] = field(default_factory=dict)
    stop: frozenset[str] = frozenset()

    def fold(self, text: str) -> str:
        """Return text in the letters it is read as."""
        return text.casefold().translate({ord(letter): read for letter, read in self.letters.items()})


def list_readings() -> tuple[Reading, ...]:
    """Return how each language of the content is read, in its order; one without a file is read as it is written.

    Raises:
        ServiceContentError: a file cannot be used; it says which, and what to correct.
    """
    folder = content().services / "search"
    return tuple(read_reading(folder / f"{language.code}.toml") for language in content().languages)


def read_reading(path: Path) -> Reading:
    """Return how the language of a file is read. Raises: ServiceContentError."""
    if not path.is_file():
        return Reading(language=path.stem)
    try:
        return _make_reading(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except Problem as problem:
        raise ServiceContentError(file=path.name, problem=str(problem)) from problem
    except (OSError, ValueError) as error:
        raise ServiceContentError(file=path.name, problem=f"it is not TOML ({error})") from error


def _make_reading(language: str, raw: object) -> Reading:
    table = check_table(raw, READING, needs=(), where="the file")
    stemmer = table.get("stemmer", "")
    if stemmer and stemmer not in snowballstemmer.algorithms():
        refuse(f"stemmer {stemmer} is unknown")
    letters = _read_letters(table.get("letters", {}), where="letters")
    plain = Reading(language=language, letters=letters)
    cut = check_table(table.get("endings", {"least": 0, "list": []}), ENDINGS, needs=("least", "list"), where="endings")
    stop = check_table(table.get("stop", {"list": []}), STOP, needs=("list",), where="stop")
    return Reading(
        language=language,
        stemmer=stemmer,
        letters=letters,
        endings=_read_endings(cut, plain),
        least=cut["least"],
        finals=_read_letters(cut.get("finals", {}), where="finals in endings"),
        stop=frozenset(plain.fold(word) for word in read_words(stop["list"], where="stop")),
    )


def _read_endings(cut: Mapping[str, Any], plain: Reading) -> tuple[str, ...]:
    folded = {plain.fold(ending) for ending in read_words(cut["list"], where="endings")}
    return tuple(sorted(folded, key=lambda ending: (-len(ending), ending)))


def _read_letters(raw: Mapping[str, Any], *, where: str) -> dict[str, str]:
    letters: dict[str, str] = check_table(raw, dict.fromkeys(raw, str), needs=(), where=where)
    if any(len(letter) != 1 for letter in letters):
        refuse(f"{where} replaces one letter at a time")
    return letters
