"""What becomes of a row that has a version before it: the same, again after a pause, or instead.

Each SELECT gives `line`, the version as `load` and `old_line`, the `act`, the days of the new row (`starts`, `ends`),
and the day on which the version's content ends (`cut`; empty where nothing of it stays).
"""

from __future__ import annotations


def decide_facts_sql(day: str, *, pairs: str, later: str, rows: str) -> str:
    """A fact that is said otherwise was wrong: the new row takes the whole place of the old one."""
    del day, later, rows
    return (
        "SELECT new_line AS line, load, old_line, "
        "CASE WHEN is_same AND coalesce(_valid_from, valid_from) = valid_from "
        "AND valid_until IS NOT DISTINCT FROM _valid_until THEN 'same' ELSE 'instead' END AS act, "
        "coalesce(_valid_from, valid_from) AS starts, _valid_until AS ends, NULL::DATE AS cut "
        f"FROM {pairs}"
    )


def decide_states_sql(day: str, *, pairs: str, later: str, rows: str) -> str:
    """A state that is said otherwise has changed: the old one was right until the source's day.

    The change is dated earlier where the source says since when (`_valid_from` has moved). A state that the source
    itself says has ended before that day is corrected as a whole. What is believed of later days stays.
    """
    return f"""
        SELECT line, load, old_line,
            CASE WHEN old_line IS NULL THEN 'first'
                 WHEN is_same AND valid_until IS NOT DISTINCT FROM ends THEN 'same'
                 WHEN is_over THEN 'again'
                 ELSE 'instead' END AS act,
            CASE WHEN old_line IS NULL THEN least(coalesce(_valid_from, {day}), next_from - 1)
                 WHEN is_over THEN greatest(valid_until, moved)
                 WHEN _valid_until <= moved THEN least(valid_from, _valid_until)
                 ELSE moved END AS starts,
            ends,
            CASE WHEN _valid_until <= moved OR moved <= valid_from THEN NULL ELSE moved END AS cut
        FROM (
            SELECT n.line, p.load, p.old_line, p.is_same, n._valid_from, n._valid_until, p.valid_from, p.valid_until,
                l.next_from, least(n._valid_until, l.next_from) AS ends,
                p.valid_until <= {day} AND n._valid_until IS NULL AS is_over,
                CASE WHEN n._valid_from > p.valid_from AND n._valid_from <= {day} THEN n._valid_from ELSE {day} END
                    AS moved
            FROM {rows} AS n LEFT JOIN {pairs} AS p ON p.new_line = n.line LEFT JOIN {later} AS l ON l.new_line = n.line
            WHERE p.new_line IS NOT NULL OR l.new_line IS NOT NULL
        )
    """
