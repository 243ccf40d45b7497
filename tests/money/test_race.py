"""Two at once: for the last tenge, under one id, in opposite directions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Barrier

import pytest
from django.db import connections, transaction

from alatau.money.expire import expire_holds
from alatau.money.read import get_account
from alatau.money.values import TransferKind
from alatau.money.verify import verify_ledger
from tests.money.ledger import BASIC, BY, account, balance_of, firm, move, post

pytestmark = pytest.mark.usefixtures("committed_db")


def together(*works, within=transaction.atomic):
    """Do the works at the same moment, each over a connection of its own and in one transaction."""
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait()
            with within():
                return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.parametrize("_", range(3))
def test_of_two_who_want_the_last_money_one_gets_it(moment, _):
    wallet, payees = account(moment, balance=100), [account(moment) for _ in range(4)]
    outcomes = together(*(lambda payee=payee: post(moment, move(wallet, payee, 100)) for payee in payees))
    assert sorted(one for (one,) in outcomes) == ["accepted"] + ["insufficient_funds"] * 3
    assert sorted(balance_of(payee) for payee in payees) == [0, 0, 0, 100]


def test_one_transfer_sent_at_once_from_everywhere_moves_money_once(moment):
    pair = account(moment, balance=1000), account(moment)
    new = move(*pair, 10)
    outcomes = together(*[lambda: post(moment, new)] * 4)
    assert sorted(one for (one,) in outcomes) == ["accepted"] + ["repeated"] * 3
    assert balance_of(pair[1]) == 10


def test_one_id_with_two_bodies_at_once_is_one_transfer(moment):
    pairs = [(account(moment, balance=1000), account(moment)) for _ in range(3)]
    first = move(*pairs[0], 10)
    rivals = [move(*pair, 10, id=first.id) for pair in pairs]
    outcomes = together(*(lambda new=new: post(moment, new) for new in rivals))
    assert sorted(one for (one,) in outcomes) == ["accepted", "id_reused", "id_reused"]
    assert verify_ledger().is_whole


def test_a_limit_holds_over_two_wallets_at_once(moment):
    shop, wallet = firm(moment), account(moment, tier=BASIC, balance=20_000_000)
    other = account(moment, tier=BASIC, holder=get_account(wallet).holder_id, balance=20_000_000)
    payments = [move(each, shop, 15_000_000) for each in (wallet, other, other)]
    outcomes = together(*(lambda new=new: post(moment, new) for new in payments))
    assert sorted(one for (one,) in outcomes if one == "accepted") == ["accepted"] * 2
    assert balance_of(shop) == 30_000_000


def test_opposite_batches_do_not_wait_for_each_other_for_ever(moment):
    accounts = [account(moment, balance=1000) for _ in range(8)]

    def batch(step):
        return [move(accounts[place], accounts[(place + step) % 8], 1) for place in range(8)] * 1

    outcomes = together(*(lambda step=step: post(moment, *batch(step)) for step in (1, 7, 3, 5)))
    assert {one for batch in outcomes for one in batch} == {"accepted"}
    assert [balance_of(each) for each in accounts] == [1000] * 8


def test_quick_batches_that_want_each_others_accounts_all_take_effect(moment, monkeypatch):
    monkeypatch.setattr("alatau.money.post.CAREFUL_MOST", 0)
    holder = get_account(account(moment, tier=BASIC)).holder_id
    accounts = [account(moment, balance=1000) for _ in range(8)]
    accounts += [account(moment, tier=BASIC, holder=holder, balance=1000) for _ in range(2)]

    def pay(step):
        batch = [move(accounts[place], accounts[(place + step) % 10], 1) for place in range(10)]
        return [one for _ in range(5) for one in post(moment, *batch, batch[0])]

    *outcomes, _opened = together(
        *(lambda step=step: pay(step) for step in (1, 9, 3)),
        lambda: account(moment, tier=BASIC, holder=holder),
        within=nullcontext,
    )
    assert {one for batch in outcomes for one in batch} == {"accepted", "repeated"}
    assert sum(balance_of(each) for each in accounts) == 10_000
    assert verify_ledger().is_whole


def test_a_hold_that_expires_while_it_is_paid_ends_once(moment):
    pair = account(moment, balance=100), account(moment)
    held = move(*pair, 100, kind=TransferKind.PENDING, timeout_seconds=60)
    post(moment, held)
    late = type(moment)(city_at=moment.city_at.replace(hour=23), wall_at=moment.wall_at)
    pay = move(*pair, 100, kind=TransferKind.POST, concerns_id=held.id)
    paid, *given_back = together(
        lambda: post(moment, pay), lambda: expire_holds(by=BY, at=late), lambda: expire_holds(by=BY, at=late)
    )
    assert (paid == ["accepted"]) + sum(given_back) == 1
    assert balance_of(pair[0]) + balance_of(pair[1]) == 100
    assert verify_ledger().is_whole
