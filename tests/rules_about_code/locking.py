"""What a migration's SQL would do to a big table while the city runs: read by squawk, and by a few patterns of ours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.migrations import Migration
    from django.db.migrations.loader import MigrationLoader

SQUAWK = Path(sys.executable).with_name("squawk")
#: The oldest server that the city runs on.
POSTGRES = "15"
#: Those of squawk's rules that are about waiting: a table rewritten, or read as a whole, under a lock.
RULES = frozenset(
    {
        "adding-field-with-default",
        "adding-foreign-key-constraint",
        "adding-not-nullable-field",
        "adding-required-field",
        "adding-serial-primary-key-field",
        "ban-concurrent-index-creation-in-transaction",
        "changing-column-type",
        "constraint-missing-not-valid",
        "disallowed-unique-constraint",
        "require-concurrent-index-creation",
        "require-concurrent-index-deletion",
        "require-concurrent-reindex",
    }
)
#: What squawk lets pass, and the city does not.
OURS = {
    "locking-a-table": re.compile(r"LOCK\s+TABLE|LOCK\s+ONLY", re.IGNORECASE),
    "rewriting-a-table": re.compile(r"CLUSTER|VACUUM\s+FULL|ALTER\s+TABLE.*\sSET\s+(UN)?LOGGED", re.IGNORECASE),
    "changing-all-rows-at-once": re.compile(r"UPDATE|DELETE", re.IGNORECASE),
}
_BODY = re.compile(r"\$(\w*)\$.*?\$\1\$", re.DOTALL)
_REMARK = re.compile(r"--[^\n]*")


def read_sql(loader: MigrationLoader, migration: Migration) -> str:
    """Return what the migration would send to the database."""
    sql = "\n".join(loader.collect_sql([(migration, False)]))  # type: ignore[attr-defined]  # its stubs lack it
    return f"BEGIN;\n{sql}\nCOMMIT;\n" if migration.atomic else sql


def find_locks(migrations: Mapping[str, str], *, folder: Path) -> dict[str, set[str]]:
    """Return the names of what would make the city wait, by migration; those with nothing are left out."""
    for name, sql in migrations.items():
        (folder / f"{name}.sql").write_text(sql, encoding="utf-8")
    found = {name: set(_match(sql)) for name, sql in migrations.items()}
    for told in _run_squawk(folder):
        if told["rule_name"] in RULES:
            found[Path(told["file"]).stem].add(told["rule_name"])
    return {name: locks for name, locks in found.items() if locks}


def _match(sql: str) -> Iterable[str]:
    # The body of a function runs when it is called, not when it is made.
    statements = _BODY.sub("", _REMARK.sub("", sql)).split(";")
    for statement in statements:
        yield from (name for name, pattern in OURS.items() if pattern.match(statement.strip()))


def _run_squawk(folder: Path) -> list[dict[str, str]]:
    command = [SQUAWK, "--pg-version", POSTGRES, "--reporter", "json", *sorted(folder.glob("*.sql"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    told: list[dict[str, str]] = json.loads(done.stdout)
    return told
