"""Single transfers of many callers share commits; nobody's failure is another's."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connections
from psycopg.errors import CheckViolation, UniqueViolation

from alatau.core.clock import read_clocks
from alatau.core.metrics import show_metrics
from alatau.core.models import JournalContents
from alatau.core.values import Actor, ActorKind
from alatau.money import gather
from alatau.money.errors.accounts import LedgerBusyError
from alatau.money.gather import Gatherer, Waiting
from alatau.money.models import Posting
from alatau.money.rate import TRANSFERS, read_rate
from alatau.money.verify import verify_ledger
from tests.money.ledger import BY, account, balance_of, move, name_of

pytestmark = pytest.mark.usefixtures("committed_db")
CALLERS = 60


@pytest.fixture
def gatherer(monkeypatch):
    """A gatherer whose thread lets go of its connection after each batch, so that the test's tables can be emptied."""
    post = gather._post

    def post_and_close(batch):
        try:
            return post(batch)
        finally:
            connections.close_all()

    monkeypatch.setattr(gather, "_post", post_and_close)
    return Gatherer()


def all_at_once(works):
    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(lambda work: work(), works))


def test_many_callers_share_few_commits_and_each_gets_its_own_answer(gatherer, moment):
    payer, payees = account(moment, balance=30), [account(moment) for _ in range(3)]
    before = Posting.objects.count()
    batch = [move(payer, payees[place % 3], 1) for place in range(CALLERS)]
    outcomes = all_at_once([lambda new=new: gatherer.post(new, by=BY) for new in batch])
    names = [name_of(outcome) for outcome in outcomes]
    assert (names.count("accepted"), names.count("insufficient_funds")) == (30, 30)
    assert [outcome.id for outcome in outcomes] == [new.id for new in batch]
    assert Posting.objects.count() - before < CALLERS / 2


def test_of_two_racing_for_the_last_money_one_wins(gatherer, moment):
    payer, payee = account(moment, balance=100), account(moment)
    outcomes = all_at_once([lambda: gatherer.post(move(payer, payee, 100), by=BY) for _ in range(2)])
    assert sorted(map(name_of, outcomes)) == ["accepted", "insufficient_funds"]
    assert balance_of(payee) == 100


def test_a_caller_that_goes_away_harms_nobody(gatherer, moment, monkeypatch):
    payer, payee = account(moment, balance=100), account(moment)
    new = move(payer, payee, 1)
    monkeypatch.setattr(gather, "WAIT_SECONDS", 0.0)
    with pytest.raises(LedgerBusyError):
        gatherer.post(new, by=BY)
    monkeypatch.setattr(gather, "WAIT_SECONDS", 15.0)
    assert name_of(gatherer.post(new, by=BY)) == "repeated"
    assert balance_of(payee) == 1


def test_a_full_queue_asks_to_come_again(gatherer, moment, monkeypatch):
    payer, payee = account(moment, balance=100), account(moment)
    gate, entered = threading.Event(), threading.Event()
    post = gather._post

    def slow(batch):
        entered.set()
        gate.wait()
        return post(batch)

    monkeypatch.setattr(gather, "_post", slow)
    small = Gatherer(waiting_most=1)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(small.post, move(payer, payee, 1), by=BY)
        entered.wait()
        second = pool.submit(small.post, move(payer, payee, 1), by=BY)
        while small._waiting.qsize() == 0:
            pass
        with pytest.raises(LedgerBusyError) as refused:
            small.post(move(payer, payee, 1), by=BY)
        gate.set()
        assert [name_of(each.result()) for each in (first, second)] == ["accepted", "accepted"]
    assert (refused.value.http_status, refused.value.facts["wait_seconds"]) == (503, 1)


def test_a_database_that_is_away_asks_to_come_again_and_the_next_goes_on(gatherer, moment, monkeypatch):
    payer, payee = account(moment, balance=100), account(moment)
    post, failures = gather._post, iter([True] * gather.MOST_TRIES)

    def failing(batch):
        if next(failures, False):
            message = "the database went away"
            raise OperationalError(message)
        return post(batch)

    monkeypatch.setattr(gather, "_post", failing)
    new = move(payer, payee, 1)
    with pytest.raises(LedgerBusyError):
        gatherer.post(new, by=BY)
    assert name_of(gatherer.post(new, by=BY)) == "accepted"


def test_what_stops_a_commit_once_is_met_by_another_and_no_caller_hears_of_it(gatherer, moment, monkeypatch):
    payer, payee = account(moment, balance=100), account(moment)
    monkeypatch.setattr(gather, "_post", stopped_once(gather._post, by=UniqueViolation))
    assert name_of(gatherer.post(move(payer, payee, 1), by=BY)) == "accepted"


def test_a_broken_constraint_is_told_to_the_caller_and_tried_no_further(gatherer, moment, monkeypatch):
    payer, payee = account(moment, balance=100), account(moment)
    monkeypatch.setattr(gather, "_post_apart", lambda batch: gather._tell_all(batch, KeyError("once")))
    monkeypatch.setattr(gather, "_post", stopped_once(gather._post, by=CheckViolation))
    with pytest.raises(KeyError, match="once"):
        gatherer.post(move(payer, payee, 1), by=BY)


