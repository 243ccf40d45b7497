"""Tell an operator at a terminal how reading a source goes, and what became of its rows."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from alatau.registry.ingest.values import keep_quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from alatau.registry.ingest.values import LoadReport

STEPS = {
    "read": "Reading",
    "link": "Finding whose rows they are",
    "convert": "Checking",
    "write": "Comparing and writing",
    "commit": "Announcing",
}
#: Seconds between two looks of the terminal at the bar.
PAUSE = 0.1


@contextmanager
def showing_progress(*, is_quiet: bool, steps: Mapping[str, str] = STEPS) -> Iterator[Callable[[str, float], None]]:
    """Give a function that moves a bar on the terminal; a program that reads the output is shown none.

    `steps` says what each step of the work is called.
    """
    console = Console(stderr=True)
    if is_quiet or not console.is_terminal:
        yield keep_quiet
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task, last = bar.add_task("", total=1.0), [0.0]

        def show(step: str, share: float) -> None:
            now = time.monotonic()
            if share in (0.0, 1.0) or now - last[0] > PAUSE:
                last[0] = now
                bar.update(task, description=steps.get(step, step), completed=share)

        yield show


def say_report(report: LoadReport) -> str:
    """Return the report as lines for a terminal."""
    counts = report.counts
    lines = [
        f"{report.register_code} load {report.load}, as of {report.as_of}: {report.source}",
        f"{counts.read:,} read = {counts.accepted:,} accepted + {counts.quarantined:,} quarantined "
        f"+ {counts.unchanged:,} unchanged",
    ]
    if report.is_repeat:
        lines.append("The register held this source already. Nothing was changed.")
    if counts.unlinked:
        lines.append(f"{counts.unlinked:,} of the accepted rows are about nobody whom the city knows.")
    if counts.closed:
        lines.append(f"{counts.closed:,} earlier rows are no longer believed.")
    lines += [f"  {count:,} {reason}" for reason, count in report.reasons.items()]
    if report.seconds:
        lines.append(f"{report.seconds:,.1f} seconds, {counts.read / report.seconds:,.0f} rows a second.")
    return "\n".join(lines)


def facts_of_report(report: LoadReport) -> dict[str, object]:
    """Return the report for programs."""
    counts = report.counts
    return {
        "register": report.register_code,
        "key": report.register_key,
        "load": report.load,
        "source": report.source,
        "as_of": report.as_of.isoformat(),
        "read": counts.read,
        "accepted": counts.accepted,
        "quarantined": counts.quarantined,
        "unchanged": counts.unchanged,
        "unlinked": counts.unlinked,
        "closed": counts.closed,
        "is_repeat": report.is_repeat,
        "reasons": dict(report.reasons),
        "seconds": report.seconds,
    }
