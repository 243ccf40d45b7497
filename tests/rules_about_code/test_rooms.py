"""Every room is furnished the same way, so that one knows where to look."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.rules_about_code.sources import CLONE, list_modules, list_rooms, name, parse

if TYPE_CHECKING:
    from pathlib import Path

#: Rooms whose package itself says something, and why.
OPEN_PACKAGES = {"rules": "authors of law import its words from here; no model is among them"}
#: Names that say nothing of what is inside.
VAGUE = {"utils", "util", "helpers", "common", "manager", "managers", "handlers", "misc", "lib"}
ONE_PAGE_LINES = 120
rooms = pytest.mark.parametrize("room", list_rooms(), ids=lambda room: room.name)


@rooms
def test_a_room_tells_about_itself_on_one_page(room: Path) -> None:
    readme = room / "README.md"
    assert readme.exists(), f"{name(room)} has no README.md"
    assert 5 < len(readme.read_text(encoding="utf-8").splitlines()) <= ONE_PAGE_LINES


@rooms
def test_a_room_has_tests_under_its_own_name(room: Path) -> None:
    assert list((CLONE / "tests" / room.name).rglob("test_*.py")), f"tests/{room.name} holds no tests"


@rooms
def test_a_room_is_empty_until_it_is_asked(room: Path) -> None:
    # Django imports the package before its models are ready.
    assert room.name in OPEN_PACKAGES or not (room / "__init__.py").read_text(encoding="utf-8").strip()


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [name(path) for path in list_modules() if path.stem in VAGUE] == []


def test_every_file_says_first_what_it_is_about() -> None:
    silent = [name(path) for path in list_modules() if parse(path).body and not ast.get_docstring(parse(path))]
    assert silent == []


@rooms
def test_migrations_are_named_in_words_and_numbered_without_gaps(room: Path) -> None:
    names = sorted(path.stem for path in (room / "migrations").glob("0*.py"))
    assert [one for one in names if not re.fullmatch(r"\d{4}(_[a-z]+)+", one) or "_auto" in one] == []
    assert [int(one[:4]) for one in names] == list(range(1, len(names) + 1))


@rooms
def test_migrations_do_not_import_the_program(room: Path) -> None:
    # A migration must give the same result when the program has moved on.
    imports = [
        (name(path), node.module)
        for path in (room / "migrations").glob("0*.py")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("alatau")
    ]
    assert imports == []
