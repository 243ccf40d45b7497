"""Rules that no linter knows: where the environment is read, what may be caught, how long things may be."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.rules_about_code.sources import DOORS, MACHINERY, list_modules, name, parse, place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_FILE = 500
LONGEST_FUNCTION = 70
#: Files and functions over the limits. This list may only shrink.
TOO_LONG: frozenset[str] = frozenset()

#: Who reads or hands on the environment beside the settings, and why.
ENVIRONMENT_READERS = {
    "alatau/settings.py",  # the one module for it
    "alatau/core/faults.py",  # kill points are armed for a single process by a test
    "alatau/core/ordinary_user.py",  # works before the settings may be read
    "alatau/core/metrics.py",  # the library of metrics takes its folder from there alone
    "alatau/core/backup/tools.py",  # hands on an environment to the database's programs
    "alatau/core/postgres/server.py",  # hands on an environment to the database's programs
    "alatau/cli/children.py",  # hands on an environment to the city's programs
    "alatau/cli/bench.py",  # hands on an environment to the measurements
    "alatau/cli/main.py",  # names the settings module before Django loads
    "alatau/web/wsgi.py",  # names the settings module before Django loads
}
#: Files beside the doors that stand at the edge of the program, where everything must be caught and told. Elsewhere
#: such a place says so in its line: `# a door: ...`.
EDGES = {
    "alatau/core/middleware.py",  # the last one to see a request's failure
    "alatau/core/journal/deliver.py",  # a failing listener backs off and holds up nobody else
}
#: The state, its money, its numbers and its places have no place in the machinery.
STATE_WORDS = re.compile(r"\b(kazakh\w*|qazaq\w*|казах\w*|tenge|KZT|IIN|BIN|KATO|almaty|astana|KZ)\b", re.IGNORECASE)
LOWER_CASE_WORDS = {"bin", "kz"}  # folders and file endings
STATE_WORDS_ALLOWED = {
    "alatau/core/redaction.py": "what logs must never hold goes by any name it may have",
    "alatau/core/languages.py": "an example of a content package helps who mistyped it",
}


def test_only_the_settings_read_the_environment() -> None:
    found = {name(path) for path in list_modules() for node in ast.walk(parse(path)) if _reads_environment(node)}
    assert sorted(found - ENVIRONMENT_READERS) == []


def test_everything_is_caught_only_at_a_door() -> None:
    found = [
        place(path, node)
        for path in list_modules()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ExceptHandler) and _catches_all(node) and not _is_edge(path)
        if not _raises_again(node)
        and "# a door: " not in path.read_text(encoding="utf-8").splitlines()[node.lineno - 1]
    ]
    assert found == []


def test_files_and_functions_stay_short() -> None:
    found = {one for path in list_modules() for one in _list_too_long(path)}
    assert sorted(found - TOO_LONG) == []
    assert sorted(TOO_LONG - found) == [], "these are short now: take them off the list"


def test_the_machinery_names_no_state() -> None:
    found = [
        f"{name(path)}:{number}: {match.group()}"
        for path in _list_machinery_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for match in STATE_WORDS.finditer(line)
        if match.group() not in LOWER_CASE_WORDS and not _is_default_content(path, line)
        if name(path) not in STATE_WORDS_ALLOWED
    ]
    assert found == []


def test_actions_of_the_journal_say_room_noun_and_verb() -> None:
    found = [
        f"{place(path, node)}: {node.value}"
        for path in list_modules(MACHINERY)
        for call in ast.walk(parse(path))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "NewLine"
        for keyword in call.keywords
        if keyword.arg == "action"
        if isinstance(node := keyword.value, ast.Constant) and isinstance(node.value, str)
        if not re.fullmatch(rf"{_room(path)}(\.[a-z][a-z_]*){{2}}", node.value)
    ]
    assert found == []


def _room(path: Path) -> str:
    return path.relative_to(MACHINERY).parts[0]


def _reads_environment(node: ast.AST) -> bool:
    names = ("environ", "environb", "getenv")
    if isinstance(node, ast.Attribute):
        return node.attr in names and isinstance(node.value, ast.Name) and node.value.id == "os"
    return isinstance(node, ast.ImportFrom) and node.module == "os" and any(one.name in names for one in node.names)


def _catches_all(node: ast.ExceptHandler) -> bool:
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(
        one is None or (isinstance(one, ast.Name) and one.id in ("Exception", "BaseException")) for one in caught
    )


def _raises_again(node: ast.ExceptHandler) -> bool:
    """Tell whether the handler only tidies up: its last act is to raise what it caught."""
    return isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None


def _is_edge(path: Path) -> bool:
    return path.stem in DOORS or not {*DOORS}.isdisjoint(path.parts) or name(path) in EDGES


def _list_too_long(path: Path) -> Iterator[str]:
    if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE:
        yield name(path)
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            if node.end_lineno - node.lineno >= LONGEST_FUNCTION:
                yield f"{name(path)}::{node.name}"


def _list_machinery_texts() -> list[Path]:
    endings = (".py", ".html", ".txt", ".toml", ".sql")
    texts = (path for path in MACHINERY.rglob("*") if path.suffix in endings)
    return sorted(path for path in texts if "locale" not in path.parts and "static" not in path.parts)


def _is_default_content(path: Path, line: str) -> bool:
    """Tell whether the line is the one that names the content package to load, or the languages Django must know."""
    return path.name == "settings.py" and ("ALATAU_CONTENT" in line or "LANGUAGES" in line)
