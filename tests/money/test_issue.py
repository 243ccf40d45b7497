"""Money comes into being and ends by the hands of two people, and a participant that goes takes no wallet along."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from alatau.core.errors import NotFoundError
from alatau.core.models import JournalContents
from alatau.core.values import Actor, ActorKind
from alatau.money.change import change_account_status
from alatau.money.errors.accounts import OrderIdReusedError, OrderSettledError, SamePersonError
from alatau.money.errors.transfers import InsufficientFundsError
from alatau.money.issue import confirm_issue, decline_issue, request_issue
from alatau.money.models import IssueOrder
from alatau.money.values import AccountStatus, HolderKind, OrderKind
from tests.money.ledger import BY, PUBLIC, account, balance_of, move, post, source, tenge

pytestmark = pytest.mark.django_db
ASKER, CONFIRMER = (Actor(kind=ActorKind.STAFF, user_id=uuid4()) for _ in range(2))


class Issuer:
    """An issue, a participant's account, and one order after another."""

    def __init__(self, at):
        self.at, self.issue = at, source(at)
        self.bank = account(at, holder_kind=HolderKind.PUBLIC, tier=PUBLIC, purpose="participant")

    def ask(self, units, kind=OrderKind.ISSUE, order_id=None):
        order_id = order_id or uuid4()
        request_issue(
            order_id, kind=kind, account_id=self.bank, issue_id=self.issue, amount=tenge(units), by=ASKER, at=self.at
        )
        return order_id


@pytest.fixture
def issuer(moment):
    return Issuer(moment)


def test_money_is_issued_when_a_second_person_confirms(issuer, moment):
    order = issuer.ask(500)
    assert balance_of(issuer.bank) == 0
    confirm_issue(order, by=CONFIRMER, at=moment)
    assert (balance_of(issuer.bank), balance_of(issuer.issue)) == (500, -500)
    actions = JournalContents.objects.filter(line__action__startswith="money.issue.").order_by("line")
    assert [line.body["order_id"] for line in actions] == [str(order)] * 2


def test_money_is_redeemed_by_two_and_only_as_much_as_is_there(issuer, moment):
    confirm_issue(issuer.ask(500), by=CONFIRMER, at=moment)
    confirm_issue(issuer.ask(200, OrderKind.REDEEM), by=CONFIRMER, at=moment)
    assert balance_of(issuer.bank) == 300
    with pytest.raises(InsufficientFundsError):
        confirm_issue(issuer.ask(301, OrderKind.REDEEM), by=CONFIRMER, at=moment)


def test_nobody_confirms_what_they_asked_for(issuer, moment):
    order = issuer.ask(500)
    with pytest.raises(SamePersonError):
        confirm_issue(order, by=ASKER, at=moment)
    assert balance_of(issuer.bank) == 0


def test_an_order_is_settled_once(issuer, moment):
    confirmed, declined = issuer.ask(500), issuer.ask(700)
    confirm_issue(confirmed, by=CONFIRMER, at=moment)
    decline_issue(declined, by=ASKER, at=moment)
    for order in (confirmed, declined):
        for settle in (confirm_issue, decline_issue):
            with pytest.raises(OrderSettledError):
                settle(order, by=CONFIRMER, at=moment)
    assert balance_of(issuer.bank) == 500


def test_the_same_request_is_one_order(issuer):
    order = issuer.ask(500)
    issuer.ask(500, order_id=order)
    assert IssueOrder.objects.count() == 1
    with pytest.raises(OrderIdReusedError):
        issuer.ask(501, order_id=order)


def test_only_an_account_of_the_issue_makes_money(issuer, moment):
    with pytest.raises(NotFoundError):
        request_issue(uuid4(), kind=OrderKind.ISSUE, account_id=issuer.issue, issue_id=issuer.bank, amount=tenge(5),
                      by=ASKER, at=moment)  # fmt: skip
    with pytest.raises(NotFoundError):
        confirm_issue(uuid4(), by=CONFIRMER, at=moment)


def test_a_participant_that_goes_takes_no_wallet_along(issuer, moment):
    wallet, shop = account(moment), account(moment)
    confirm_issue(issuer.ask(500), by=CONFIRMER, at=moment)
    assert post(moment, move(issuer.bank, wallet, 500)) == ["accepted"]
    change_account_status(issuer.bank, AccountStatus.CLOSED, reason="licence_ended", by=BY, at=moment)
    assert post(replace(moment), move(wallet, shop, 200)) == ["accepted"]
    assert (balance_of(wallet), balance_of(shop)) == (300, 200)
