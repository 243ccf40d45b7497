"""Read the pages of a form, with its questions and the evidence that answers some of them."""

from __future__ import annotations

import re
from typing import Any

from alatau.services.catalogue.read_conditions import read_optional_when
from alatau.services.catalogue.tables import (
    Types,
    check_table,
    read_optional_text,
    read_tables,
    read_text,
    read_words,
    refuse,
)
from alatau.services.catalogue.values import Evidence, FieldType, FormField, Option, Page

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
OPTION_KEY = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
#: Names that are always known, beside answers and evidence.
ALWAYS_KNOWN = frozenset({"person", "asker", "request"})

PAGE: Types = {
    "key": str,
    "title": dict,
    "hint": dict,
    "field": list,
    "when": (dict, list),
}
FIELD: Types = {
    "key": str, "type": str, "label": dict, "hint": dict, "required": bool, "options": list, "least": int, "most": int,
    "length_max": int, "known_from": str, "row_of": str, "row_shows": list, "when": (dict, list),
}  # fmt: skip
OPTION: Types = {"key": str, "label": dict}
EVIDENCE: Types = {
    "key": str, "name": dict, "register": str, "event": str, "of_asker": bool, "where": dict, "shows": list,
}  # fmt: skip
#: Characters of a text, files of a question, unless the author says otherwise.
TEXT_LENGTH, LONG_TEXT_LENGTH, FILES_MOST = 120, 2000, 5
CHOOSING = frozenset({FieldType.CHOICE, FieldType.CHOICES})


def read_pages(raw: dict[str, Any]) -> tuple[Page, ...]:
    """Return the pages of a form in order. Raises: Problem."""
    return tuple(_read_page(each, number) for number, each in enumerate(read_tables(raw, "page", where="the file"), 1))


def _read_page(raw: object, number: int) -> Page:
    where = f"page {number}"
    table = check_table(raw, PAGE, needs=("key", "title", "field"), where=where)
    where = f"page {table['key']}"
    fields = tuple(_read_field(each, where=where) for each in read_tables(table, "field", where=where))
    if not fields:
        refuse(f"{where} asks nothing")
    return Page(
        key=_read_key(table["key"], where=where),
        title=read_text(table["title"], where=f"title of {where}"),
        hint=read_optional_text(table, "hint", where=where),
        fields=fields,
        when=read_optional_when(table, where=where),
    )


def _read_field(raw: object, *, where: str) -> FormField:
    table = check_table(raw, FIELD, needs=("key", "type", "label"), where=f"a field of {where}")
    where = f"field {table['key']}"
    if table["type"] not in set(FieldType):
        refuse(f"type {table['type']} of {where} is not one of {', '.join(FieldType)}")
    kind = FieldType(table["type"])
    options = tuple(_read_option(each, where=where) for each in table.get("options", []))
    _check_kind(kind, table, options=options, where=where)
    return FormField(
        key=_read_key(table["key"], where=where),
        type=kind,
        label=read_text(table["label"], where=f"label of {where}"),
        hint=read_optional_text(table, "hint", where=where),
        is_required=table.get("required", True),
        options=options,
        least=table.get("least"),
        most=table.get("most", FILES_MOST if kind is FieldType.FILES else None),
        length_max=table.get("length_max", LONG_TEXT_LENGTH if kind is FieldType.LONG_TEXT else TEXT_LENGTH),
        known_from=table.get("known_from", ""),
        row_of=table.get("row_of", ""),
        row_shows=read_words(table.get("row_shows", []), where=f"row_shows of {where}"),
        when=read_optional_when(table, where=where),
    )


def _check_kind(kind: FieldType, table: dict[str, Any], *, options: tuple[Option, ...], where: str) -> None:
    keys = [option.key for option in options]
    if (kind in CHOOSING) != bool(options):
        refuse(f"{where} has options exactly when it is a choice")
    if len(set(keys)) != len(keys) or len(keys) == 1:
        refuse(f"{where} needs two options or more, each with a key of its own")
    if (kind is FieldType.ROW) != bool(table.get("row_of")) or bool(table.get("row_of")) != bool(
        table.get("row_shows")
    ):
        refuse(f"{where} has row_of and row_shows exactly when its type is row")
    least, most = table.get("least"), table.get("most")
    if least is not None and most is not None and least > most:
        refuse(f"{where} has a least above its most")


def _read_option(raw: object, *, where: str) -> Option:
    table = check_table(raw, OPTION, needs=("key", "label"), where=f"an option of {where}")
    if not OPTION_KEY.fullmatch(table["key"]):
        refuse(f"an option of {where}: a key is small letters, digits and low lines")
    return Option(
        key=table["key"],
        label=read_text(table["label"], where=f"option {table['key']} of {where}"),
    )


def read_evidence(raw: dict[str, Any]) -> dict[str, Evidence]:
    """Return the evidence of a service by key. Raises: Problem."""
    found: dict[str, Evidence] = {}
    for each in read_tables(raw, "evidence", where="the file"):
        evidence = _read_evidence(each)
        if evidence.key in found:
            refuse(f"evidence {evidence.key} stands twice")
        found[evidence.key] = evidence
    return found


def _read_evidence(raw: object) -> Evidence:
    table = check_table(raw, EVIDENCE, needs=("key", "name"), where="an evidence")
    where = f"evidence {table['key']}"
    if ("register" in table) == ("event" in table):
        refuse(f"{where} names either a register or an event")
    return Evidence(
        key=_read_key(table["key"], where=where),
        name=read_text(table["name"], where=f"name of {where}"),
        register=table.get("register", ""),
        event=table.get("event", ""),
        of_asker=table.get("of_asker", False),
        where={name: _as_tuple(wanted) for name, wanted in table.get("where", {}).items()},
        shows=read_words(table.get("shows", []), where=f"shows of {where}"),
    )


def _as_tuple(wanted: object) -> tuple[str | bool, ...]:
    return tuple(wanted) if isinstance(wanted, list) else (wanted,)  # type: ignore[return-value]  # TOML's values


def _read_key(key: str, *, where: str) -> str:
    if not KEY.fullmatch(key) or key in ALWAYS_KNOWN:
        refuse(f"{where}: a key is small letters, digits and low lines, and none of {', '.join(sorted(ALWAYS_KNOWN))}")
    return key
