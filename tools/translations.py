"""Work on the catalogues of translations: `python -m tools.translations compile|update|check`.

`check` names every sentence that is not translated, or not with the same placeholders. `update` writes what the code
and the templates now say into every room's catalogues: new sentences come in empty, those nobody says any more go
out. `compile` makes the binary catalogues that Django reads.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from babel.messages.catalog import Message

CLONE = Path(__file__).resolve().parent.parent
HALVES = ("alatau", "qazaqstan")
#: English is what the code says; these are written beside it.
LANGUAGES = ("kk", "ru", "ar")
#: What Django fills in: `%(name)s`, `%s` and the like.
#: Letters that a language does not have: where they stand, the words are another one's.
FOREIGN = {"ru": re.compile("[ӘәҒғҚқҢңӨөҰұҮүҺһІі]"), "ar": re.compile("[\u0400-\u04ff]")}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdf]")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def list_rooms() -> list[Path]:
    """Return the folders that keep catalogues of their own: the rooms, and the content package."""
    rooms = [path.parent for path in (CLONE / "alatau").glob("*/__init__.py")]
    return sorted([*rooms, *(CLONE / half for half in HALVES if half != "alatau")])


def extract_room(room: Path) -> Catalog:
    """Return every sentence that the code and the templates of a room mark for translation."""
    catalog = Catalog(charset="utf-8")
    for path in sorted(room.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "migrations" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        place = str(path.relative_to(CLONE))
        for _line, messages, comments, context in _extract_file(path):
            catalog.add(messages, auto_comments=comments, context=context, locations=[(place, 0)])
    return catalog


@cache
def read_catalogue(room: Path, language: str) -> Catalog:
    """Return a room's catalogue in a language; an empty one where there is none yet."""
    path = catalogue_path(room, language)
    if not path.exists():
        return Catalog(
            locale=language,
            charset="utf-8",
            project="Alatau",
            version="0.1.0",
            msgid_bugs_address="",
            last_translator="",
            language_team="",
            header_comment=f"# Translations of Alatau: {language}.",
            fuzzy=False,
        )
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def catalogue_path(room: Path, language: str) -> Path:
    """Return where a room keeps its catalogue in a language."""
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def compile_all() -> None:
    """Write the binary catalogue beside every translated one."""
    for half in HALVES:
        for path in (CLONE / half).glob("**/locale/*/LC_MESSAGES/*.po"):
            compile_catalogue(path)


def compile_catalogue(path: Path) -> None:
    """Write the binary catalogue that Django reads beside a translated one."""
    with path.open("rb") as stream:
        catalog = read_po(stream, locale=path.parent.parent.name)
    binary = BytesIO()
    write_mo(binary, catalog)
    path.with_suffix(".mo").write_bytes(binary.getvalue())


def update_all() -> None:
    """Bring every room's catalogues to what the room says now; translations that still fit are kept."""
    for room in list_rooms():
        template = extract_room(room)
        if not len(template):
            continue
        for language in LANGUAGES:
            catalog = read_catalogue(room, language)
            catalog.update(template, no_fuzzy_matching=True)
            path = catalogue_path(room, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                write_po(stream, catalog, width=118, sort_output=True, omit_header=False, ignore_obsolete=True,
                         include_lineno=False)  # fmt: skip


def list_gaps() -> list[str]:
    """Return a line for each sentence that a language lacks or whose placeholders differ from the English ones."""
    return [
        f"{catalogue_path(room, language).relative_to(CLONE)}: {problem}: {message.id!r}"
        for room in list_rooms()
        for message in extract_room(room)
        if message.id
        for language in LANGUAGES
        if (problem := find_problem(message, _find_catalogue(message, room, language)))
    ]


def check_all() -> None:
    """Print every gap; end with an error when there is one."""
    gaps = list_gaps()
    sys.exit("\n".join([*gaps, f"{len(gaps)} sentences are not translated well."]) if gaps else 0)


def _find_catalogue(message: Message, room: Path, language: str) -> Catalog:
    """Return the catalogue that answers for a message: the room's own, else another's, as Django merges them."""
    catalogues = (read_catalogue(one, language) for one in (room, *list_rooms()))
    answering = (
        one for one in catalogues if (found := one.get(message.id, message.context)) and any(_texts(found.string))
    )
    return next(answering, read_catalogue(room, language))


def find_problem(message: Message, catalog: Catalog) -> str:
    """Return what is wrong with the translation of a message; empty when it is good."""
    translated = catalog.get(message.id, message.context)
    if translated is None or not _texts(translated.string) or not all(_texts(translated.string)):
        return "not translated"
    if translated.fuzzy:
        return "marked as a guess"
    foreign = FOREIGN.get(str(catalog.locale))
    if foreign and any(foreign.search(text) for text in _texts(translated.string)):
        return "written in another language's letters"
    wanted = _placeholders(_texts(message.id)[-1])
    if any(_placeholders(text) != wanted for text in _texts(translated.string)):
        # A plural form for one thing may say "one" in words, and so need no figure.
        singular = len(_texts(translated.string)) > 1
        if not singular or any(_placeholders(text) - wanted for text in _texts(translated.string)):
            return f"the placeholders differ from {sorted(wanted)}"
    return ""


def _texts(value: str | Sequence[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text.replace("%%", "")))


def _extract_file(path: Path) -> Iterator[tuple[int, str | tuple[str, ...] | list[str], list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Imported here: compiling catalogues must not need Django's settings.
        from django.utils.translation.template import templatize

        # What is no sentence comes back blotted out, with indents that no Python file may have.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    yield from extract("python", BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators",))


if __name__ == "__main__":
    {"compile": compile_all, "update": update_all, "check": check_all}[sys.argv[1]]()
