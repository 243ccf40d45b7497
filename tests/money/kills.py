"""The commit paths of the ledger, for kills at each of their named points."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.values import Actor, ActorKind, UserId
from alatau.money.change import change_holder
from alatau.money.expire import expire_holds, return_marked_money
from alatau.money.issue import confirm_issue, request_issue
from alatau.money.mark import set_mark
from alatau.money.models import Account, Hold, IssueOrder, Mark, Posting, Transfer
from alatau.money.open import open_account
from alatau.money.post import post_transfers
from alatau.money.values import (
    AccountKind,
    HolderKind,
    NewMark,
    OrderId,
    OrderKind,
    OrderStatus,
    Standing,
    TransferKind,
)
from alatau.money.verify import verify_ledger
from tests.faults.kill import Scenario
from tests.money import kills_desks, kills_given_back
from tests.money import kills_programs as programs
from tests.money.bills import kills as bills
from tests.money.ledger import BASIC, BY, balance_of, move, tenge
from tests.money.payouts import kills as payouts
from tests.money.stage import CITY, FAMILY, MARK, POT, TREASURY, UNITS, WALLET, count_lines, prepare


def pay() -> None:
    """Post the same batch in every process: a payment, a linked pair, a hold with its end."""
    held = move(TREASURY, WALLET, UNITS, id=UUID(int=40), kind=TransferKind.PENDING)
    batch = [
        move(TREASURY, WALLET, UNITS, id=UUID(int=10)),
        move(WALLET, TREASURY, 200, id=UUID(int=20), is_linked=True),
        move(TREASURY, WALLET, 200, id=UUID(int=30)),
        held,
        replace(held, id=UUID(int=50), kind=TransferKind.POST, concerns_id=held.id),
    ]
    with transaction.atomic():
        post_transfers(batch, by=BY, at=read_clocks())


def check_paid() -> None:
    assert balance_of(WALLET) == 2 * UNITS
    assert Transfer.objects.count() == 5
    assert Posting.objects.count() == count_lines("money.transfers.posted") == 1
    assert verify_ledger().is_whole


def prepare_ends() -> None:
    """A hold and a mark whose time is over."""
    prepare()
    past = read_clocks()
    past = replace(past, city_at=past.city_at - timedelta(days=2))
    with transaction.atomic():
        mark = NewMark(
            id=MARK, owner_id=CITY, name={"en": "test"}, purpose="test", return_account_id=TREASURY,
            valid_from=past.city_at, valid_until=past.city_at + timedelta(days=1),
        )  # fmt: skip
        set_mark(mark, by=BY, at=past)
        open_account(
            POT, holder_id=FAMILY, holder_kind=HolderKind.PERSON, tier=BASIC, currency="KZT", purpose="test",
            kind=AccountKind.POT, mark_id=MARK, by=BY, at=past,
        )  # fmt: skip
        batch = [
            move(TREASURY, WALLET, UNITS, kind=TransferKind.PENDING, timeout_seconds=60),
            move(TREASURY, POT, UNITS),
        ]
        post_transfers(batch, by=BY, at=past)


def end() -> None:
    for give_back in (expire_holds, return_marked_money):
        with transaction.atomic():
            give_back(by=BY, at=read_clocks())


def check_ended() -> None:
    assert Hold.objects.get().status == 5
    assert [balance_of(each) for each in (TREASURY, WALLET, POT)] == [0, 0, 0]
    assert Transfer.objects.count() == 4
    assert verify_ledger().is_whole


def stop() -> None:
    with transaction.atomic():
        change_holder(FAMILY, standing=Standing.STOPPED, reason="test", by=BY, at=read_clocks())


def check_stopped() -> None:
    assert Account.objects.get(id=WALLET).standing == Standing.STOPPED


def mark() -> None:
    at = read_clocks()
    # The moment is not the same in the second process; the conditions are.
    start = at.city_at.replace(hour=0, minute=0, second=0, microsecond=0)
    new = NewMark(
        id=MARK, owner_id=CITY, name={"en": "test"}, purpose="test", return_account_id=TREASURY,
        valid_from=start, valid_until=start + timedelta(days=400),
    )  # fmt: skip
    with transaction.atomic():
        set_mark(new, by=BY, at=at)


def check_marked() -> None:
    assert Mark.objects.count() == count_lines("money.mark.set") == 1


def issue() -> None:
    asker, confirmer = (Actor(kind=ActorKind.STAFF, user_id=UserId(UUID(int=each))) for each in (91, 92))
    order, at = OrderId(UUID(int=90)), read_clocks()
    with transaction.atomic():
        request_issue(
            order, kind=OrderKind.ISSUE, account_id=WALLET, issue_id=TREASURY, amount=tenge(UNITS), by=asker, at=at
        )
    with transaction.atomic():
        if IssueOrder.objects.get().status == OrderStatus.ASKED:
            confirm_issue(order, by=confirmer, at=at)


def check_issued() -> None:
    assert balance_of(WALLET) == UNITS
    assert count_lines("money.issue.asked") == count_lines("money.issue.confirmed") == Transfer.objects.count() == 1
    assert verify_ledger().is_whole


SCENARIOS = (
    *kills_desks.SCENARIOS,
    *kills_given_back.SCENARIOS,
    Scenario(points=("money.issue.",), prepare=prepare, act=issue, check=check_issued),
    Scenario(points=("money.post.",), prepare=prepare, act=pay, check=check_paid),
    Scenario(points=("money.expire.",), prepare=prepare_ends, act=end, check=check_ended),
    Scenario(points=("money.change.",), prepare=prepare, act=stop, check=check_stopped),
    Scenario(points=("money.mark.written",), prepare=prepare, act=mark, check=check_marked),
    *bills.SCENARIOS,
    *payouts.SCENARIOS,
    *programs.SCENARIOS,
)
