"""Pages of the reference that are read from the code while the documentation is built, so that they cannot be wrong."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import django
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click
    from docutils import nodes
    from sphinx.application import Sphinx

CLONE = Path(__file__).resolve().parent.parent.parent


class FromTheCode(SphinxDirective):
    """Base: a subclass writes Markdown, the page gets it where the directive stands."""

    def run(self) -> list[nodes.Node]:
        """Return the written Markdown as nodes."""
        return self.parse_text_to_nodes("\n".join(self.write()))

    def write(self) -> Iterator[str]:
        """Yield the lines of Markdown."""
        raise NotImplementedError


class Errors(FromTheCode):
    """Every error with its code, its HTTP status and what it means."""

    def write(self) -> Iterator[str]:
        from alatau.core.errors import AlatauError

        yield from ("| Code | HTTP | What it means |", "|---|---|---|")
        for error in sorted(_list_below(AlatauError), key=lambda one: one.code):
            if "code" in vars(error):
                meaning = " ".join((error.__doc__ or "").split("\n\n")[0].split())
                yield f"| `{error.code}` | {error.http_status.value} | {meaning.replace('|', '/')} |"


class Events(FromTheCode):
    """Every line the rooms write into the journal."""

    def write(self) -> Iterator[str]:
        yield from ("| Action | Kind | Written by |", "|---|---|---|")
        found = {line for path in sorted((CLONE / "alatau").rglob("*.py")) for line in _list_journal_lines(path)}
        for action, kind, where in sorted(found):
            yield f"| `{action}` | {kind} | `{where}` |"


class Commands(FromTheCode):
    """Every command of the command line, as its own help tells it."""

    def write(self) -> Iterator[str]:
        import typer

        from alatau.cli.main import build_commands

        yield from ("| Command | What it does |", "|---|---|")
        yield from _list_commands(typer.main.get_command(build_commands()), ["alatau"])


def _list_commands(command: click.Command, words: list[str]) -> Iterator[str]:
    children = getattr(command, "commands", {})
    for name, child in sorted(children.items()):
        yield from _list_commands(child, [*words, name])
    if not children:
        arguments = [
            str(one.name).upper() if one.required else f"[{str(one.name).upper()}]"
            for one in command.params
            if one.param_type_name == "argument"
        ]
        meaning = " ".join((command.help or "").split("\n\n")[0].split())
        yield f"| `{' '.join([*words, *arguments])}` | {meaning.replace('|', '/')} |"


def _list_below(base: type) -> set[type]:
    """Return all classes below one, after every room's errors were loaded."""
    for path in (CLONE / "alatau").rglob("errors.py"):
        import_module(".".join(path.relative_to(CLONE).with_suffix("").parts))
    found: set[type] = set()
    waiting = [base]
    while waiting:
        below = waiting.pop().__subclasses__()
        found.update(below)
        waiting += below
    return {one for one in found if one.__module__.split(".")[0] == "alatau"}


def _list_journal_lines(path: Path) -> Iterator[tuple[str, str, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "NewLine":
            given = {one.arg: one.value for one in node.keywords}
            action, kind = given.get("action"), given.get("kind")
            if isinstance(action, ast.Constant) and isinstance(kind, ast.Attribute):
                yield str(action.value), kind.attr.lower(), str(path.relative_to(CLONE))


def setup(app: Sphinx) -> dict[str, bool]:
    """Give Sphinx the directives."""
    django.setup()
    for name, directive in (("errors", Errors), ("events", Events), ("commands", Commands)):
        app.add_directive(f"alatau-{name}", directive)
    return {"parallel_read_safe": True}
