"""The eight invariants of marked money, each as a property, and the refusals in the payer's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.values import Moment
from alatau.money.errors.accounts import MarkIdReusedError, MarkNotValidError, MarkWidensError
from alatau.money.expire import expire_holds, return_marked_money
from alatau.money.mark import find_mark, give_evidence, set_mark
from alatau.money.post import post_transfer, post_transfers
from alatau.money.read import get_account
from alatau.money.refusals import explain_refusal
from alatau.money.values import AccountKind, CapPeriod, CashOut, HolderKind, NewMark, NewTransfer, OnSpend, TransferKind
from alatau.money.verify import verify_ledger
from tests.money.ledger import BY, PUBLIC, account, balance_of, firm, move, name_of, post, source, tenge

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db
#: The fixture of the moment is a value: examples may share it.
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
units = st.integers(1, 500)


class Meals:
    """A city gives families money for school meals; a canteen takes it, a bookshop does not."""

    def __init__(self, at: Moment, **conditions: object) -> None:
        self.at, self.city = at, uuid4()
        self.treasury = account(
            at, holder=self.city, holder_kind=HolderKind.PUBLIC, tier=PUBLIC, balance=100_000, purpose="treasury"
        )
        self.canteen, self.bookshop, self.family = firm(at), firm(at), account(at, balance=1000)
        self.mark = self.set(payees=frozenset({get_account(self.canteen).holder_id}), **conditions)
        self.pot = self.open_pot(self.mark, self.family)

    def set(self, **conditions: object) -> NewMark:
        chosen: dict[str, object] = {
            "id": uuid4(),
            "owner_id": self.city,
            "name": {"en": "school meals", "kk": "мектеп асы"},
            "purpose": "school_meals",
            "return_account_id": self.treasury,
            "valid_from": self.at.city_at - timedelta(days=1),
            "valid_until": self.at.city_at + timedelta(days=30),
        }
        mark = NewMark(**{**chosen, **conditions})
        set_mark(mark, by=BY, at=self.at)
        return mark

    def open_pot(self, mark: NewMark, like: UUID, **chosen: object) -> UUID:
        view = get_account(like)
        return account(
            self.at, holder=view.holder_id, holder_kind=view.holder_kind, tier=view.tier, kind=AccountKind.POT,
            mark_id=mark.id, **chosen,
        )  # fmt: skip

    def give(self, amount: int) -> None:
        assert post(self.at, move(self.treasury, self.pot, amount)) == ["accepted"]

    def later(self, days: int) -> Moment:
        return Moment(city_at=self.at.city_at + timedelta(days=days), wall_at=self.at.wall_at)


def say(meals: Meals, new: NewTransfer) -> str:
    (outcome,) = post_transfers([new], by=BY, at=meals.at)
    return explain_refusal(new, outcome).sentence()


@shared
@given(given_units=units, spent=st.lists(units, max_size=6), back=units)
def test_what_came_under_a_mark_is_held_spent_or_returned(moment, given_units, spent, back):
    meals = Meals(moment)
    meals.give(given_units)
    payments = [move(meals.pot, meals.canteen, amount) for amount in spent]
    taken = [new.amount.units for new, one in zip(payments, post(moment, *payments), strict=True) if one == "accepted"]
    returned = move(meals.pot, meals.treasury, back, kind=TransferKind.RETURN)
    went_back = back if post(moment, returned) == ["accepted"] else 0
    assert given_units == balance_of(meals.pot) + sum(taken) + went_back
    assert balance_of(meals.canteen) == sum(taken)
    assert verify_ledger().broken == ()


def widened(mark: NewMark) -> dict[str, NewMark]:
    """Return the mark with one more thing allowed, by the name of the field that allows it."""
    longer, more = mark.valid_until + timedelta(days=1), mark.payees | {uuid4()}
    changes = {
        "valid_until": {"valid_until": longer},
        "payees": {"payees": more},
        "goods": {"goods": frozenset()},
        "on_spend": {"on_spend": OnSpend.CLEAR},
        "cash_out": {"cash_out": CashOut.FINAL_PAYEE, "final_payees": mark.payees},
        "is_claimable": {"is_claimable": True},
        "payment_cap": {"payment_cap": None},
    }
    return {field: replace(mark, id=uuid4(), **changed) for field, changed in changes.items()}


def test_a_mark_passed_on_is_never_widened(moment):
    meals = Meals(moment, goods=frozenset({"food"}), on_spend=OnSpend.TRAVEL, payment_cap=100)
    owners = meals.open_pot(meals.mark, meals.treasury)
    narrow = replace(meals.mark, id=uuid4(), parent_id=meals.mark.id, return_account_id=owners)
    set_mark(narrow, by=BY, at=moment)
    for field, wider in widened(narrow).items():
        with pytest.raises(MarkWidensError) as refused:
            set_mark(wider, by=BY, at=moment)
        assert refused.value.facts["field"] == field


@shared
@given(amount=st.integers(1, 120), wide_cap=st.integers(1, 100), narrow_share=st.integers(1, 100))
def test_money_under_two_marks_satisfies_both(moment, amount, wide_cap, narrow_share):
    meals = Meals(moment, payment_cap=wide_cap)
    owners = meals.open_pot(meals.mark, meals.treasury)
    cap = max(1, wide_cap * narrow_share // 100)
    narrow = meals.set(
        parent_id=meals.mark.id, return_account_id=owners, payment_cap=cap, payees=meals.mark.payees,
        valid_from=meals.mark.valid_from, valid_until=meals.mark.valid_until,
    )  # fmt: skip
    pot = meals.open_pot(narrow, meals.family)
    for step in [(meals.treasury, owners)] * 2 + [(owners, pot)] * 2:
        post(moment, *[move(*step, 1) for _ in range(100)])
    assert post(moment, move(meals.treasury, pot, 1)) == ["mark_source"]
    wanted = "accepted" if amount <= cap else "mark_payment_cap"
    assert post(moment, move(pot, meals.canteen, amount)) == [wanted]


@shared
@given(amount=units)
def test_a_refused_spend_changes_nothing_and_names_what_failed(moment, amount):
    meals = Meals(moment)
    meals.give(500)
    said = say(meals, move(meals.pot, meals.bookshop, amount))
    assert said == ("This money is for school meals, and this payee is not on its list. Pay here with other money.")
    assert (balance_of(meals.pot), balance_of(meals.bookshop)) == (500, 0)


@shared
@given(paid=units, parts=st.lists(units, min_size=1, max_size=4))
def test_a_refund_carries_the_mark_back_and_never_more_than_was_paid(moment, paid, parts):
    meals = Meals(moment)
    meals.give(paid)
    payment = move(meals.pot, meals.canteen, paid)
    refunds = [move(meals.canteen, meals.pot, part, kind=TransferKind.REFUND, concerns_id=payment.id) for part in parts]
    outcomes = post(moment, payment, *refunds)[1:]
    back = sum(part for part, one in zip(parts, outcomes, strict=True) if one == "accepted")
    assert set(outcomes) <= {"accepted", "refund_exceeded"}
    assert back <= paid
    assert (balance_of(meals.pot), balance_of(meals.family)) == (back, 1000)


@shared
@given(left=units, held=st.integers(0, 100), times=st.integers(1, 3))
def test_the_end_of_a_mark_returns_exactly_the_remainder_once(moment, left, held, times):
    meals = Meals(moment)
    meals.give(left + held)
    if held:
        post(moment, move(meals.pot, meals.canteen, held, kind=TransferKind.PENDING, timeout_seconds=60))
    before = balance_of(meals.treasury)
    assert return_marked_money(by=BY, at=meals.later(29)) == 0
    counts = [return_marked_money(by=BY, at=meals.later(31)) for _ in range(times)]
    assert counts == [1, 0, 0][:times]
    expire_holds(by=BY, at=meals.later(31))
    return_marked_money(by=BY, at=meals.later(31))
    assert (balance_of(meals.pot), balance_of(meals.treasury)) == (0, before + left + held)


@pytest.mark.parametrize(("claimable", "wanted"), [(False, "mark_claim"), (True, "accepted")])
def test_a_claim_reaches_marked_money_only_where_its_law_allows(moment, claimable, wanted):
    meals = Meals(moment, is_claimable=claimable)
    meals.give(500)
    bailiff = account(moment)
    claims = [move(debit, bailiff, 100, kind=TransferKind.CLAIM) for debit in (meals.pot, meals.family)]
    assert post(moment, *claims) == [wanted, "accepted"]


def test_a_person_sees_whose_mark_why_until_when_and_where(moment):
    meals = Meals(moment)
    mark = find_mark(get_account(meals.pot).mark_id)
    assert mark == meals.mark
    assert (mark.owner_id, mark.purpose, mark.name["kk"]) == (meals.city, "school_meals", "мектеп асы")


def test_a_mark_asks_for_goods_evidence_and_its_time(moment):
    meals = Meals(moment, goods=frozenset({"food"}), needs_evidence=True, valid_from=moment.city_at + timedelta(days=1))
    give_evidence(meals.mark.id, "act 7", document="act", by=BY, at=moment)
    post(moment, move(meals.treasury, meals.pot, 100, reference="act 7"))
    spend = move(meals.pot, meals.canteen, 1, goods="food", reference="act 7")
    assert post(moment, spend) == ["mark_not_yet"]
    other_days = meals.later(2)
    given_first = move(meals.treasury, meals.pot, 100)
    tries = [replace(spend, id=uuid4(), goods="books"), replace(spend, id=uuid4(), reference="act 8"), spend]
    assert post(other_days, given_first, *tries) == ["accepted", "mark_goods", "mark_evidence", "accepted"]
    assert post(meals.later(31), replace(spend, id=uuid4())) == ["mark_ended"]


def test_a_cap_counts_what_a_pot_pays_in_a_day(moment):
    meals = Meals(moment, period_cap=100, cap_period=CapPeriod.DAY)
    meals.give(500)
    payments = [move(meals.pot, meals.canteen, 60), move(meals.pot, meals.canteen, 41)]
    assert post(moment, *payments) == ["accepted", "mark_period_cap"]
    assert post(meals.later(1), payments[1]) == ["accepted"]


def test_a_travelling_mark_goes_down_the_chain_and_ends_with_the_last(moment):
    meals = Meals(moment)
    first, last = firm(moment), firm(moment)
    holders = [get_account(each).holder_id for each in (first, last)]
    road = meals.set(
        payees=frozenset(holders), final_payees=frozenset(holders[1:]), on_spend=OnSpend.TRAVEL,
        cash_out=CashOut.FINAL_PAYEE,
    )  # fmt: skip
    pots = [meals.open_pot(road, each) for each in (meals.treasury, first, last)]
    steps = [move(meals.treasury, pots[0], 90), move(pots[0], pots[1], 90), move(pots[1], pots[2], 50)]
    assert post(moment, *steps) == ["accepted"] * 3
    ends = [move(pots[1], last, 10), move(pots[1], first, 10), move(pots[2], last, 50)]
    assert post(moment, *ends) == ["mark_travels", "mark_cash", "accepted"]


def test_marked_money_never_becomes_bank_money(moment):
    meals = Meals(moment)
    meals.give(100)
    assert post(moment, move(meals.pot, source(moment), 10)) == ["mark_payee"]
    free = meals.set(payees=frozenset())
    pot = meals.open_pot(free, meals.family)
    steps = [move(meals.treasury, pot, 10), move(pot, source(moment), 10), move(pot, meals.family, 10)]
    assert post(moment, *steps) == ["accepted", "mark_cash", "mark_cash"]


def test_conditions_that_do_not_fit_are_refused_by_name(moment):
    meals = Meals(moment)
    wrong = {"valid_until": meals.mark.valid_from, "payment_cap": 0, "period_cap": 5, "return_account_id": meals.family}
    for field, one in wrong.items():
        with pytest.raises(MarkNotValidError) as refused:
            set_mark(replace(meals.mark, id=uuid4(), **{field: one}), by=BY, at=moment)
        assert refused.value.facts["field"] == field


def test_a_mark_is_set_once(moment):
    meals = Meals(moment)
    set_mark(meals.mark, by=BY, at=moment)
    with pytest.raises(MarkIdReusedError):
        set_mark(replace(meals.mark, payment_cap=5), by=BY, at=moment)


def test_one_refused_transfer_raises_its_sentence(moment):
    meals = Meals(moment, payment_cap=100)
    meals.give(500)
    with pytest.raises(Exception, match=r"at most 1.tenge at a time"):
        post_transfer(move(meals.pot, meals.canteen, 101), by=BY, at=moment)
    assert name_of(post_transfer(move(meals.pot, meals.canteen, 100), by=BY, at=moment)) == "accepted"
    assert tenge(100).units == balance_of(meals.canteen)
