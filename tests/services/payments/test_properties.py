"""Whatever comes in whatever order, and wherever it is cut short: each month is paid once, and the books balance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.faults import arm
from alatau.services.decisions.errors import AlreadyGrantedError
from alatau.services.decisions.grant import grant
from alatau.services.models import Decision, Payment, Plan
from alatau.services.payments.disburse import disburse_day
from alatau.services.payments.review import review_plans
from alatau.services.payments.values import AccountChoice, AccountKind
from tests.desk.people import make_resident
from tests.services.decisions.stage import MONTHLY, are_books_whole, held_by, later, own, treasury_works
from tests.services.offers.stage import put_card

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId

#: Where the power goes.
POINTS = (
    "",
    "",
    "services.grant.planned",
    "services.decide.told",
    "services.review.decided",
    "services.disburse.made",
    "services.disburse.handed",
    "money.payout.received",
    "money.pay.posted",
    "money.pay.noted",
    "services.outcomes.written",
)
ACTS = st.tuples(st.sampled_from(["accept", "more", "less", "run", "work", "review"]), st.sampled_from(POINTS))
WALLET = AccountChoice(kind=AccountKind.WALLET)


class PowerCutError(Exception):
    """Everything that was not committed is gone."""


def cut() -> None:
    raise PowerCutError


@dataclass
class Life:
    """One person whose award is paid while this and that happens."""

    person: PersonId
    at: Moment
    family: UUID = field(default_factory=uuid4)
    sum: int = 100_000

    def do(self, act: str) -> None:
        getattr(self, act)()

    def accept(self) -> None:
        try:
            grant(MONTHLY, self.person, family_id=self.family, account=WALLET, by=own(self.person), at=self.at)
        except AlreadyGrantedError:
            return

    def more(self) -> None:
        self.sum += 10_000
        self.show()

    def less(self) -> None:
        self.sum -= 10_000
        self.show()

    def run(self) -> None:
        self.at = later(self.at, days=31)
        disburse_day(at=self.at)

    def work(self) -> None:
        treasury_works()

    def review(self) -> None:
        review_plans(list(Plan.objects.filter(person_id=self.person, status="running")), at=self.at)

    def show(self) -> None:
        put_card((self.person, "spouse", {MONTHLY: self.sum}), at=self.at, family=self.family)


def live(life: Life, acts: list[tuple[str, str]]) -> None:
    for act, point in acts:
        arm(point, strike=cut)
        try:
            life.do(act)
        except PowerCutError:
            continue
        finally:
            arm("")


@pytest.mark.usefixtures("city", "treasury")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=3, max_size=9))
def test_each_month_is_paid_once_and_the_books_balance(acts: list[tuple[str, str]]) -> None:
    at = read_clocks()
    person = make_resident(name="Life", at=at).person_id
    assert person is not None
    life = Life(person, at)
    life.show()
    live(life, [("accept", ""), *acts])
    live(life, [("run", ""), ("work", "")])
    payments = Payment.objects.filter(plan__person_id=person).exclude(status="dropped")
    periods = list(payments.values_list("period", flat=True))
    assert len(periods) == len(set(periods)), "no month is paid by two decisions"
    assert set(payments.values_list("status", flat=True)) <= {"paid", "due"}
    assert held_by(person) == sum(payments.filter(status="paid").values_list("amount", flat=True))
    assert all(payment.amount == payment.plan.amount for payment in payments.select_related("plan"))
    assert are_books_whole()


@pytest.mark.usefixtures("city")
@given(sums=st.lists(st.integers(1, 10**9), min_size=2, max_size=4, unique=True))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_decisions_on_one_right_form_one_chain(sums: list[int]) -> None:
    at = read_clocks()
    person = make_resident(name="Chain", at=at).person_id
    assert person is not None
    life = Life(person, at)
    for each in sums:
        life.sum = each
        life.show()
        with_refusals(life)
    chain = Decision.objects.filter(person_id=person)
    assert chain.filter(superseded_by=None).count() == 1
    assert chain.count() == len(sums)
    assert Plan.objects.filter(person_id=person, status="running").count() == 1


def with_refusals(life: Life) -> None:
    try:
        life.accept()
    except AlatauError as error:
        pytest.fail(f"nothing stands against it: {error}")
