"""The ledger and its reference give the same answers and balances, whatever is asked of them in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from alatau.core.content import content
from alatau.core.values import Moment
from alatau.money.change import change_account_status, change_floor, change_holder
from alatau.money.mark import give_evidence, set_mark
from alatau.money.models import Account
from alatau.money.open import open_account
from alatau.money.post import post_transfers
from alatau.money.tiers import limits_on
from alatau.money.values import (
    AccountKind,
    AccountStatus,
    CapPeriod,
    CashOut,
    HolderKind,
    NewMark,
    OnSpend,
    Standing,
    TransferKind,
)
from tests.money.ledger import BASIC, BY, FIRM, PUBLIC, UNLIMITED, move, name_of
from tests.money.reference import RefAccount, ReferenceLedger

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Almaty")
KINDS = (TransferKind.MOVE,) * 9 + (TransferKind.PENDING,) * 5 + tuple(TransferKind)
LATER = (TransferKind.POST, TransferKind.VOID, TransferKind.REFUND)
#: Around the limits of the basic tier (150 000, 300 000, 500 000 and 1 000 000 tenge) as well as small.
UNITS = (*range(-1, 45), *[15_000_000, 15_000_001, 12_000_000, 9_000_000] * 6, 10**18, 10**18 + 1, 2**63)
TEXTS = ("", "act 7", "act 7", 'a"b\\c,{}', "nul\x00", "NULL", "тауар", "\u202eabc")
SEEDS = st.integers(0, 2**32)


class LedgerMachine(RuleBasedStateMachine):
    """Both ledgers, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.days = 0
        self.reference = ReferenceLedger(content().currency.code)
        self.ids = (UUID(int=uuid4().int + step) for step in count())
        self.sent: list[object] = []

    @property
    def at(self) -> Moment:
        city_at = datetime(2026, 5, 1, 12, tzinfo=ZONE) + timedelta(days=self.days)
        return Moment(city_at=city_at, wall_at=city_at)

    @initialize()
    def open_accounts(self) -> None:
        self.limits = limits_on(self.at.city_day)
        city, family, canteen, stranger = (uuid4() for _ in range(4))
        self.city_holder, self.family, self.canteen = city, family, canteen
        self.issue = self.open(uuid4(), PUBLIC, kind=AccountKind.ISSUE, floor=None)
        self.treasury = self.open(city, PUBLIC)
        self.plain = [
            *(self.issue, self.treasury, self.open(family, BASIC), self.open(family, BASIC)),
            *(self.open(stranger, UNLIMITED), self.open(canteen, FIRM, category="5814"), self.open(canteen, FIRM)),
            *(self.open(family, BASIC, currency="USD"), self.open(uuid4(), PUBLIC, currency="USD", floor=None)),
        ]
        self.pots = [pot for mark in self.set_marks() for pot in self.open_pots(mark)]
        self.accounts = [*self.plain, *self.pots]
        self.post([
            move(self.issue, self.treasury, 10**12), move(self.treasury, self.plain[2], 45_000_000),
            move(self.treasury, self.plain[4], 10**10), move(self.treasury, self.pots[0], 300),
            move(self.treasury, self.road_pot, 500, reference="act 7"),
        ])  # fmt: skip

    def open(self, holder: UUID, tier: int, *, currency: str = "", **chosen: object) -> UUID:
        account_id, currency = next(self.ids), currency or content().currency.code
        kind = {PUBLIC: HolderKind.PUBLIC, FIRM: HolderKind.ORGANISATION}.get(tier, HolderKind.PERSON)
        known = {"holder_kind": kind, "currency": currency, **chosen}
        open_account(
            account_id, holder_id=holder, tier=tier, purpose="test", by=BY, at=self.at,
            **{name if name != "mark" else "mark_id": one for name, one in known.items()},
        )  # fmt: skip
        limits = tuple(each[tier] for each in
                       (self.limits.payment, self.limits.day, self.limits.month, self.limits.balance))  # fmt: skip
        self.reference.accounts[account_id] = RefAccount(holder=holder, limits=limits, **known)
        return account_id

    def set_marks(self) -> list[NewMark]:
        start = self.at.city_at
        meals = NewMark(
            id=next(self.ids), owner_id=self.city_holder, name={"en": "school meals"}, purpose="school_meals",
            return_account_id=self.treasury, valid_from=start, valid_until=start + timedelta(days=40),
            payees=frozenset({self.canteen}), goods=frozenset({"food"}), period_cap=40, cap_period=CapPeriod.DAY,
        )  # fmt: skip
        road = NewMark(
            id=next(self.ids), owner_id=self.city_holder, name={"en": "road"}, purpose="road",
            return_account_id=self.treasury, valid_from=start, valid_until=start + timedelta(days=9),
            payees=frozenset({self.canteen, self.family}), final_payees=frozenset({self.canteen}),
            needs_evidence=True, on_spend=OnSpend.TRAVEL, cash_out=CashOut.FINAL_PAYEE, payment_cap=50,
            is_claimable=True,
        )  # fmt: skip
        for mark in (meals, road):
            self.keep_mark(mark)
        self.road_pot = self.open(self.city_holder, PUBLIC, kind=AccountKind.POT, mark=road.id)
        bridge = replace(
            road, id=next(self.ids), parent_id=road.id, return_account_id=self.road_pot,
            payees=frozenset({self.canteen}), payment_cap=30, period_cap=45, cap_period=CapPeriod.THIRTY_DAYS,
        )  # fmt: skip
        self.keep_mark(bridge)
        for mark in (road, bridge):
            give_evidence(mark.id, "act 7", document="act", by=BY, at=self.at)
            self.reference.evidence.add((mark.id, "act 7"))
        return [meals, road, bridge]

    def keep_mark(self, mark: NewMark) -> None:
        set_mark(mark, by=BY, at=self.at)
        self.reference.marks[mark.id] = mark

    def open_pots(self, mark: NewMark) -> list[UUID]:
        own = [self.road_pot] if mark.purpose == "road" and mark.parent_id is None else []
        pots = [self.open(self.family, BASIC, kind=AccountKind.POT, mark=mark.id),
                self.open(self.canteen, FIRM, kind=AccountKind.POT, mark=mark.id)]  # fmt: skip
        return [*own, *pots]

    @rule(seed=SEEDS, size=st.integers(1, 16))
    def send_a_batch(self, seed: int, size: int) -> None:
        chance = Random(seed)
        self.post([self.draw(chance) for _ in range(size)])

    @rule(seed=SEEDS)
    def send_another_batch(self, seed: int) -> None:
        self.send_a_batch(seed, 16)

    @rule(seed=SEEDS)
    def send_what_was_sent(self, seed: int) -> None:
        again = Random(seed).choices(self.sent or [move(self.issue, self.treasury, 1)], k=4)
        self.post([*again, replace(again[0], reference="altered"), again[0]])

    @rule(days=st.sampled_from([0, 1, 1, 2, 29, 30]))
    def let_days_pass(self, days: int) -> None:
        self.days += days

    @rule(seed=SEEDS, status=st.sampled_from([AccountStatus.OPEN] * 3 + [AccountStatus.FROZEN]))
    def change_status(self, seed: int, status: AccountStatus) -> None:
        account_id = Random(seed).choice(self.accounts)
        change_account_status(account_id, status, reason="test", by=BY, at=self.at)
        self.reference.accounts[account_id].status = status

    @rule(seed=SEEDS, standing=st.sampled_from([Standing.CLEAR] * 4 + [*Standing]))
    def change_standing(self, seed: int, standing: Standing) -> None:
        holder = self.reference.accounts[Random(seed).choice(self.accounts)].holder
        change_holder(holder, standing=standing, reason="test", by=BY, at=self.at)
        for account in self.reference.accounts.values():
            account.standing = standing if account.holder == holder else account.standing

    @rule(floor=st.sampled_from([0, -50, None]))
    def change_credit(self, floor: int | None) -> None:
        change_floor(self.plain[4], floor, reason="test", by=BY, at=self.at)
        self.reference.accounts[self.plain[4]].floor = floor

    @invariant()
    def all_balances_agree(self) -> None:
        real = Account.objects.in_bulk([*self.reference.accounts])
        figures = {one.id: (one.balance, one.held_out, one.held_in) for one in real.values()}
        assert figures == {key: (one.balance, one.out, one.into) for key, one in self.reference.accounts.items()}
        for code in {one.currency for one in real.values()}:
            assert sum(one.balance for one in real.values() if one.currency == code) == 0

    def draw(self, chance: Random) -> object:
        if self.sent and chance.random() < 0.35:
            likely = [one.new for one in [*self.reference.transfers.values()][-25:]]
            return self.keep(self.settle(chance.choice(self.sent[-40:] if chance.random() < 0.2 else likely), chance))
        debit, credit = self.sides(chance)
        account, kind = self.reference.accounts.get(debit), chance.choice(KINDS)
        odd = chance.random() < 0.05
        new = move(
            debit, credit, chance.choice(UNITS), id=next(self.ids), currency=account.currency if account else "",
            kind=kind, goods=chance.choice(["", "food", "food"]), reference=chance.choice(TEXTS if odd else TEXTS[:2]),
            is_linked=chance.random() < 0.15,
            timeout_seconds=chance.choice([None, 3600, 86_400 * 2]) if kind is TransferKind.PENDING or odd else None,
        )  # fmt: skip
        return self.keep(new)

    def sides(self, chance: Random) -> tuple[UUID, UUID]:
        if chance.random() < 0.2:
            return tuple(chance.choice([*self.accounts, uuid4()]) for _ in range(2))
        wallets, city = self.plain[2:7], self.treasury
        usual = [
            (city, chance.choice(wallets)),
            (chance.choice(wallets), chance.choice(wallets)),
            (city, self.road_pot),
        ]
        road, bridge = self.pots[2:5], self.pots[5:]
        marked = [
            *((city, self.pots[0]), (self.pots[0], self.plain[5]), (self.pots[0], city), (self.road_pot, road[1])),
            *((road[1], road[2]), (road[2], self.plain[5]), (road[1], bridge[1]), (bridge[1], self.plain[6])),
        ]
        return chance.choice([*usual, *marked, (chance.choice(self.pots), chance.choice(self.accounts))])

    def settle(self, old: object, chance: Random) -> object:
        fitting = LATER[:2] if old.kind is TransferKind.PENDING else LATER[2:]
        kind = chance.choice(fitting if chance.random() < 0.8 else LATER)
        units = old.amount.units - chance.choice([0, 0, 0, 1, -1])
        sides = (old.credit_id, old.debit_id) if kind is TransferKind.REFUND else (old.debit_id, old.credit_id)
        new = move(*sides, 1, id=next(self.ids), kind=kind, concerns_id=old.id, is_linked=chance.random() < 0.1)
        return replace(new, amount=replace(old.amount, units=units))

    def keep(self, new: object) -> object:
        # In one batch it may post what it holds, so what was drawn counts as sent.
        self.sent.append(new)
        return new

    def post(self, batch: list[object]) -> None:
        outcomes = [name_of(outcome) for outcome in post_transfers(batch, by=BY, at=self.at)]
        told = [
            (new.kind.name, new.amount.units, new.is_linked, outcome)
            for new, outcome in zip(batch, outcomes, strict=True)
        ]
        wanted = [(*one[:3], verdict) for one, verdict in zip(told, self.reference.post(batch, self.at), strict=True)]
        assert told == wanted


@pytest.mark.parametrize(("careful_most", "examples"), [(256, 8), (0, 8)], ids=["carefully", "quickly"])
def test_every_answer_and_every_balance_is_the_references(
    careful_most: int, examples: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alatau.money.post.CAREFUL_MOST", careful_most)
    run_state_machine_as_test(
        LedgerMachine, settings=settings(max_examples=examples, stateful_step_count=25, phases=[Phase.generate])
    )
