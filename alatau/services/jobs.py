"""Background work of this room."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from alatau.core.clock import read_clocks
from alatau.core.values import PersonId, system_actor
from alatau.services.catalogue.expire import erase_drafts
from alatau.services.decisions.values import DecisionId
from alatau.services.flows.values import TalkId
from alatau.services.queues.expire import end_what_is_over, share_out_every_queue
from alatau.services.queues.values import TicketId
from alatau.services.restriction.follow import follow_register, forget_ended
from alatau.services.restriction.months import drop_months, prepare_months
from alatau.services.restriction.periods import add_months
from alatau.services.restriction.rules import get_rules

EVENTS = system_actor("services.events")
log = structlog.get_logger(__name__)

#: Batches of one kind of work in a minute.
ROUNDS_MOST = 20


# The rows are read again by whoever tries: what was taken over already changes nothing.
@app.task(name="services.follow_register", queue="services", retry=5)
def follow_restrictions(person_id: str) -> None:
    """Take over what the register of restrictions says of somebody. Safe to run twice."""
    follow_register(PersonId(UUID(person_id)), by=system_actor("services.restrictions"), at=read_clocks())


# Not tried again: the next night does what this one left.
@app.periodic(cron="41 20 * * *")
@app.task(name="services.keep_checks", queue="services", queueing_lock="services.keep_checks", retry=0)
def keep_checks(timestamp: int) -> None:
    """Make room for the questions of the months to come, and forget what is past its keeping. Safe to run twice."""
    at = read_clocks()
    prepare_months(at.wall_at)
    dropped = drop_months(before=add_months(at.wall_at.date(), -get_rules().checks_kept_months))
    log.info("services.checks.kept", months_dropped=dropped, freed=forget_ended(at=at))


# Not tried again: the next minute does what this one left.
@app.periodic(cron="* * * * *")
@app.task(name="services.follow_up", queue="services", queueing_lock="services.follow_up", retry=0)
def follow_up(timestamp: int) -> None:
    """Tell of offers that wait to be told, remind who did not answer, hand over who stays silent. Safe to run twice."""
    from alatau.services.flows.follow_up import follow_up_talks, forget_old_talks
    from alatau.services.offers.follow_up import follow_up_silence, tell_waiting_offers

    for work in (tell_waiting_offers, follow_up_silence, follow_up_talks, forget_old_talks):
        # A bounded share of a minute each: a nation's offers are told over hours, at the pace of the gateways.
        for _ in range(ROUNDS_MOST):
            if not work(at=read_clocks()):
                break


@app.task(name="services.begin_talk", queue="services", retry=5)
def begin_talk(talk_id: str) -> None:
    """Read what the registers say of an event, and ask the first question about it. Safe to run twice."""
    from alatau.services.flows.begin import ask_first

    ask_first(TalkId(UUID(talk_id)), at=read_clocks())


# Whoever asks while one searches waits; a killed one is finished by the next.
@app.task(name="services.search_run", queue="services", lock="services.search_run", retry=5)
def search_run() -> None:
    """Open offers of all rights that the newest run's cards give. Safe to run twice."""
    from alatau.family.runs import find_current_run
    from alatau.services.offers.open_run import open_offers_of_run

    run = find_current_run()
    if run is not None:
        open_offers_of_run(run, by=system_actor("services.offers"), at=read_clocks())


@app.task(name="services.write_letter", queue="services", retry=5)
def write_decision_letter(decision_id: str) -> None:
    """Write the letter of a decision and tell the person. Safe to run twice."""
    from alatau.services.decisions.letter import write_letter

    write_letter(DecisionId(UUID(decision_id)), at=read_clocks())


@app.task(name="services.suspend_dead", queue="services", retry=5)
def suspend_payments_of_dead(people: list[str]) -> None:
    """Hold payments to those of these people who died; nobody named asks of all who are paid. Safe to run twice."""
    from alatau.services.payments.death import suspend_of_dead

    suspend_of_dead([PersonId(UUID(each)) for each in people], at=read_clocks())


