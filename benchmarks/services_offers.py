"""Offers: a nation's new rights opened in sets, a right until it is told, and a yes until its money moved."""

from __future__ import annotations

import resource
import threading
import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from benchmarks.city import start_python
from benchmarks.services_events import register_mothers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alatau.family.values import RunView

#: New rights of a nation, and the buckets over which its families are shared out.
NATION, BUCKETS = 1_000_000, 64
#: People who say yes by phone, and how many of them each second.
RATE, FIRST, SENDERS = 100, 50, 4
#: Others than those of whom births are told, where both are measured in one city.
BORN_IN = 1970
GRANT, ALLOWANCE = "birth_grant_for_first_three", "large_family_allowance_4"
SUM = 16_440_000
LOOK_SECONDS, MOST_SECONDS = 0.02, 120.0
TOLD = {
    "offers_nation": "rights that a nation's new cards give",
    "offers_nation_seconds": "opening an offer of each (s)",
    "offers_nation_memory_mb": "memory that it takes at most beyond what the process had (MB)",
    "offers_nation_again_seconds": "the same search again, which finds everything done (s)",
    "offers_told": "rights gained that were told one by one",
    "offer_ms_p50": "a right gained until its person is told, median (ms)",
    "offer_ms_p99": "a right gained until its person is told, 99 of 100 (ms)",
    "yes_per_second": "answers by phone each second",
    "yes_ms_p50": "a yes until the grant is decided and its money moved, median (ms)",
    "yes_ms_p99": "a yes until the grant is decided and its money moved, 99 of 100 (ms)",
}


def measure(*, people: int, rows: int) -> dict[str, object]:
    """Return the figures of this part, in a measured city."""
    figures = measure_nation(NATION if people >= 20_000 else people)
    journal = start_python("alatau", "journal")
    try:
        figures |= measure_people(rows)
    finally:
        journal.terminate()
        journal.wait()
    return figures


