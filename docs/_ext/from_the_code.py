"""Pages of the reference that are read from the code while the documentation is built, so that they cannot be wrong."""

from __future__ import annotations

import ast
import re
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


class Refusals(FromTheCode):
    """Every reason for which a transfer is refused, in the order in which they are looked for."""

    def write(self) -> Iterator[str]:
        """Yield a table of refusals."""
        from alatau.money.errors.by_refusal import REFUSALS

        yield from ("| | Code | What it means |", "|---:|---|---|")
        for refusal, error in REFUSALS.items():
            meaning = " ".join((error.__doc__ or "").split())
            yield f"| {refusal.value} | `{error.code}` | {meaning.replace('|', '/')} |"


class Actions(FromTheCode):
    """Every action that rooms write into the journal, with the listeners that wait for it."""

    def write(self) -> Iterator[str]:
        """Yield a table of actions."""
        modules = [path for path in sorted((CLONE / "alatau").rglob("*.py")) if "migrations" not in path.parts]
        trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules}
        heard = dict(pair for tree in trees.values() for pair in _list_listened(tree))
        written = {action: path for path, tree in trees.items() for action in _list_actions(path, tree)}
        yield from ("| Action | Written in | Listened to by |", "|---|---|---|")
        for action, path in sorted(written.items()):
            listeners = f"`{heard[action]}`" if action in heard else ""
            yield f"| `{action}` | `{path.relative_to(CLONE)}` | {listeners} |"


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


def _list_actions(path: Path, tree: ast.Module) -> Iterator[str]:
    """Yield what a file gives to a journal line, to a function of its own that writes one, or to `action`."""
    room = path.relative_to(CLONE / "alatau").parts[0]
    for node in ast.walk(tree):
        writes = isinstance(node, ast.Call) and re.match(r"NewLine$|_[a-z]", ast.unparse(node.func))
        names = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "action"
        if writes or names:
            constants = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
            yield from (text for text in constants if re.fullmatch(rf"{room}(\.[a-z_]+){{2}}", str(text)))


def _list_listened(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield each action that a listener waits for, with the listener's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "listener":
            actions = next((one.value for one in node.keywords if one.arg == "actions"), None)
            for action in ast.walk(actions) if actions else ():
                if isinstance(action, ast.Constant):
                    yield str(action.value), str(ast.literal_eval(node.args[0]))


def setup(app: Sphinx) -> dict[str, bool]:
    """Give Sphinx the directives."""
    django.setup()
    for name, directive in (("errors", Errors), ("refusals", Refusals), ("actions", Actions), ("commands", Commands)):
        app.add_directive(f"alatau-{name}", directive)
    return {"parallel_read_safe": True}
