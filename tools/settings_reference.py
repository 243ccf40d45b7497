"""Write the table of settings into `docs/reference/settings.md` from the settings module and its comments.

`python -m tools.settings_reference` rewrites the table; a test refuses a page that tells other than the code.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.steps.places import CLONE

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = CLONE / "alatau" / "settings.py"
PAGE = CLONE / "docs" / "reference" / "settings.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
HEADING = re.compile(r"# --- (.+?) -+$")


@dataclass(frozen=True)
class Setting:
    """One setting as the reference shows it."""

    name: str
    parser: str
    default: str
    accepts: str
    meaning: str
    section: str


def list_settings() -> list[Setting]:
    """Return every setting in the order of the module, with the comment that stands above it."""
    source = SETTINGS.read_text(encoding="utf-8")
    lines = source.splitlines()
    return [
        _describe(call, meaning=_read_comment(lines, statement.lineno - 1), section=_read_section(lines, call.lineno))
        for statement in ast.parse(source).body
        for call in _list_calls(statement)
    ]


def render_tables() -> str:
    """Return the tables in Markdown, one per section of the module."""
    settings = list_settings()
    parts = []
    for section in dict.fromkeys(one.section for one in settings):
        rows = [
            f"| `{one.name}` | {one.default} | {one.accepts} | {one.meaning} |"
            for one in settings
            if one.section == section
        ]
        parts.append(
            "\n".join([f"## {section}\n", "| Setting | Default | Accepts | Meaning |", "|---|---|---|---|", *rows])
        )
    return "\n\n".join(parts)


def insert_tables(page: str) -> str:
    """Return the page with its tables told anew."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{render_tables()}\n\n{END}{after}"


def _list_calls(statement: ast.stmt) -> Iterator[ast.Call]:
    for node in ast.walk(statement):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "ENVIRONMENT":
            yield node


def _describe(call: ast.Call, *, meaning: str, section: str) -> Setting:
    assert isinstance(call.func, ast.Attribute)
    name = ast.literal_eval(call.args[0])
    given = {one.arg or "": one.value for one in call.keywords}
    default = given.get("default") or (call.args[1] if len(call.args) > 1 else None)
    parser = call.func.attr
    return Setting(name, parser, _show_default(default), _show_accepted(parser, given), meaning, section)


def _show_default(node: ast.expr | None) -> str:
    """Return the default as an operator would type it."""
    if node is None:
        return "none"
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return f"`{_show_expression(node)}`"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value}`" if value != "" else "empty"


def _show_expression(node: ast.expr) -> str:
    """Return a default that is made of others: a folder under another one, or a text with others inside."""
    if isinstance(node, ast.BinOp):
        return f"{_show_expression(node.left)}/{_show_expression(node.right)}".removeprefix("/")
    if isinstance(node, ast.JoinedStr):
        return ast.unparse(node)[2:-1]
    if isinstance(node, ast.Constant):
        return str(node.value)
    written = ast.unparse(node)
    return "" if written == "CLONE" else written


def _show_accepted(parser: str, given: dict[str, ast.expr]) -> str:
    if parser == "number":
        return f"{_unparse(given['least'])} to {_unparse(given['most'])}"
    if "among" in given:
        words = [f"`{word}`" for word in ast.literal_eval(given["among"])]
        return ", ".join(words) + (", or a folder" if "folder" in parser else "")
    return {
        "flag": "yes or no",
        "folder": "a folder",
        "words": "words, comma-separated",
        "secret": "a secret, also from the file that `…_FILE` names",
    }.get(parser, "text")


def _unparse(node: ast.expr) -> str:
    return ast.unparse(node).replace("_", "")


def _read_comment(lines: list[str], index: int) -> str:
    """Return the `#:` comment above a line; settings that follow one another share the one above the first."""
    while index > 0 and not lines[index - 1].startswith("#") and lines[index - 1].strip():
        index -= 1
    comment: list[str] = []
    while index > 0 and lines[index - 1].startswith("#"):
        index -= 1
        comment.insert(0, lines[index].lstrip("#: ").strip())
    return " ".join(comment).replace("|", "\\|")


def _read_section(lines: list[str], number: int) -> str:
    headings = [match[1] for line in lines[:number] if (match := HEADING.match(line))]
    return headings[-1] if headings else "General"


if __name__ == "__main__":
    PAGE.write_text(insert_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
