"""What was published must stay as it was: past results have to come out again.

The lock file beside the law keeps a fingerprint of the meaning of each published version of a rule, and of each value
of the law. Words of docstrings and names of helpers may change; the graph may not. A version that was open may end.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from alatau.rules.errors import PublishedRuleChangedError
from alatau.rules.nodes import Node, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from alatau.core.parameters import Parameter
    from alatau.rules.declare import RuleVersion
    from alatau.rules.graph import RuleBook

LOCK_NAME = "published.json"


class Published(NamedTuple):
    """One published version of a rule, or value of the law."""

    fingerprint: str
    #: Last day but one; empty while it holds.
    valid_until: str


def publish(book: RuleBook, path: Path) -> int:
    """Add everything that is not published yet to the lock file, and return how much that is.

    Raises:
        PublishedRuleChangedError: something that was published before is not as it was.
    """
    known = read_lock(path)
    now = fingerprints(book)
    refuse_changes(known, now)
    lines = {name: list(found) for name, found in sorted((known | now).items())}
    path.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(now.keys() - known.keys())


def check_published(book: RuleBook, path: Path) -> None:
    """Compare the law with what was published of it.

    Raises:
        PublishedRuleChangedError: something is not as it was, or is gone.
    """
    known = read_lock(path)
    if known:
        refuse_changes(known, fingerprints(book))


def read_lock(path: Path) -> dict[str, Published]:
    """Return what was published; nothing where there is no lock file yet."""
    if not path.exists():
        return {}
    return {name: Published(*found) for name, found in json.loads(path.read_text(encoding="utf-8")).items()}


def refuse_changes(known: dict[str, Published], now: dict[str, Published]) -> None:
    """Compare two states of a law.

    Raises:
        PublishedRuleChangedError: something of the first is otherwise in the second; it may only have ended since.
    """
    for name, before in known.items():
        after = now.get(name)
        has_ended = after is not None and (after.valid_until == before.valid_until or not before.valid_until)
        if after is None or after.fingerprint != before.fingerprint or not has_ended:
            raise PublishedRuleChangedError(name=name)


def fingerprints(book: RuleBook) -> dict[str, Published]:
    """Return the fingerprint of each version of each rule that can be in force, and of each value of the law."""
    found = dict(_of_rules(book))
    for rows in book.sources.parameters.by_name.values():
        found.update(_of_parameter(row) for row in rows)
    return found


def _of_rules(book: RuleBook) -> Iterator[tuple[str, Published]]:
    seen: set[int] = set()
    for day in sorted({date.min, *(date.fromisoformat(v.valid_from) for v in book.versions if v.valid_from)}):
        for known in sorted({date.max, *(date.fromisoformat(v.known_from) for v in book.versions if v.known_from)}):
            for rule in book.read_on(day, known=known).values():
                if id(rule.version) not in seen:
                    seen.add(id(rule.version))
                    yield (
                        _name_of(rule.version),
                        Published(_print_of(rule.version, rule.node), rule.version.valid_until),
                    )


def _name_of(version: RuleVersion) -> str:
    days = "/".join(part for part in (version.valid_from, version.known_from) if part)
    return f"rule {version.name}{f' {days}' if days else ''}"


def _print_of(version: RuleVersion, node: Node) -> str:
    facts = (version.kind, version.level, version.unit, version.labels, version.register, version.person)
    digest = hashlib.sha256(repr((facts, version.is_home, version.is_history)).encode())
    # Each operation by its number: the graph shares operations, and written out it would be far larger.
    places: dict[int, int] = {}
    for each in walk(node):
        scale = each.type.scale if each.op == "literal" else 0
        inputs = tuple(places[id(arg)] for arg in each.args)
        places[id(each)] = len(places)
        digest.update(repr((each.op, each.data, scale, inputs)).encode())
    return digest.hexdigest()[:32]


def _of_parameter(row: Parameter) -> tuple[str, Published]:
    span = "" if row.low is None else f"[{row.low}{'' if row.low == row.high else '..'}{row.high or ''}]"
    days = f"{row.valid_from}{f'/{row.known_from}' if row.known_from else ''}"
    value = f"{row.value.normalize():f} {row.unit}"
    until = str(row.valid_until) if row.valid_until else ""
    return f"parameter {row.name}{span} {days}", Published(value, until)
