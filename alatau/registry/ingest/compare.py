"""Compare what a source says with what was believed: what is new, what is the same, what has ended.

Works on one scope at a time: a slice, or the whole register where the same thing can pass from one subject to another.
All is done in tables of the engine, named after the scope; nothing is written to the lake here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from alatau.registry.ingest.convert.literals import name, text
from alatau.registry.ingest.convert.rows import holders_of, stored_names
from alatau.registry.ingest.decide import decide_facts_sql, decide_states_sql
from alatau.registry.reasons import Reason
from alatau.registry.values import Delivery, History

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from alatau.registry.values import Register

#: Lines of rows that are written anew with an earlier end stand below zero: the source has no such line.
ENDED_LINES = 1 << 44


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a comparison found, as tables of the engine; none where nothing was found."""

    #: `line`, `reason` (empty for "said before"): rows that are not taken.
    dropped: str = ""
    #: `line`, `valid_from`, `valid_until`: days of rows that take the place of others.
    dated: str = ""
    #: `load`, `line`, `slot`, `subject`: versions that are no longer believed.
    closed: str = ""
    #: Versions written anew with an earlier end, as rows with their own negative lines.
    restated: str = ""
    in_force: int = 0
    ended: int = 0


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How the rows of one scope are compared."""

    register: Register
    as_of: date
    delivery: Delivery
    #: SQL for the converted rows that broke no check.
    rows: str
    #: SQL for the versions that are believed now; empty before the first load.
    versions: str
    #: SQL for converted rows that broke a check: what they name has not ended.
    faulty: str
    #: Keeps tables and negative lines of one scope apart from those of others.
    number: int = 0

    def run(self, engine: duckdb.DuckDBPyConnection) -> Outcome:
        """Compare, and return the tables that say what follows."""
        dropped = self._find_repeated(engine)
        if not self.versions or not self._find_versions(engine, dropped):
            return Outcome(dropped=dropped)
        self._pair(engine)
        decide = decide_states_sql if self.register.history is History.STATES else decide_facts_sql
        self._make(
            engine, "decided", decide(self._day, pairs=self._t("pairs"), later=self._t("later"), rows=self._t("n"))
        )
        in_force, ended = self._find_ended(engine) if self.delivery is Delivery.WHOLE else (0, 0)
        if not dropped:
            dropped = self._make(engine, "dropped", "SELECT 0::BIGINT AS line, '' AS reason WHERE false")
        engine.execute(f"INSERT INTO {dropped} SELECT line, '' FROM {self._t('decided')} WHERE act = 'same'")
        return self._list_changes(engine, Outcome(dropped=dropped, in_force=in_force, ended=ended))

    def forget(self, engine: duckdb.DuckDBPyConnection) -> None:
        """Drop the tables of this scope."""
        for table in ("twice", "same", "dropped", "n", "v", "pairs", "later", "decided", "ended", "dated", "closed"):
            engine.execute(f"DROP TABLE IF EXISTS {self._t(table)}")
        engine.execute(f"DROP TABLE IF EXISTS {self._t('restated')}")

    def _find_repeated(self, engine: duckdb.DuckDBPyConnection) -> str:
        """Drop lines that say what another line of the source says; where they differ, none of them is believed."""
        key = self._key("n")
        twice = f"SELECT {key} AS _key FROM ({self.rows}) AS n GROUP BY 1 HAVING count(*) > 1"
        # Nearly no source has any: one narrow pass says so, and the rows are read once more only where it does not.
        if not self._count(engine, self._make(engine, "twice", twice)):
            return ""
        names = ", ".join(f"n.{name(each)}" for each in holders_of(self.register))
        contents = ", ".join(f"n.{name(each)}" for each in stored_names(self.register))
        same = (
            f"SELECT n.line, dense_rank() OVER (ORDER BY {names}) AS thing, hash({contents}) AS contents "
            f"FROM ({self.rows}) AS n SEMI JOIN {self._t('twice')} AS t ON t._key = {key}"
        )
        self._make(engine, "same", same)
        return self._make(
            engine,
            "dropped",
            f"SELECT line, CASE WHEN is_contradicted THEN {text(Reason.CONTRADICTED.value)} ELSE '' END AS reason "
            "FROM (SELECT line, min(line) OVER one AS first, min(contents) OVER one <> max(contents) OVER one "
            f"AS is_contradicted FROM {self._t('same')} WINDOW one AS (PARTITION BY thing)) "
            "WHERE is_contradicted OR line <> first",
        )

    def _find_versions(self, engine: duckdb.DuckDBPyConnection, dropped: str) -> int:
        """Lay the rows beside the versions that name the same things, or beside all where the source is the whole."""
        kept = f"({self.rows}) AS n" + (f" ANTI JOIN {dropped} USING (line)" if dropped else "")
        stored = ", ".join(f"n.{name(each)}" for each in stored_names(self.register))
        self._make(
            engine,
            "n",
            f"SELECT n.line, n._valid_from, n._valid_until, {stored}, {self._key('n')} AS _key FROM {kept}",
        )
        wanted = "" if self.delivery is Delivery.WHOLE else f" SEMI JOIN {self._t('n')} AS n ON n._key = v._key"
        versions = f"SELECT * FROM (SELECT *, {self._key('x')} AS _key FROM ({self.versions}) AS x) AS v{wanted}"
        return self._count(engine, self._make(engine, "v", versions))

    def _pair(self, engine: duckdb.DuckDBPyConnection) -> None:
        """Pair each row with the version whose place it would take, and with the day on which a later one begins."""
        is_state = self.register.history is History.STATES
        before = f"v.valid_from <= {self._day}" if is_state else "true"
        order = "v.valid_from DESC, v.load DESC, v.line" if is_state else "v.load DESC, v.line"
        # The hash makes the join quick, the columns themselves make it true.
        fits = " AND ".join(["n._key = v._key", *(_is_same("n", "v", each) for each in holders_of(self.register))])
        same = " AND ".join(_is_same("n", "v", each) for each in stored_names(self.register))
        both = f"{self._t('n')} AS n JOIN {self._t('v')} AS v ON {fits}"
        self._make(
            engine,
            "pairs",
            "SELECT n.line AS new_line, n._valid_from, n._valid_until, v.load, v.line AS old_line, v.valid_from, "
            f"v.valid_until, ({same}) AS is_same FROM {both} WHERE {before} "
            f"QUALIFY row_number() OVER (PARTITION BY n.line ORDER BY {order}) = 1",
        )
        later = f"v.valid_from > {self._day}" if is_state else "false"
        self._make(
            engine,
            "later",
            f"SELECT n.line AS new_line, min(v.valid_from) AS next_from FROM {both} WHERE {later} GROUP BY 1",
        )

    def _find_ended(self, engine: duckdb.DuckDBPyConnection) -> tuple[int, int]:
        """List what is in force and missing from a source that holds the whole register."""
        in_force = f"v.valid_from <= {self._day} AND (v.valid_until IS NULL OR v.valid_until > {self._day})"
        # A line that broke a check, or says what another says, still names its thing.
        named = " UNION ALL ".join(
            f"SELECT {self._key('x')} AS _key FROM ({source}) AS x" for source in (self.rows, self.faulty) if source
        )
        ended = (
            f"SELECT v.load, v.line AS old_line, v.valid_from < {self._day} AS was_in_force FROM {self._t('v')} AS v "
            f"ANTI JOIN ({named}) AS named ON named._key = v._key WHERE {in_force}"
        )
        self._make(engine, "ended", ended)
        [(before,)] = engine.execute(f"SELECT count(*) FROM {self._t('v')} AS v WHERE {in_force}").fetchall()
        return int(before), self._count(engine, self._t("ended"))

    def _list_changes(self, engine: duckdb.DuckDBPyConnection, outcome: Outcome) -> Outcome:
        decided, versions = self._t("decided"), self._t("v")
        columns = ", ".join(f"v.{name(each)}" for each in stored_names(self.register))
        row = f"v.slot, v.subject, v.valid_from, {{}} AS valid_until, {columns} FROM {versions} AS v JOIN"
        closed = f"SELECT load, old_line FROM {decided} WHERE act = 'instead'"
        restated = (
            f"SELECT -d.line AS line, {row.format('d.cut')} {decided} AS d ON d.load = v.load AND d.old_line = v.line "
            "WHERE d.act = 'instead' AND d.cut IS NOT NULL"
        )
        if self.delivery is Delivery.WHOLE:
            closed += f" UNION ALL SELECT load, old_line FROM {self._t('ended')}"
            line = f"-({ENDED_LINES} * ({self.number} + 2) + row_number() OVER (ORDER BY v.load, v.line))"
            restated += (
                f" UNION ALL SELECT {line} AS line, {row.format(self._day)} {self._t('ended')} AS e "
                "ON e.load = v.load AND e.old_line = v.line WHERE e.was_in_force"
            )
        dated = f"SELECT line, starts AS valid_from, ends AS valid_until FROM {decided} WHERE act <> 'same'"
        closing = (
            f"SELECT v.load, v.line, v.slot, v.subject FROM {versions} AS v "
            f"SEMI JOIN ({closed}) AS c ON c.load = v.load AND c.old_line = v.line"
        )
        return Outcome(
            dropped=outcome.dropped,
            dated=self._make(engine, "dated", dated),
            closed=self._make(engine, "closed", closing),
            restated=self._make(engine, "restated", restated),
            in_force=outcome.in_force,
            ended=outcome.ended,
        )

    @cached_property
    def _day(self) -> str:
        return f"DATE '{self.as_of.isoformat()}'"

    def _key(self, alias: str) -> str:
        return "hash(" + ", ".join(f"{alias}.{name(holder)}" for holder in holders_of(self.register)) + ")"

    def _t(self, table: str) -> str:
        return name(f"{table}_{self.number}")

    def _make(self, engine: duckdb.DuckDBPyConnection, table: str, query: str) -> str:
        engine.execute(f"CREATE OR REPLACE TABLE {self._t(table)} AS {query}")
        return self._t(table)

    def _count(self, engine: duckdb.DuckDBPyConnection, table: str) -> int:
        [(count,)] = engine.execute(f"SELECT count(*) FROM {table}").fetchall()
        return int(count)


def _is_same(one: str, other: str, column: str) -> str:
    return f"{one}.{name(column)} IS NOT DISTINCT FROM {other}.{name(column)}"
