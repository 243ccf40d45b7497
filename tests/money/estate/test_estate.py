"""A death freezes a wallet; two officials say to whom it goes; a mistake gives it back."""

from __future__ import annotations

from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.core.values import system_actor
from alatau.desk.models import Case
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_account_id, get_body
from alatau.money.errors.transfers import DebitAccountFrozenError
from alatau.money.estate.divide import DIVIDE, ESCHEAT, RELEASE, find_estate, name_heirs, settle_estate, split_shares
from alatau.money.estate.errors import EstateSettledError, EstateSharesError, HeirUnknownError
from alatau.money.estate.open import open_estate
from alatau.money.estate.values import EstateStatus
from alatau.money.models import Estate
from alatau.money.orders.read import list_orders
from alatau.money.orders.values import OrderState
from alatau.money.values import HolderId
from alatau.money.verify import verify_ledger
from tests.money.orders.test_orders import order
from tests.money.wallet.purses import holds, pot, purse, send
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")
BY = system_actor("money.test")
HALF = Fraction(1, 2)


def die(key: str = "aigerim") -> UUID:
    case_id = open_estate(resident(key).person_id, by=BY, at=read_clocks())
    assert case_id is not None
    return case_id


def inherit(case_id: UUID, *heirs: tuple[str, Fraction]) -> None:
    numbers = [(resident(key).number, share) for key, share in heirs]
    name_heirs(case_id, numbers, certificate="N-17", by=BY, at=read_clocks())


def settle(case_id: UUID, outcome: str) -> None:
    settle_estate(case_id, outcome=outcome, by=BY, at=read_clocks())


def status() -> EstateStatus:
    return EstateStatus(Estate.objects.get().status)


def test_death_freezes_the_wallet_ends_orders_and_sends_marked_money_home():
    order()
    fund = holds(purse("school_meals_fund"))
    die()
    with pytest.raises(DebitAccountFrozenError):
        send("aigerim", purse("bolat"), 1)
    assert holds(pot("aigerim")) == 0
    assert holds(purse("school_meals_fund")) == fund + 18_000
    assert list_orders(HolderId(resident("aigerim").person_id))[0].state is OrderState.ENDED


def test_death_told_twice_opens_one_case():
    assert die() == die()
    assert Case.objects.filter(type="estate").count() == Estate.objects.count() == 1


def test_death_of_somebody_without_a_wallet_opens_nothing():
    assert open_estate(resident("amina").person_id, by=BY, at=read_clocks()) is None
    assert not Case.objects.filter(type="estate").exists()


def test_heirs_get_their_shares_whole_and_once():
    case_id = die()
    inherit(case_id, ("bolat", HALF), ("dias", Fraction(1, 3)), ("amina", Fraction(1, 6)))
    for _ in range(2):
        settle(case_id, DIVIDE)
    assert (holds(purse("bolat")), holds(purse("dias"))) == (640_000 + 200_000, 5_000 + 133_333)
    assert holds(purse("aigerim")) == 0
    assert status() is EstateStatus.DIVIDED
    assert verify_ledger().is_whole


def test_inheritance_comes_whole_also_above_an_heirs_limit():
    case_id = die("emma")
    inherit(case_id, ("dias", Fraction(1)))
    settle(case_id, DIVIDE)
    assert holds(purse("dias")) == 905_000


def test_mistaken_death_gives_the_wallet_back():
    settle(die(), RELEASE)
    send("aigerim", purse("gulnara"), 100)
    assert status() is EstateStatus.RELEASED
    die()
    assert Estate.objects.count() == 2


def test_estate_without_heirs_goes_to_the_state():
    treasury = body_account_id(get_body(BodyRole.TREASURY))
    before = holds(treasury)
    settle(die(), ESCHEAT)
    assert holds(treasury) == before + 400_000


def test_officials_are_asked_again_while_nobody_named_an_heir():
    case_id = die()
    settle(case_id, DIVIDE)
    again = Estate.objects.get()
    assert (again.status, again.case_id == case_id) == (EstateStatus.OPEN, False)
    assert holds(purse("aigerim")) == 400_000
    assert find_estate(case_id) is None


@pytest.mark.parametrize(
    ("shares", "error"),
    [
        ((("bolat", HALF),), EstateSharesError),
        ((("bolat", HALF), ("bolat", HALF)), HeirUnknownError),
        ((("aigerim", Fraction(1)),), HeirUnknownError),
    ],
)
def test_heirs_that_do_not_fit_are_refused(shares, error):
    case_id = die()
    with pytest.raises(error):
        inherit(case_id, *shares)
    assert find_estate(case_id).heirs == ()


def test_settled_estate_takes_no_other_heirs():
    case_id = die()
    settle(case_id, ESCHEAT)
    with pytest.raises(EstateSettledError):
        inherit(case_id, ("bolat", Fraction(1)))


def test_decision_about_another_case_touches_no_estate():
    settle(UUID(int=7), DIVIDE)
    assert not Estate.objects.exists()


@given(units=st.integers(0, 10**12), weights=st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_shares_are_whole_units_that_add_up(units, weights):
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    parts = split_shares(units, shares)
    assert sum(parts) == units
    assert all(abs(part - units * share) < 1 for part, share in zip(parts, shares, strict=True))
