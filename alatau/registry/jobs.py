"""Background work of this room.

What opens the lake is imported by the work itself: its libraries cost 0.4 s and 100 MB, and every process reads this.
"""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.registry.declare import get_register, list_registers
from alatau.registry.errors import RegisterBusyError
from alatau.registry.lake.registers import find_lake_register

log = structlog.get_logger(__name__)

#: How long an errand waits for another load of its register: ten minutes in all.
WAIT_SECONDS, TRIES = 5, 120
#: Row versions of a bucket that are laid out by person in a few seconds.
QUICK_ROWS = 500_000


# Another load of the register may be under way: then the errand waits for its end.
@app.task(
    name="registry.errand",
    queue="registry",
    retry=RetryStrategy(max_attempts=TRIES, wait=WAIT_SECONDS, retry_exceptions={RegisterBusyError}),
)
def do_errand(errand_id: str) -> None:
    """Take in a file or a corrected row that an operator handed in. Safe to run twice."""
    from alatau.registry.errand import run_errand

    run_errand(UUID(errand_id), at=read_clocks())


# A load may be under way: it will be the register's first.
@app.task(name="registry.open_register", queue="registry", retry=0)
def open_one(register: str) -> None:
    """Announce an empty first load of a register whose first row came alone. Safe to run twice."""
    from alatau.registry.lake.maintain import open_register

    wanted = find_lake_register(register)
    if wanted is not None:
        with suppress(RegisterBusyError):
            open_register(wanted, by=system_actor("registry.open"), at=read_clocks())


# Not tried again: the next minute brings the next one.
@app.periodic(cron="* * * * *")
@app.task(name="registry.sweep", queue="registry", retry=0)
def sweep(timestamp: int) -> None:
    """Finish loads that were cut short, and fold inboxes that are full or old."""
    from alatau.registry.lake.maintain import finish_loads, fold_inboxes

    at, by = read_clocks(), system_actor("registry.sweep")
    finished = finish_loads(by=by, at=at)
    folded = fold_inboxes(by=by, at=at)
    if finished or folded:
        log.info("registry.sweep.finished", finished=len(finished), folded=len(folded))


# Not tried again: the next minute brings the next one. One at a time: each writes the same files.
@app.periodic(cron="* * * * *")
@app.task(name="registry.store_views", queue="registry", lock="registry.views", retry=0)
def lay_out_views(timestamp: int) -> None:
    """Lay out by person anew the small buckets in which a register has moved on."""
    from alatau.registry.lake.maintain import store_stale_views

    store_stale_views(most_rows=QUICK_ROWS)


# Not tried again: who was not found this night is found in the next.
@app.periodic(cron="50 0 * * *")
@app.task(name="registry.relink", queue="registry", retry=0)
def relink(timestamp: int) -> None:
    """Give rows that are nobody's to people who became known since, one register after the other."""
    from alatau.registry.ingest.ingest import relink_register

    for register in list_registers():
        with suppress(RegisterBusyError):
            relink_register(register, by=system_actor("registry.relink"), at=read_clocks())


# Not tried again: what was not gathered this night is gathered in the next.
@app.periodic(cron="20 1 * * *")
@app.task(name="registry.compact", queue="registry", lock="registry.views", retry=0)
def compact(timestamp: int) -> None:
    """Gather the files of every register where that is worth it, one register after the other."""
    from alatau.registry.lake.maintain import list_registers_in_use, store_stale_views, tidy_register

    for register in list_registers_in_use():
        with suppress(RegisterBusyError):
            tidy_register(register, by=system_actor("registry.compact"), at=read_clocks())
    store_stale_views()


# A load of the register may be under way: then the work waits for its end.
@app.task(
    name="registry.link",
    queue="registry",
    retry=RetryStrategy(max_attempts=TRIES, wait=WAIT_SECONDS, retry_exceptions={RegisterBusyError}),
)
def link(register: str) -> None:
    """Find whose the rows are that came with a name and no number. Safe to run twice."""
    from alatau.registry.linkage.link import link_named_rows

    link_named_rows(get_register(register), by=system_actor("registry.link"), at=read_clocks())


@app.task(
    name="registry.settle_match",
    queue="registry",
    retry=RetryStrategy(max_attempts=TRIES, wait=WAIT_SECONDS, retry_exceptions={RegisterBusyError}),
)
def settle(*, case_id: str, outcome: str, decision_id: str, decided_by: str) -> None:
    """Do what follows from a decision about an unsure match. Safe to run twice."""
    from alatau.registry.linkage.decide import settle_match

    settle_match(
        UUID(case_id),
        outcome=outcome,
        decision_id=UUID(decision_id),
        decided_by=UUID(decided_by),
        by=system_actor("registry.link"),
        at=read_clocks(),
    )


# Whoever asks while it runs waits: each run takes all the news there is, and the next finds none. Many loads can take
# any time, and so can the wait for the last of them.
@app.task(
    name="registry.people",
    queue="registry",
    lock="registry.people",
    retry=RetryStrategy(wait=WAIT_SECONDS, retry_exceptions={RegisterBusyError}),
)
def refresh_families() -> None:
    """Compute kin, homes and families of those whom registers have news about. Safe to run twice."""
    from alatau.registry.people.news import is_loading
    from alatau.registry.people.refresh import refresh_people

    if is_loading():
        raise RegisterBusyError(register="people")
    refresh_people(by=system_actor("registry.people"), at=read_clocks())


@app.task(
    name="registry.people_whole",
    queue="registry",
    lock="registry.people",
    retry=RetryStrategy(wait=WAIT_SECONDS, retry_exceptions={RegisterBusyError}),
)
def recount_everybody() -> None:
    """Compute everybody after a load, and so count faults in rows of nobody's; a large city waits for its night."""
    from alatau.registry.people.news import is_loading
    from alatau.registry.people.whole import compute_everybody

    if is_loading():
        raise RegisterBusyError(register="people")
    compute_everybody(by=system_actor("registry.people"), at=read_clocks())


# Not tried again: the next hour of the night brings the next one.
@app.periodic(cron="35 * * * *")
@app.task(name="registry.people_nightly", queue="registry", lock="registry.people", retry=0)
def recount_at_night(timestamp: int) -> None:
    """Compute everybody in the city's night when registers had news since that was last done."""
    from alatau.registry.people.whole import compute_everybody, is_night

    at = read_clocks()
    if is_night(at):
        with suppress(RegisterBusyError):
            compute_everybody(by=system_actor("registry.people"), at=at, most_people=None)


# Not tried again: the next hour brings the next one.
@app.periodic(cron="5 * * * *")
@app.task(name="registry.quiet_days", queue="registry", retry=0)
def tell_of_quiet_days(timestamp: int) -> None:
    """Let the owners of an invented city's registers say each day that nothing changed."""
    tell_of_quiet_days_now()


@app.task(name="registry.quiet_days_now", queue="registry", lock="registry.quiet_days", retry=0)
def tell_of_quiet_days_now() -> None:
    """Let the owners of an invented city's registers say that nothing changed until today. Safe to run twice."""
    from alatau.registry.synthetic.quiet import deliver_quiet_days

    deliver_quiet_days(by=system_actor("registry.quiet_days"), at=read_clocks())
