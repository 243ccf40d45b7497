"""Compiled plans, each built once: kept in the process, and as text under `ALATAU_HOME/cache`.

What a plan is built of (rules' own code, types and shapes of parameters, what is wanted) makes its key; so a request
finds the SQL ready and only puts the day's numbers in.
"""

from __future__ import annotations

import hashlib
import inspect
import pickle
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from alatau.rules.bind import bindings_of
from alatau.rules.compile import compile_law
from alatau.rules.sql.dialects import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from alatau.rules.graph import Law, RuleBook
    from alatau.rules.plan import Plan

#: Changes with every change of what plans look like or mean.
VERSION = 1
_kept: dict[str, Plan] = {}
_MOST_KEPT = 64


def compile_book(
    book: RuleBook, *, on: date, known: date | None = None, want: Iterable[str] | None = None, dialect: str = "duckdb"
) -> Plan:
    """Return the plan of a law for a day, with that day's numbers in it.

    Args:
        book: the law.
        on: the day it is in force on.
        known: which versions and values count: those known on this day; without it, all.
        want: names of the values to compute; without it, all that are in force.
        dialect: the engine whose SQL it is.
    """
    law = book.on(on, known=known)
    wanted = tuple(law.rules) if want is None else tuple(dict.fromkeys(want))
    key = key_of(law, wanted, dialect)
    plan = _kept.get(key) or _read(key)
    if plan is None:
        plan = compile_law(law, DIALECTS[dialect], want=wanted)
        _write(key, plan)
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[key] = plan
    return plan.bound(bindings_of(law, plan.tokens()), day=on)


def key_of(law: Law, wanted: tuple[str, ...], dialect: str) -> str:
    """Return a fingerprint of everything that the text of a plan follows from."""
    digest = hashlib.sha256(f"{VERSION} {dialect} {wanted} {_engine_digest()}".encode())
    for rule in law.rules.values():
        digest.update(repr((rule.name, rule.version.label, rule.node.type)).encode())
        digest.update(repr(rule.node).encode())
        for name in rule.names_of("table"):
            rows = law.sources.parameters.table(name, on=law.day, known=law.known).rows
            digest.update(repr((name, [(row.low, row.high) for row in rows])).encode())
    digest.update(repr(sorted(law.left_out)).encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _engine_digest() -> str:
    """Return a fingerprint of the engine's own code: another engine writes other SQL."""
    folder = Path(inspect.getfile(compile_law)).parent
    parts = [path.read_bytes() for path in sorted(folder.rglob("*.py"))]
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def _folder() -> Path:
    return Path(settings.ALATAU_HOME) / "cache" / "rules"


def _read(key: str) -> Plan | None:
    path = _folder() / f"{key}.plan"
    try:
        found = pickle.loads(path.read_bytes())  # noqa: S301 - the city's own folder, which only its user can write
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError):
        return None
    return found if type(found).__name__ == "Plan" else None


def _write(key: str, plan: Plan) -> None:
    path = _folder() / f"{key}.plan"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{id(plan)}.draft")
        draft.write_bytes(pickle.dumps(plan))
        draft.replace(path)
    except OSError:
        # A process that may not write there builds its plans itself.
        return