def measure_nation(count: int) -> dict[str, object]:
    """Publish two runs, the second of which gives so many rights more, and open their offers."""
    from alatau.core.clock import read_clocks
    from alatau.core.values import system_actor
    from alatau.services.offers.open_run import open_offers_of_run

    publish(count, known=0, gives=False)
    run = publish(count, known=1, gives=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    by, at = system_actor("services.bench"), read_clocks()
    report = open_offers_of_run(run, by=by, at=at)
    again = open_offers_of_run(run, by=by, at=at)
    assert again.opened == 0, "a search that is repeated opens nothing"
    return {
        "offers_nation": report.opened,
        "offers_nation_seconds": round(report.seconds, 1),
        "offers_nation_memory_mb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024),
        "offers_nation_again_seconds": round(again.seconds, 2),
    }


def publish(count: int, *, known: int, gives: bool) -> RunView:
    """Publish a run of a nation's cards: every fifth person and every tenth family has a right that it gives."""
    import duckdb

    from alatau.core.clock import read_clocks
    from alatau.family.models import Run
    from alatau.family.run.folders import card_folder
    from alatau.family.runs import view_run

    at = read_clocks()
    run = Run.objects.create(
        in_force=at.city_day, known_number=known, known_at=at.wall_at, plan_digest=str(known), engine="duckdb",
        state="published", buckets=BUCKETS, family_buckets=BUCKETS, started_at=at.wall_at, finished_at=at.wall_at,
        line_id=uuid4(),
    )  # fmt: skip
    families = count * 10 // 7 // BUCKETS
    given = "1" if gives else "0"
    with duckdb.connect() as engine:
        for bucket in range(BUCKETS):
            folder = card_folder(run.id, bucket)
            folder.mkdir(parents=True)
            # The same ids in both runs: a family is known by its bucket and number.
            family = f"md5('f{bucket}-' || f)::UUID"
            engine.execute(
                f"COPY (SELECT {family} AS family, 3 AS members, CASE WHEN f % 10 = 0 THEN 5 * {given} ELSE 0 END"
                f' AS "{ALLOWANCE}" FROM range({families}) AS r (f))'
                f" TO '{folder}/families.parquet' (FORMAT parquet)"
            )
            engine.execute(
                f"COPY (SELECT md5('p{bucket}-' || f || '-' || m)::UUID AS person, {family} AS family,"
                " CASE WHEN m = 2 THEN 'child' ELSE 'spouse' END AS role,"
                f' CASE WHEN (f * 3 + m) % 5 = 0 THEN 7 * {given} ELSE 0 END AS "{GRANT}"'
                f" FROM range({families}) AS r (f), range(3) AS s (m))"
                f" TO '{folder}/people.parquet' (FORMAT parquet)"
            )
    return view_run(run)


def measure_people(rows: int) -> dict[str, object]:
    """Let people gain a right and say yes to it by phone, a hundred a second."""
    people = [person for person, _number in register_mothers(rows + FIRST, born_in=BORN_IN)]
    prepare(people)
    told = pace(people, gain, are_told)
    taken = pace(people, say_yes, are_paid)
    return {
        "offers_told": rows,
        "offer_ms_p50": percentile(told, 50),
        "offer_ms_p99": percentile(told, 99),
        "yes_per_second": RATE,
        "yes_ms_p50": percentile(taken, 50),
        "yes_ms_p99": percentile(taken, 99),
    }


def prepare(people: Sequence[UUID]) -> None:
    """Give everybody a phone, a wallet and a card with a grant, and the treasury money."""
    from alatau.core.clock import read_clocks
    from alatau.core.values import Actor, ActorKind, PersonId
    from alatau.messages.contacts import set_contact_point
    from alatau.messages.values import Channel
    from alatau.services.payments.account import choose_account
    from alatau.services.payments.values import AccountChoice, AccountKind
    from tests.services.offers.stage import fill_treasury, put_card

    at = read_clocks()
    fill_treasury(at=at)
    for place, person in enumerate(people):
        by = Actor(kind=ActorKind.RESIDENT, person_id=PersonId(person))
        set_contact_point(PersonId(person), Channel.SMS, phone(place), by=by, at=at, proved=True)
        choose_account(PersonId(person), AccountChoice(kind=AccountKind.WALLET), by=by, at=at)
        put_card((PersonId(person), "spouse", {GRANT: SUM}), at=at, family=family_of(person))


def phone(place: int) -> str:
    """Return an invented phone number."""
    return f"+7700{place:07d}"


def family_of(person: UUID) -> UUID:
    """Return the family of a person who lives alone."""
    return UUID(int=person.int ^ 1)


def pace(people: Sequence[UUID], act: Callable[[int, UUID], None], look: Callable[[], set[UUID]]) -> list[float]:
    """Do something for each person at the pace, and return how long each had to wait for what follows, in seconds."""
    begins = time.perf_counter() + 0.5
    sent: dict[UUID, float] = {}

    def work(first: int) -> None:
        from django.db import connection

        for place in range(first, len(people), SENDERS):
            time.sleep(max(0.0, begins + place / RATE - time.perf_counter()))
            sent[people[place]] = time.perf_counter()
            act(place, people[place])
        connection.close()

    threads = [threading.Thread(target=work, args=(first,)) for first in range(SENDERS)]
    for thread in threads:
        thread.start()
    taken: dict[UUID, float] = {}
    ends = begins + len(people) / RATE + MOST_SECONDS
    while len(taken) < len(people) and time.perf_counter() < ends:
        for person in look() - taken.keys():
            taken[person] = time.perf_counter() - sent.get(person, time.perf_counter())
        time.sleep(LOOK_SECONDS)
    for thread in threads:
        thread.join()
    assert len(taken) == len(people), f"only {len(taken)} of {len(people)} were reached"
    return sorted(taken[person] for person in people[FIRST:])


def gain(_place: int, person: UUID) -> None:
    """Let the journal say that a person gained the grant."""
    from alatau.core.clock import read_clocks
    from alatau.core.values import PersonId
    from tests.services.offers.stage import tell_change

    tell_change("gained", GRANT, PersonId(person), at=read_clocks(), after=SUM, family=family_of(person))


def say_yes(place: int, _person: UUID) -> None:
    """Let a person answer by phone."""
    from alatau.core.clock import read_clocks
    from alatau.messages.reply import InboundReply, receive_reply
    from tests.services.offers.stage import GATEWAY

    came = InboundReply(gateway="steppe", gateway_message_id=f"b-{place}", address=phone(place), text="1")
    receive_reply(came, by=GATEWAY, at=read_clocks())


def are_told() -> set[UUID]:
    """Return who was told of an offer."""
    from alatau.services.models import Offer

    return {*Offer.objects.filter(status="offered", because="card").values_list("person_id", flat=True)}


def are_paid() -> set[UUID]:
    """Return whose grant was paid."""
    from alatau.services.models import Payment

    return {*Payment.objects.filter(status="paid").values_list("plan__person_id", flat=True)}


def percentile(taken: Sequence[float], share: int) -> int:
    """Return the wait that so many of a hundred did not pass, in milliseconds."""
    return round(taken[min(len(taken) - 1, len(taken) * share // 100)] * 1000)
