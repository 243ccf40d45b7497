"""Bodies around the money have their roles, and a wallet belongs to its holder, whoever serves it."""

from __future__ import annotations

import pytest

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.values import system_actor
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.open import open_bodies
from alatau.money.bodies.read import body_account_id, body_id, find_body, get_body, list_bodies, name_account
from alatau.money.bodies.serve import choose_participant, end_participant, find_server, list_participants
from alatau.money.desks.check import find_last_check, keep_check
from alatau.money.desks.issue import issue_account_id, read_outstanding
from alatau.money.desks.supply import list_supply
from alatau.money.desks.treasury import list_budget_accounts, list_spent, list_steps
from alatau.money.errors.accounts import AccountNotEmptyError
from alatau.money.models import Account, IssueOrder, Service
from alatau.money.values import AccountId, HolderId
from tests.money.ledger import move, post
from tests.money.wallet.conftest import city
from tests.money.wallet.purses import holds, purse, send, tenge
from tests.people import resident

__all__ = ["city"]
pytestmark = pytest.mark.usefixtures("city")
BY = system_actor("money.test")


def bank(key: str = "samal_bank") -> AccountId:
    return next(body_account_id(each) for each in list_bodies(BodyRole.PARTICIPANT) if each.key == key)


def end(key: str = "samal_bank") -> int:
    return end_participant(key, reason="licence_ended", by=BY, at=read_clocks())


def test_all_money_of_the_sample_came_by_orders_of_two_people():
    orders = list(IssueOrder.objects.all())
    assert orders
    assert all(order.settled_by not in (None, order.asked_by) for order in orders)
    assert read_outstanding() == tenge(sum(order.amount for order in orders) // 100)
    assert holds(issue_account_id()) == -(read_outstanding().units // 100)


def test_participant_that_ends_leaves_every_wallet_to_its_holder():
    before = {key: holds(purse(key)) for key in ("aigerim", "bolat", "school_canteen")}
    assert end() > 3
    assert find_server(HolderId(resident("aigerim").person_id)) is None
    assert {key: holds(purse(key)) for key in before} == before
    send("aigerim", purse("school_canteen"), 500)
    assert holds(purse("school_canteen")) == before["school_canteen"] + 500
    assert "samal_bank" not in {each.key for each in list_participants()}


def test_participant_with_money_of_its_own_has_to_redeem_it_first():
    post(read_clocks(), move(issue_account_id(), bank(), 100))
    with pytest.raises(AccountNotEmptyError):
        end()
    assert find_server(HolderId(resident("aigerim").person_id)) is not None


def test_holder_chooses_another_participant_and_no_money_moves():
    holder_id = HolderId(resident("aigerim").person_id)
    before = holds(purse("aigerim"))
    for _ in range(2):
        choose_participant(holder_id, "bulaq_bank", by=resident("aigerim").actor, at=read_clocks())
    assert find_server(holder_id).key == "bulaq_bank"
    assert Service.objects.filter(holder_id=holder_id).count() == 2
    assert holds(purse("aigerim")) == before
    end("samal_bank")
    with pytest.raises(NotFoundError):
        choose_participant(holder_id, "samal_bank", by=BY, at=read_clocks())


def test_bodies_are_opened_once_and_named_by_account():
    count = Account.objects.count()
    open_bodies(by=BY, at=read_clocks())
    assert Account.objects.count() == count
    treasury = get_body(BodyRole.TREASURY)
    assert find_body(body_id(treasury)) == treasury
    assert name_account(body_account_id(treasury, "roads"), body_id(treasury)) == "Treasury: roads"
    assert name_account(purse("aigerim"), HolderId(resident("aigerim").person_id)) == ""


def test_supply_by_kind_and_participant_adds_up_to_what_is_outstanding():
    lines = list_supply()
    assert sum(line.amount.units for line in lines) == read_outstanding().units
    served = {line.participant.key for line in lines if line.participant}
    assert served == {"samal_bank", "bulaq_bank"}
    marked = [line for line in lines if line.is_marked]
    assert sum(line.amount.units for line in marked) == tenge(18_000 * 2 + 12_000_000 + 400_000 + 10_000).units


def test_treasury_sees_its_accounts_and_what_went_out():
    roads = next(account for account in list_budget_accounts() if account.key == "roads")
    assert roads.available == tenge(28_000_000)
    (spent,) = list_spent(roads.id, since=read_clocks().city_at.replace(year=2020))
    assert (spent.purpose, spent.transfers, spent.amount) == ("road_repair", 1, tenge(12_000_000))
    assert [step.purpose for step in list_steps(roads.id).steps] == ["road_repair", "issue"]


def test_check_of_the_books_is_kept_with_its_age():
    assert find_last_check() is None
    kept = keep_check(by=BY, at=read_clocks())
    assert (kept.is_whole, kept.transfers > 10) == (True, True)
    assert find_last_check() == kept
