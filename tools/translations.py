"""Work on the catalogues of translations: `python -m tools.translations compile|update`.

`update` writes what the code and the templates now say into every room's catalogues: new sentences come in empty,
those nobody says any more go out. `compile` makes the binary catalogues that Django reads.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

CLONE = Path(__file__).resolve().parent.parent
HALVES = ("alatau", "qazaqstan")
#: English is what the code says; these are written beside it.
LANGUAGES = ("kk", "ru", "ar")
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


def read_catalogue(room: Path, language: str) -> Catalog:
    """Return a room's catalogue in a language; an empty one where there is none yet."""
    path = catalogue_path(room, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def catalogue_path(room: Path, language: str) -> Path:
    """Return where a room keeps its catalogue in a language."""
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def compile_all() -> None:
    """Write the binary catalogue beside every translated one."""
    for half in HALVES:
        for path in (CLONE / half).glob("**/locale/*/LC_MESSAGES/*.po"):
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


def _extract_file(path: Path) -> Iterator[tuple[int, object, list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Imported here: compiling catalogues must not need Django's settings.
        from django.utils.translation.template import templatize

        source = templatize(source, origin=str(path))
    yield from extract("python", BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators",))


if __name__ == "__main__":
    {"compile": compile_all, "update": update_all}[sys.argv[1]]()
