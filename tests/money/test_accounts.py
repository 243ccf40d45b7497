"""Opening, freezing and closing accounts."""

from __future__ import annotations

from uuid import uuid4

import pytest

from alatau.core.errors import NotFoundError
from alatau.core.models import JournalContents
from alatau.money.change import change_account_status, change_floor, change_holder
from alatau.money.errors.accounts import (
    AccountClosedError,
    AccountIdReusedError,
    AccountNotEmptyError,
    CurrencyUnknownError,
    TierUnknownError,
)
from alatau.money.open import open_account
from alatau.money.read import get_account, list_accounts
from alatau.money.values import AccountStatus, HolderKind, Standing
from tests.money.ledger import BASIC, BY, UNLIMITED, account, move, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_for(moment):
    person = uuid4()

    def open_one(account_id, **changed):
        chosen = {"holder_id": person, "holder_kind": HolderKind.PERSON, "tier": BASIC, "currency": "KZT"}
        open_account(account_id, **{**chosen, "purpose": "wallet", "by": BY, "at": moment, **changed})
        return person

    return open_one


def test_the_same_request_opens_one_account(request_for):
    account_id = uuid4()
    person = request_for(account_id)
    request_for(account_id)
    assert [view.id for view in list_accounts(person)] == [account_id]
    assert JournalContents.objects.filter(subject_id=person).count() == 1
    with pytest.raises(AccountIdReusedError):
        request_for(account_id, purpose="savings")


def test_a_second_account_takes_the_holders_tier_and_standing(moment, request_for):
    person = request_for(uuid4())
    change_holder(person, standing=Standing.MAY_NOT_PAY, reason="test", by=BY, at=moment)
    request_for(uuid4(), tier=UNLIMITED)
    assert {(view.tier, view.standing) for view in list_accounts(person)} == {(BASIC, Standing.MAY_NOT_PAY)}


def test_nobody_leaves_their_limits_by_a_second_account_of_another_kind(moment, request_for):
    first, second, shop = uuid4(), uuid4(), account(moment)
    request_for(first)
    request_for(second, holder_kind=HolderKind.PUBLIC, floor=None)
    assert post(moment, move(second, shop, 15_000_000), move(second, first, 15_000_000)) == ["accepted", "accepted"]
    assert post(moment, move(first, shop, 15_000_000), move(second, shop, 1)) == ["accepted", "day_limit"]


@pytest.mark.parametrize(
    ("changed", "error"), [({"currency": "XXX"}, CurrencyUnknownError), ({"tier": 99}, TierUnknownError)]
)
def test_what_the_ledger_does_not_know_is_refused(request_for, changed, error):
    with pytest.raises(error):
        request_for(uuid4(), **changed)


def test_only_an_empty_account_closes_and_it_never_opens_again(moment):
    full = account(moment, balance=5)
    with pytest.raises(AccountNotEmptyError, match=r"0\.05"):
        change_account_status(full, AccountStatus.CLOSED, reason="owner", by=BY, at=moment)
    assert post(moment, move(full, account(moment), 5)) == ["accepted"]
    for _ in range(2):
        change_account_status(full, AccountStatus.CLOSED, reason="owner", by=BY, at=moment)
    for again in (AccountStatus.OPEN, AccountStatus.FROZEN):
        with pytest.raises(AccountClosedError):
            change_account_status(full, again, reason="owner", by=BY, at=moment)
    with pytest.raises(AccountClosedError):
        change_floor(full, -5, reason="owner", by=BY, at=moment)


def test_death_freezes_and_a_decision_releases(moment):
    wallet = account(moment, balance=5)
    for status in (AccountStatus.FROZEN, AccountStatus.OPEN):
        change_account_status(wallet, status, reason="death", by=BY, at=moment)
        assert get_account(wallet).status is status
    lines = JournalContents.objects.filter(line__action="money.account.status_changed").order_by("line")
    assert [line.body["status"] for line in lines] == ["frozen", "open"]


def test_what_is_not_there_is_not_found(moment):
    nobody = uuid4()
    for ask in (
        lambda: get_account(nobody),
        lambda: change_floor(nobody, 0, reason="test", by=BY, at=moment),
        lambda: change_holder(nobody, tier=BASIC, reason="test", by=BY, at=moment),
    ):
        with pytest.raises(NotFoundError):
            ask()
