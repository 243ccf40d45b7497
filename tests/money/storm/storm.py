"""A city that pays while its processes are killed: nothing acknowledged is lost, nothing doubled, sums zero."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
from django.db import connection, transaction

from alatau.client import CallRefusedError, MoneyClient, NoAnswerError
from alatau.core.clock import read_clocks
from alatau.core.faults import list_points
from alatau.core.postgres.address import database_settings
from alatau.core.postgres.ports import find_free_port
from alatau.core.postgres.roles import connect_as
from alatau.money import expire, gather, post
from alatau.money.programs import tell
from alatau.money.programs.admit import admit_program, list_programs
from alatau.money.programs.hear import register_hook
from alatau.money.programs.values import Right
from alatau.money.values import HolderKind
from alatau.money.verify import verify_ledger
from tests.harness.cluster import launch_server, make_home
from tests.harness.databases import _make_template
from tests.money.ledger import BY, account
from tests.money.storm.processes import POSTGRES, SELF, Kept, serve_web, work
from tests.money.storm.workload import Request, make_requests, send_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from alatau.client import NewTransfer

FIRMS = 3
CALLERS = 3
MONEY = 3000
#: Points are declared by the modules that pass them.
PASSED = (expire, gather, post, tell)
#: Points that the web server passes on its commit paths, and those that the worker does.
WEB = [*list_points("money.post."), *list_points("money.gather.")]
WORKER = [*list_points("money.post."), "money.expire.found", "money.tell.told"]
#: What the worker posts is what has waited too long: a few times in a seed.
RARE = frozenset(list_points("money.post."))
VICTIMS = (SELF, POSTGRES, SELF)
REUSED = "money.transfer_id_reused"
#: Tries of one request while nobody is killed any more.
TRIES = 60
_STORED = "SELECT id, debit_id, credit_id, amount FROM money_transfer WHERE id = ANY(%s)"
#: Of the accounts of a seed: balances that are not what their entries say, or that do not come from transfers.
_WRONG = """
SELECT account.id FROM money_account AS account
 WHERE account.id = ANY(%(accounts)s) AND account.balance <> (
       SELECT coalesce(sum(CASE WHEN credit_id = account.id THEN amount ELSE -amount END), 0) FROM money_transfer
        WHERE (debit_id = account.id OR credit_id = account.id) AND kind NOT IN (2, 4))