# Not tried again: the next minute does what this one left. City time may be a day further by then.
@app.periodic(cron="* * * * *")
@app.task(name="services.disburse", queue="services", queueing_lock="services.disburse", retry=0)
def disburse(timestamp: int) -> None:
    """Pay what is due on a new day of the city, and hear what banks said. Safe to run twice."""
    from alatau.services.payments.disburse import disburse_day, is_run_due
    from alatau.services.payments.outcomes import hear_of_batch, list_under_way

    for batch_id in list_under_way():
        hear_of_batch(batch_id, at=read_clocks())
    if is_run_due(at=read_clocks()):
        report = disburse_day(at=read_clocks())
        log.info("services.day.disbursed", day=str(report.day), payments=report.payments, batches=report.batches)


# Loads of a register are read in the order in which they were announced.
@app.task(
    name="services.read_load", queue="services", lock="services.events", retry=RetryStrategy(max_attempts=5, wait=15)
)
def read_events_of_load(register: str, load: int, as_of: str) -> None:
    """Detect what a load of a register tells. Safe to run twice."""
    from alatau.services.events.from_load import read_load

    found = read_load(register, load, as_of=date.fromisoformat(as_of), by=EVENTS, at=read_clocks())
    log.info("services.events.detected", register=register, load=load, events=found)


@app.task(
    name="services.read_people", queue="services", lock="services.events", retry=RetryStrategy(max_attempts=5, wait=15)
)
def read_events_of_people(register: str, subjects: list[str]) -> None:
    """Detect what all rows of some people in a register tell together. Safe to run twice."""
    from alatau.services.events.from_people import read_people

    read_people(register, subjects, by=EVENTS, at=read_clocks())


# Not tried again: the next minute brings the next one. It does nothing once the city's day is done.
@app.periodic(cron="* * * * *")
@app.task(
    name="services.event_day", queue="services", lock="services.events", queueing_lock="services.event_day", retry=0
)
def read_events_of_day(timestamp: int) -> None:
    """Detect what comes with time, and tell of what waited until today. Safe to run twice."""
    from alatau.services.events.from_people import read_day_of_events
    from alatau.services.events.ripen import tell_ripe_events

    at = read_clocks()
    found = read_day_of_events(by=EVENTS, at=at)
    told = tell_ripe_events(by=EVENTS, at=at)
    if found or told:
        log.info("services.event_day.done", events=found, told=told)


# A card that cannot be read now is read again later: the ticket waits with its day all the while.
@app.task(name="services.prove_classes", queue="services", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def prove_ticket(ticket_id: str) -> None:
    """Prove a ticket's rights to go first from registers. Safe to run twice."""
    from alatau.services.queues.prove import prove_classes

    prove_classes(TicketId(UUID(ticket_id)), by=system_actor("services.queues"), at=read_clocks())


# Not tried again: the next tick does what this one left.
@app.periodic(cron="*/5 * * * *")
@app.task(name="services.end_offered_places", queue="services", queueing_lock="services.end_offered_places", retry=0)
def end_offered_places(timestamp: int) -> None:
    """End offers of places whose time is over, and tickets that nobody took up again. Safe to run twice."""
    end_what_is_over(by=system_actor("services.queues"), at=read_clocks())


# Not tried again: the places wait for the next night, or for the desk.
@app.periodic(cron="11 1 * * *")
@app.task(name="services.share_out_places", queue="services", queueing_lock="services.share_out_places", retry=0)
def share_out_places(timestamp: int) -> None:
    """Share out the free places of every queue. Safe to run twice: a place is offered to one at a time."""
    share_out_every_queue(by=system_actor("services.queues"), at=read_clocks())


# Not tried again: the next night does what this one left.
@app.periodic(cron="17 20 * * *")
@app.task(name="services.erase_drafts", queue="services", queueing_lock="services.erase_drafts", retry=0)
def erase_old_drafts(timestamp: int) -> None:
    """Erase forms that nobody touched for a month. Safe to run twice."""
    for _ in range(ROUNDS_MOST):
        if not erase_drafts(at=read_clocks()):
            break
