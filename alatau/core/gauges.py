"""The ground's own figures on `/metrics`: how far the journal and the jobs are behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from alatau.core.journal.state import count_waiting
from alatau.core.metrics import register_gauge

if TYPE_CHECKING:
    from alatau.core.metrics import Reading

LISTENERS = """
    SELECT name, coalesce((SELECT max(number) FROM core_journalseal), 0) - position, failed_attempts
    FROM core_journallistener
"""
JOBS = """
    SELECT queue_name, status::text, count(*) FROM procrastinate_jobs
    WHERE status::text IN ('todo', 'doing', 'failed') GROUP BY queue_name, status
"""


def register_gauges() -> None:
    """Put the figures on the page; the room's `AppConfig.ready` calls it."""
    register_gauge("alatau_journal_unsealed_lines", "Committed journal lines without a number", _unsealed_lines)
    register_gauge("alatau_journal_unsealed_seconds", "Age of the oldest journal line without a number", _unsealed_age)
    register_gauge(
        "alatau_journal_listener_behind_lines",
        "Lines a listener has not taken",
        _listeners_behind,
        labels=("listener",),
    )
    register_gauge(
        "alatau_journal_listener_failed_attempts",
        "Failures of a listener at the line it stands at",
        _listeners_failing,
        labels=("listener",),
    )
    register_gauge("alatau_jobs_waiting", "Jobs by queue and status", _jobs, labels=("queue", "status"))


def _unsealed_lines() -> Reading:
    return {(): count_waiting()[0]}


def _unsealed_age() -> Reading:
    return {(): count_waiting()[1].total_seconds()}


def _listeners_behind() -> Reading:
    return {(name,): behind for name, behind, _ in _ask(LISTENERS)}


def _listeners_failing() -> Reading:
    return {(name,): attempts for name, _, attempts in _ask(LISTENERS)}


def _jobs() -> Reading:
    return {(queue, status): count for queue, status, count in _ask(JOBS)}


def _ask(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())