"""


@dataclass(frozen=True)
class Answer:
    """What the city said to one transfer of one request."""

    new: NewTransfer
    #: "accepted", or the code of the refusal.
    said: str


@dataclass
class Storm:
    """The processes of one city, the keys of its firms, and who was struck where."""

    home: Path
    database: dict[str, object]
    url: str
    web: Kept
    worker: Kept
    keys: list[str] = field(default_factory=list)
    holders: list[UUID] = field(default_factory=list)

    @property
    def struck(self) -> Counter[tuple[str, str, str]]:
        """How often who was struck at which point, by the process that passed it."""
        every = [("web", *each) for each in self.web.struck] + [("worker", *each) for each in self.worker.struck]
        return Counter(every)

    def run(self, seed: int) -> int:
        """Let callers pay while processes die; return how many transfers the city acknowledged."""
        chance = random.Random(seed)
        # Our own connection may be one that the database's last death has cut.
        connection.close()
        accounts = self._open_accounts()
        requests = make_requests(chance, accounts)
        self._arm(chance)
        answers = self._blow(chance, send_list(chance, requests))
        answers += self._settle(requests)
        self._check(answers, requests, accounts)
        return sum(answer.said == "accepted" for answer in answers)

    def _open_accounts(self) -> list[UUID]:
        at = read_clocks()
        return [
            account(at, holder=holder_id, holder_kind=HolderKind.ORGANISATION, tier=4, balance=MONEY)
            for holder_id in self.holders
        ]

    def _arm(self, chance: random.Random) -> None:
        """Choose who dies where, when the last one has: first each process at each of its points, then the database."""
        for kept, points in ((self.web, WEB), (self.worker, WORKER)):
            if kept.armed is None:
                turns = [*product(VICTIMS, points)]
                victim, point = turns[len(kept.struck) % len(turns)]
                times = 1 if kept is self.worker and point in RARE else chance.randint(1, 6)
                kept.arm(f"{point}:{times}", victim)

    def _blow(self, chance: random.Random, sent: Sequence[Request]) -> list[Answer]:
        answers: list[Answer] = []
        callers = [
            threading.Thread(target=self._call, args=(sent[place::CALLERS], answers)) for place in range(CALLERS)
        ]
        for caller in callers:
            caller.start()
        leaps = 2
        while any(caller.is_alive() for caller in callers):
            time.sleep(0.005)
            self.web.tend()
            self.worker.tend()
            if leaps and chance.random() < 0.05:
                leaps -= 1
                self._leap(chance)
        return answers

    def _call(self, sent: Sequence[Request], answers: list[Answer]) -> None:
        with self._clients() as clients:
            for request in sent:
                try:
                    answers += ask(clients[request.payer], request)
                except NoAnswerError:
                    # Nobody knows what became of it; one of its repeats will tell.
                    time.sleep(0.02)

    def _settle(self, requests: Sequence[Request]) -> list[Answer]:
        """Send everything once more while nobody dies, until each is answered."""
        with self._clients() as clients:
            return [answer for request in requests for answer in self._ask_until_answered(clients, request)]

    @contextmanager
    def _clients(self) -> Iterator[list[MoneyClient]]:
        with ExitStack() as open_ones:
            yield [open_ones.enter_context(MoneyClient(self.url, key, tries=1, timeout=5.0)) for key in self.keys]

    def _ask_until_answered(self, clients: Sequence[MoneyClient], request: Request) -> list[Answer]:
        for _ in range(TRIES):
            self.web.tend()
            self.worker.tend()
            try:
                return ask(clients[request.payer], request)
            except NoAnswerError:
                time.sleep(0.1)
        message = "the city did not come back"
        raise AssertionError(message)

    def _leap(self, chance: random.Random) -> None:
        """Let city time leap, from minutes to more than a month."""
        hours = chance.choice([1, 5, 24, 24 * 40])
        try:
            with connect_as(self.home, "owner", database="alatau") as owner:
                owner.execute(
                    "UPDATE core_city SET city_anchor_at = city_anchor_at + make_interval(hours => %s)", [hours]
                )
        except psycopg.OperationalError:
            # The database is down at this moment: no leap then.
            pass

    def _check(self, answers: Sequence[Answer], requests: Sequence[Request], accounts: Sequence[UUID]) -> None:
        ids = [new.id for request in requests for new in request.transfers]
        with connect_as(self.home, "owner", database="alatau") as owner:
            stored = {row[0]: row[1:] for row in owner.execute(_STORED, [ids]).fetchall()}
            wrong = owner.execute(_WRONG, {"accounts": list(accounts)}).fetchall()
        assert wrong == [], "a balance is not what its transfers say"
        for answer in answers:
            body = (answer.new.debit_id, answer.new.credit_id, answer.new.amount)
            if answer.said == "accepted":
                assert stored.get(answer.new.id) == body, f"acknowledged and lost, or another: {answer}"
            elif answer.said == REUSED:
                assert stored.get(answer.new.id) not in (None, body), f"refused as another, and is the same: {answer}"
        for request in requests:
            kept = {new.id in stored for new in request.transfers}
            assert len(kept) == 1, "linked transfers took effect in part"


def ask(client: MoneyClient, request: Request) -> list[Answer]:
    """Send a request once, and return what was said to each of its transfers."""
    if request.is_batch:
        told = client.send_batch(request.transfers)
        return [Answer(new, each.code or each.verdict) for new, each in zip(request.transfers, told, strict=True)]
    (new,) = request.transfers
    try:
        return [Answer(new, client.send(new).verdict)]
    except CallRefusedError as refused:
        return [Answer(new, refused.code)]


@contextmanager
def open_storm() -> Iterator[Storm]:
    """Run a city of its own until the block ends: its database can be killed without harming other tests."""
    home = make_home("alatau-storm-")
    supervisor = launch_server(home)
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == "ready\n"
    before = dict(connection.settings_dict)
    connection.close()
    try:
        connection.settings_dict.update(_address(home, "web"))
        _make_template(home)
        connection.settings_dict.update(_address(home, "web"))
        port = find_free_port()
        storm = Storm(
            home=home,
            database=_address(home, "web"),
            url=f"http://127.0.0.1:{port}",
            web=Kept(serve_web, (_address(home, "web"), str(home), port)),
            worker=Kept(work, (_address(home, "worker"), str(home))),
        )
        _admit(storm)
        storm.web.start()
        storm.worker.start()
        yield storm
        storm.web.end()
        storm.worker.end()
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
        supervisor.terminate()
        supervisor.wait()
        supervisor.stdout.close()


def check_books() -> None:
    """Check the whole ledger, and that every entry which was to be told was told once."""
    connection.close()
    report = verify_ledger()
    assert report.is_whole, report.broken
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT (contents.body->>'account_id', contents.body->>'entry'))"
            "  FROM core_journalline AS line JOIN core_journalcontents AS contents ON contents.line_id = line.position"
            " WHERE line.action LIKE 'money.payment.%'"
        )
        told, different = cursor.fetchone()
    assert told == different > 0, "an entry was told twice, or none was"


def _address(home: Path, role: str) -> dict[str, object]:
    settings = database_settings(url="", home=home, database="alatau", role=role, keep_seconds=600)
    return {name: settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}


def _admit(storm: Storm) -> None:
    at = read_clocks()
    with transaction.atomic():
        for number in range(FIRMS):
            holder_id = uuid4()
            key = admit_program(
                f"Firm {number}", holder_id=holder_id, holder_kind=HolderKind.ORGANISATION,
                rights=[Right.PAY, Right.READ, Right.HEAR], by=BY, at=at,
            )  # fmt: skip
            storm.keys.append(key)
            storm.holders.append(holder_id)
        first = next(program for program in list_programs() if program.holder_id == storm.holders[0])
        register_hook(uuid4(), url="https://firm.example/", event_types=["money.payment.received"], by=first, at=at)