def stopped_once(post, *, by):
    tries = iter([True])

    def stopped(batch):
        if next(tries, False):
            raise IntegrityError from by()
        return post(batch)

    return stopped


def test_an_answer_stands_though_the_journal_is_not_woken_after_the_commit(gatherer, moment, monkeypatch):
    payer, payee, asked = account(moment, balance=100), account(moment), threading.Event()

    def silent(_channel):
        asked.set()
        message = "the database went away"
        raise OperationalError(message)

    with monkeypatch.context() as patched:
        patched.setattr("alatau.core.journal.append.notify", silent)
        assert name_of(gatherer.post(move(payer, payee, 1), by=BY)) == "accepted"
        assert asked.wait(5)
    assert name_of(gatherer.post(move(payer, payee, 1), by=BY)) == "accepted"


def resting(monkeypatch):
    """Return how long a gatherer would rest; it does not."""
    rests: list[float] = []
    monkeypatch.setattr("alatau.core.gather.time", SimpleNamespace(monotonic=time.monotonic, sleep=rests.append))
    return rests


def test_one_caller_alone_is_never_kept_waiting_for_others(gatherer, moment, monkeypatch):
    payer, payee = account(moment, balance=100), account(moment)
    rests: list[float] = []
    monkeypatch.setattr("alatau.core.gather.time.sleep", rests.append)
    for _ in range(5):
        gatherer.post(move(payer, payee, 1), by=BY)
    assert rests == []


def test_commits_keep_their_pace_while_several_callers_come(moment, monkeypatch):
    rests, several = resting(monkeypatch), Gatherer()
    payer, payee = account(moment, balance=100), account(moment)
    for _ in range(3):
        several._waiting.put(Waiting(move(payer, payee, 1), BY, Future()))
    assert (len(several._take()), rests) == (3, [])
    several._waiting.put(Waiting(move(payer, payee, 1), BY, Future()))
    several._take()
    assert [0 < rest <= gather.PACE_SECONDS for rest in rests] == [True]


def test_one_batch_serves_many_and_the_journal_says_who_asked_for_what(gatherer, moment):
    actors = [Actor(kind=ActorKind.PARTNER, ground_id=uuid4()) for _ in range(4)]
    payers = [account(moment, balance=10) for _ in actors]
    batch = [Waiting(move(payer, payers[0], 1), by, Future()) for by, payer in zip(actors[1:], payers[1:], strict=True)]
    before = Posting.objects.count()
    outcomes = gather._post([*batch, Waiting(move(payers[1], payers[0], 100), actors[1], Future())])
    assert [name_of(each) for each in outcomes] == ["accepted"] * 3 + ["insufficient_funds"]
    asked = JournalContents.objects.filter(line__action="money.transfers.asked").order_by("line_id")
    told = {(line.actor["ground_id"], *line.body["transfers"]) for line in asked}
    assert told == {(str(each.by.ground_id), str(each.new.id)) for each in batch}
    assert Posting.objects.count() - before == 1
    assert verify_ledger().is_whole


def test_a_linked_transfer_alone_never_takes_a_strangers_for_its_chain(gatherer, moment):
    payer, payee = account(moment, balance=10), account(moment)
    lonely, others = move(payer, payee, 1, is_linked=True), [move(payer, payee, 1) for _ in range(5)]
    outcomes = all_at_once([lambda new=new: gatherer.post(new, by=BY) for new in (lonely, *others)])
    assert [name_of(outcome) for outcome in outcomes] == ["chain_open", *["accepted"] * 5]


def test_a_transfer_that_breaks_its_batch_is_told_alone_and_its_neighbours_are_made(gatherer, moment, monkeypatch):
    payer, payee = account(moment, balance=100), account(moment)
    post, poison = gather._post, move(payer, payee, 1)

    def breaking(batch):
        if any(waiting.new.id == poison.id for waiting in batch):
            message = "nobody foresaw this"
            raise ValueError(message)
        return post(batch)

    monkeypatch.setattr(gather, "_post", breaking)
    good = [move(payer, payee, 1) for _ in range(5)]
    with ThreadPoolExecutor(6) as pool:
        bad, *others = [pool.submit(gatherer.post, new, by=BY) for new in (poison, *good)]
        assert [name_of(each.result()) for each in others] == ["accepted"] * 5
        with pytest.raises(ValueError, match="nobody foresaw"):
            bad.result()


def test_commits_over_http_are_measured_by_verdict_and_the_last_minute_is_read(gatherer, moment):
    payer, payee = account(moment, balance=10), account(moment)
    before = {verdict: _counted(verdict) for verdict in ("accepted", "repeated", "insufficient_funds")}
    new = move(payer, payee, 4)
    for each in (new, new, move(payer, payee, 100)):
        gatherer.post(each, by=BY)
    assert {verdict: _counted(verdict) - count for verdict, count in before.items()} == dict.fromkeys(before, 1)
    rate = read_rate(at=read_clocks(), waiting=gatherer.count_waiting())
    assert (rate.transfers, rate.per_second, rate.waiting) == (1, 0.0, 0)
    assert "alatau_money_waiting 0.0" in show_metrics().decode()


def _counted(verdict):
    return TRANSFERS.labels(verdict=verdict)._value.get()
