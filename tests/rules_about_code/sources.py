"""The program's own files, parsed once, for rules that read code."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent.parent
MACHINERY = CLONE / "alatau"
CONTENT = CLONE / "qazaqstan"
DOORS = ("api", "pages", "jobs", "commands", "listeners")


def list_rooms() -> list[Path]:
    """Return the folder of each room."""
    return sorted(path.parent for path in MACHINERY.glob("*/apps.py"))


@cache
def list_modules(*halves: Path) -> tuple[Path, ...]:
    """Return the Python files of the halves, without migrations."""
    files = (path for half in halves or (MACHINERY, CONTENT) for path in half.rglob("*.py"))
    return tuple(sorted(path for path in files if "migrations" not in path.parts))


@cache
def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name(path: Path) -> str:
    """Return the path as a failing test should show it."""
    return str(path.relative_to(CLONE))


def place(path: Path, node: ast.expr | ast.stmt | ast.excepthandler) -> str:
    """Return file and line of a node."""
    return f"{name(path)}:{node.lineno}"
