"""Read what a service ends in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alatau.services.catalogue.read_conditions import read_optional_when
from alatau.services.catalogue.tables import Types, check_table, read_tables, read_text, read_words, refuse
from alatau.services.catalogue.values import Cases, Constant, Judge, Line, Outcome, OutcomeKind, Source

if TYPE_CHECKING:
    from alatau.services.catalogue.conditions import When

OUTCOME: Types = {
    "kind": str, "by": str, "says": dict, "letter": str, "facts": dict, "line": list, "register": str,
    "row": dict, "rights": list, "queue": str, "details": dict, "task": str, "decided_by": list,
    "confirmed_by": list,
}  # fmt: skip
LINE: Types = {"label": dict, "value": (str, dict, list)}
CASE: Types = {"when": dict, "from": str, "is": (str, int, bool)}
CONSTANT: Types = {"is": (str, int, bool)}
#: What each kind cannot do without, beside what all have.
NEEDS = {
    OutcomeKind.DOCUMENT: (),
    OutcomeKind.REGISTER_ROW: ("register", "row"),
    OutcomeKind.RIGHT: ("rights",),
    OutcomeKind.QUEUE: ("queue",),
    OutcomeKind.RESTRICTION: ("details",),
    OutcomeKind.CASE: (),
}
#: Who decides where the author names nobody.
DECIDED_BY, CONFIRMED_BY = ["caseworker"], ["supervisor"]


def read_outcome(raw: object) -> Outcome:
    """Return what a service ends in. Raises: Problem."""
    table = check_table(raw, OUTCOME, needs=("kind", "by", "says"), where="outcome")
    if table["kind"] not in set(OutcomeKind):
        refuse(f"kind {table['kind']} of outcome is not one of {', '.join(OutcomeKind)}")
    if table["by"] not in set(Judge):
        refuse(f"by {table['by']} of outcome is not one of {', '.join(Judge)}")
    kind, judge = OutcomeKind(table["kind"]), Judge(table["by"])
    check_table(table, OUTCOME, needs=NEEDS[kind], where=f"outcome of kind {kind}")
    if kind is OutcomeKind.CASE and judge is Judge.MACHINE:
        refuse("outcome of kind case is decided by an official")
    lines = tuple(_read_line(each) for each in read_tables(table, "line", where="outcome"))
    if kind is OutcomeKind.DOCUMENT and not (lines or "letter" in table):
        refuse("outcome of kind document has lines, or a letter of its own")
    return Outcome(
        kind=kind,
        by=judge,
        says=read_text(table["says"], where="says of outcome"),
        letter=table.get("letter", ""),
        facts=_read_sources(table, "facts"),
        lines=lines,
        register=table.get("register", ""),
        row=_read_sources(table, "row"),
        rights=read_words(table.get("rights", []), where="rights of outcome"),
        queue=table.get("queue", ""),
        details=_read_sources(table, "details"),
        task=table.get("task", ""),
        decided_by=read_words(table.get("decided_by", DECIDED_BY), where="decided_by of outcome"),
        confirmed_by=read_words(table.get("confirmed_by", CONFIRMED_BY), where="confirmed_by of outcome"),
    )


def _read_sources(table: dict[str, Any], name: str) -> dict[str, Source]:
    return {key: _read_source(raw, where=f"{key} in {name} of outcome") for key, raw in table.get(name, {}).items()}


def _read_line(raw: object) -> Line:
    table = check_table(raw, LINE, needs=("label", "value"), where="a line of outcome")
    label = read_text(table["label"], where="label of a line of outcome")
    return Line(label=label, value=_read_source(table["value"], where="value of a line of outcome"))


def _read_source(raw: object, *, where: str) -> Source:
    if isinstance(raw, list):
        return Cases(cases=tuple(_read_case(each, where=where) for each in raw))
    return _read_plain(raw, where=where)


def _read_plain(raw: object, *, where: str) -> str | Constant:
    if isinstance(raw, str):
        return raw
    table = check_table(raw, CONSTANT, needs=("is",), where=where)
    return Constant(value=table["is"])


def _read_case(raw: object, *, where: str) -> tuple[When | None, str | Constant]:
    table = check_table(raw, CASE, needs=(), where=where)
    if ("from" in table) == ("is" in table):
        refuse(f"a case of {where} has either from or is")
    when = read_optional_when(table, where=where)
    return when, table["from"] if "from" in table else Constant(value=table["is"])
