"""Read tables of content files: what is missing, unknown or of another type is refused by its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from alatau.core.content import content
from alatau.core.text import Text

#: Names that a table may have, and of which type each is.
Types = Mapping[str, type | tuple[type, ...]]


class Problem(Exception):  # noqa: N818  it never leaves the loader
    """What is wrong, as a clause; the file is added where it is known."""


def check_table(raw: object, types: Types, *, needs: tuple[str, ...], where: str) -> dict[str, Any]:
    """Return the table when it holds what it needs, and nothing that is not known. Raises: Problem."""
    if not isinstance(raw, dict):
        refuse(f"{where} has to be a table")
    missing = [name for name in needs if name not in raw]
    if missing:
        refuse(f"{', '.join(missing)} is missing in {where}")
    unknown = sorted(raw.keys() - types.keys())
    if unknown:
        refuse(f"{', '.join(unknown)} is not known in {where}; known are {', '.join(sorted(types))}")
    for name, value in raw.items():
        # For Python a truth value is a number; for an author it is not.
        if not isinstance(value, types[name]) or (types[name] is int and isinstance(value, bool)):
            refuse(f"{name} in {where} is of another type than {_name_type(types[name])}")
    return raw


def read_text(raw: object, *, where: str) -> Text:
    """Return a text that speaks every language of the content. Raises: Problem."""
    languages = [language.code for language in content().languages]
    table = check_table(raw, dict.fromkeys(languages, str), needs=(), where=where)
    silent = [language for language in languages if not str(table.get(language, "")).strip()]
    if silent:
        refuse(f"{where} does not speak {', '.join(silent)}")
    return Text(**{language: table[language].strip() for language in languages})


def read_optional_text(raw: Mapping[str, Any], name: str, *, where: str) -> Text | None:
    """Return a text that may be left out. Raises: Problem."""
    return read_text(raw[name], where=f"{name} in {where}") if name in raw else None


def read_tables(raw: Mapping[str, Any], name: str, *, where: str) -> list[Any]:
    """Return the tables under a name written in double brackets; none where there is no such name. Raises: Problem."""
    found = raw.get(name, [])
    if not isinstance(found, list):
        refuse(f"write [[{name}]] in double brackets in {where}")
    return found


def read_words(raw: object, *, where: str) -> tuple[str, ...]:
    """Return a list of words. Raises: Problem."""
    if not isinstance(raw, list) or not all(isinstance(each, str) and each.strip() for each in raw):
        refuse(f"{where} has to be a list of words")
    return tuple(raw)


def refuse(clause: str) -> NoReturn:
    """Raise the problem."""
    raise Problem(clause)


def _name_type(types: type | tuple[type, ...]) -> str:
    names = {str: "text", int: "whole number", bool: "true or false", dict: "table", list: "list"}
    several = types if isinstance(types, tuple) else (types,)
    return " or ".join(names.get(each, each.__name__) for each in several)
