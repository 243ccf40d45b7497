"""The ledger once more, in plain Python: one transfer after another. Tests run it beside the real one."""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from alatau.money.values import (
    AccountKind,
    AccountStatus,
    CapPeriod,
    CashOut,
    HolderKind,
    HoldStatus,
    OnSpend,
    Standing,
    TransferKind,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.money.values import NewMark, NewTransfer

MOVE, PENDING, POST, VOID, REFUND, CLAIM, RETURN = TransferKind
LIMITED = (MOVE, PENDING)


@dataclass
class RefAccount:
    holder: UUID
    holder_kind: HolderKind
    currency: str
    kind: AccountKind = AccountKind.WALLET
    limits: tuple[int | None, ...] = (None,) * 4
    floor: int | None = 0
    mark: UUID | None = None
    category: str = ""
    status: AccountStatus = AccountStatus.OPEN
    standing: Standing = Standing.CLEAR
    balance: int = 0
    out: int = 0
    into: int = 0
    spent: dict[date, int] = field(default_factory=lambda: defaultdict(int))

    def spent_since(self, day: date, days: int) -> int:
        return sum(units for on, units in self.spent.items() if day - timedelta(days=days) < on <= day)


@dataclass
class RefTransfer:
    new: NewTransfer
    counted: bool
    day: date
    expires_at: object
    status: HoldStatus = HoldStatus.OPEN
    refunded: int = 0


class ReferenceLedger:
    """Balances after each batch, and a verdict for each transfer in the words of `Refusal`."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.accounts: dict[UUID, RefAccount] = {}
        self.transfers: dict[UUID, RefTransfer] = {}
        self.marks: dict[UUID, NewMark] = {}
        self.evidence: set[tuple[UUID, str]] = set()

    def post(self, batch: Sequence[NewTransfer], at: Moment) -> list[str]:
        verdicts: list[str] = []
        start, saved, is_broken = None, None, False
        for place, new in enumerate(batch):
            if start is None and new.is_linked:
                start, saved, is_broken = place, deepcopy((self.accounts, self.transfers)), False
            verdict = self.refuse(new, at, is_broken=is_broken, is_last=place == len(batch) - 1)
            verdicts.append(verdict or "accepted")
            if verdict is None:
                self.apply(new, at)
            elif verdict != "repeated" and start is not None and not is_broken:
                is_broken = True
                self.accounts, self.transfers = saved
                verdicts[start:place] = ["chain_broken" if one == "accepted" else one for one in verdicts[start:place]]
            if not new.is_linked:
                start, is_broken = None, False
        return verdicts

    def refuse(self, new: NewTransfer, at: Moment, *, is_broken: bool, is_last: bool) -> str | None:
        later, known = new.kind in (POST, VOID, REFUND), self.transfers.get(new.id)
        checks = (
            (new.amount.units <= 0, "amount_not_positive"),
            (new.amount.units > 10**18, "amount_too_large"),
            (new.debit_id == new.credit_id, "accounts_same"),
            (not new.reference.isprintable(), "text_not_allowed"),
            (new.timeout_seconds is not None and new.kind is not PENDING, "timeout_not_allowed"),
            ((new.concerns_id is not None) != later, "concerns_not_allowed"),
            (is_last and new.is_linked, "chain_open"),
            (known is not None and self.body(known.new) == self.body(new), "repeated"),
            (known is not None, "id_reused"),
            (is_broken, "chain_broken"),
            (new.debit_id not in self.accounts, "debit_account_unknown"),
            (new.credit_id not in self.accounts, "credit_account_unknown"),
        )
        found = next((refusal for is_so, refusal in checks if is_so), None)
        return found or self.refuse_known(new, at)

    def refuse_known(self, new: NewTransfer, at: Moment) -> str | None:
        debit, credit = self.accounts[new.debit_id], self.accounts[new.credit_id]
        if {debit.currency, credit.currency} != {new.amount.currency.code}:
            return "currency_differs"
        return (
            (None if new.kind is VOID else self.refuse_state(new.kind, debit, credit))
            or (self.refuse_later(new, at) if new.concerns_id else None)
            or self.refuse_mark(new, debit, credit, at)
            or (self.refuse_limits(new, debit, credit, at.city_day) if new.kind in LIMITED else None)
            or (None if new.kind in (POST, VOID) else self.refuse_balance(new.amount.units, debit, credit))
        )

    def body(self, new: NewTransfer) -> tuple[object, ...]:
        texts = (new.purpose, new.reference, new.goods, new.timeout_seconds, new.concerns_id)
        return (new.debit_id, new.credit_id, new.amount, new.kind, *texts)

    def refuse_state(self, kind: TransferKind, debit: RefAccount, credit: RefAccount) -> str | None:
        reaches = kind in (CLAIM, RETURN)
        checks = (
            (debit.status is AccountStatus.CLOSED, "debit_account_closed"),
            (credit.status is AccountStatus.CLOSED, "credit_account_closed"),
            (debit.status is AccountStatus.FROZEN and not reaches, "debit_account_frozen"),
            (credit.status is AccountStatus.FROZEN, "credit_account_frozen"),
            (debit.standing is not Standing.CLEAR and not reaches, "payer_stopped"),
            (credit.standing is Standing.STOPPED, "payee_stopped"),
        )
        return next((refusal for is_so, refusal in checks if is_so), None)

    def refuse_later(self, new: NewTransfer, at: Moment) -> str | None:
        old, units = self.transfers.get(new.concerns_id), new.amount.units
        if new.kind is REFUND:
            if old is None:
                return "refund_unknown"
            if old.new.kind not in (MOVE, POST) or (old.new.debit_id, old.new.credit_id) != (
                new.credit_id,
                new.debit_id,
            ):
                return "refund_differs"
            return "refund_exceeded" if old.refunded + units > old.new.amount.units else None
        if old is None:
            return "pending_unknown"
        if old.new.kind is not PENDING or (old.new.debit_id, old.new.credit_id) != (new.debit_id, new.credit_id):
            return "pending_differs"
        if old.status is not HoldStatus.OPEN:
            return f"pending_{old.status.name.lower()}"
        if new.kind is POST and old.expires_at is not None and old.expires_at <= at.city_at:
            return "pending_expired"
        if units > old.new.amount.units:
            return "pending_exceeded"
        return "pending_differs" if new.kind is VOID and units != old.new.amount.units else None

    def refuse_mark(self, new: NewTransfer, debit: RefAccount, credit: RefAccount, at: Moment) -> str | None:
        mark, into = self.marks.get(debit.mark), self.marks.get(credit.mark)
        if new.kind is RETURN:
            return None if mark and mark.return_account_id == new.credit_id else "mark_return"
        if new.kind in (MOVE, PENDING, CLAIM) and into and into is not mark:
            from_owner = mark is None and debit.holder == into.owner_id and into.parent_id is None
            from_wider = mark is not None and mark.id == into.parent_id
            if new.kind is CLAIM or not (from_owner or from_wider):
                return "mark_source"
        if new.kind is CLAIM:
            return "mark_claim" if mark and not mark.is_claimable else None
        if new.kind not in LIMITED:
            return None
        lineage = [mark] if mark else []
        while lineage and lineage[-1].parent_id:
            lineage.append(self.marks[lineage[-1].parent_id])
        broken = [one for wider in lineage for one in self.broken_conditions(wider, new, debit, credit, at)]
        if into and into is not mark and into.valid_until <= at.city_at:
            broken.append("mark_ended")
        return min(broken, key=ORDER.index, default=None)

    def broken_conditions(
        self, mark: NewMark, new: NewTransfer, debit: RefAccount, credit: RefAccount, at: Moment
    ) -> list[str]:
        own, leaves = debit.holder == credit.holder, credit.kind in (AccountKind.ISSUE, AccountKind.BANK)
        hands_out = debit.holder == mark.owner_id and credit.mark is not None
        anybody = not (mark.payees or mark.categories)
        final = mark.cash_out is CashOut.FINAL_PAYEE and debit.holder in mark.final_payees
        takes_out = leaves or (own and credit.mark is None)
        checks = (
            (mark.valid_from > at.city_at, "mark_not_yet"),
            (mark.valid_until <= at.city_at, "mark_ended"),
            (
                not anybody and not hands_out and credit.holder not in mark.payees
                and credit.category not in mark.categories,
                "mark_payee",
            ),
            (bool(mark.goods) and credit.mark is None and new.goods not in mark.goods, "mark_goods"),
            (mark.needs_evidence and (mark.id, new.reference) not in self.evidence, "mark_evidence"),
            (takes_out and not final, "mark_cash"),
            (mark.on_spend is OnSpend.TRAVEL and credit.mark is None and not (takes_out and final), "mark_travels"),
            (mark.payment_cap is not None and new.amount.units > mark.payment_cap, "mark_payment_cap"),
        )  # fmt: skip
        return [next((name for is_so, name in checks if is_so), "")] if any(is_so for is_so, _ in checks) else []

    def refuse_limits(self, new: NewTransfer, debit: RefAccount, credit: RefAccount, day: date) -> str | None:
        units, mark = new.amount.units, self.marks.get(debit.mark)
        if self.is_counted(debit, credit):
            if mark and mark.period_cap is not None:
                days = 1 if mark.cap_period is CapPeriod.DAY else 30
                if debit.spent_since(day, days) + units > mark.period_cap:
                    return "mark_period_cap"
            payment, by_day, by_month, _ = self.limits_of(debit)
            wallets = self.wallets_of(debit)
            if payment is not None and units > payment:
                return "payment_limit"
            if by_day is not None and sum(one.spent_since(day, 1) for one in wallets) + units > by_day:
                return "day_limit"
            if by_month is not None and sum(one.spent_since(day, 30) for one in wallets) + units > by_month:
                return "month_limit"
            most = self.limits_of(credit)[3]
            if most is not None and sum(one.balance + one.into for one in self.wallets_of(credit)) + units > most:
                return "balance_limit"
        return None

    def refuse_balance(self, units: int, debit: RefAccount, credit: RefAccount) -> str | None:
        floor = -4 * 10**18 if debit.floor is None else debit.floor
        if debit.balance - debit.out - units < floor:
            return "insufficient_funds"
        return "balance_too_large" if credit.balance + credit.into + units > 4 * 10**18 else None

    def apply(self, new: NewTransfer, at: Moment) -> None:
        debit, credit, units = self.accounts[new.debit_id], self.accounts[new.credit_id], new.amount.units
        counted = new.kind in LIMITED and self.is_counted(debit, credit)
        expires_at = at.city_at + timedelta(seconds=new.timeout_seconds) if new.timeout_seconds else None
        old = self.transfers.get(new.concerns_id)
        if counted:
            debit.spent[at.city_day] += units
        if new.kind is PENDING:
            debit.out, credit.into = debit.out + units, credit.into + units
        elif new.kind in (POST, VOID):
            held, is_late = old.new.amount.units, old.expires_at is not None and old.expires_at <= at.city_at
            debit.out, credit.into = debit.out - held, credit.into - held
            old.status = {POST: HoldStatus.POSTED}.get(new.kind, HoldStatus.EXPIRED if is_late else HoldStatus.VOIDED)
            if old.counted:
                debit.spent[old.day] -= held - (units if new.kind is POST else 0)
        elif new.kind is REFUND:
            old.refunded += units
        if new.kind not in (PENDING, VOID):
            debit.balance, credit.balance = debit.balance - units, credit.balance + units
        self.transfers[new.id] = RefTransfer(new, counted, at.city_day, expires_at)

    def is_counted(self, debit: RefAccount, credit: RefAccount) -> bool:
        return debit.holder != credit.holder or (debit.holder_kind is HolderKind.PUBLIC and debit is not credit)

    def limits_of(self, account: RefAccount) -> tuple[int | None, ...]:
        return account.limits if account.currency == self.currency else (None,) * 4

    def wallets_of(self, account: RefAccount) -> list[RefAccount]:
        if account.holder_kind is HolderKind.PUBLIC:
            return [account]
        return [one for one in self.accounts.values() if (one.holder, one.currency) == (account.holder, self.currency)]


#: Conditions of a mark in their order of precedence.
ORDER = (
    "mark_not_yet", "mark_ended", "mark_payee", "mark_goods", "mark_evidence", "mark_cash", "mark_travels",
    "mark_payment_cap",
)  # fmt: skip
