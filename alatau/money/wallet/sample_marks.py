"""The sample city's marks: what their owners have given under which conditions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from alatau.core.content import content
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_account_id, body_id, get_body
from alatau.money.mark import find_mark, give_evidence, set_mark
from alatau.money.post import post_transfer
from alatau.money.read import find_transfer
from alatau.money.values import (
    AccountId,
    CapPeriod,
    CashOut,
    HolderId,
    HolderKind,
    MarkId,
    NewMark,
    NewTransfer,
    OnSpend,
    TransferId,
)
from alatau.money.wallet.ids import wallet_id_of
from alatau.money.wallet.open import open_pot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alatau.core.values import Actor, Moment
    from alatau.money.marks.kinds import MarkKind
    from alatau.money.wallet.kinds import SampleMark

Holders = dict[str, tuple[HolderId, HolderKind]]
TREASURY = "treasury"
_SAMPLE = UUID("0a7d2b1e-7f54-4a53-8f0e-5a7b6f1c2d30")


def load_marks(
    samples: Iterable[SampleMark], holders: Holders, tiers: Mapping[str, int], *, by: Actor, at: Moment
) -> None:
    """Set the sample's marks and give the money under them, in the caller's transaction. Safe to repeat."""
    for sample in samples:
        mark_id = MarkId(uuid5(_SAMPLE, f"mark:{sample.key}"))
        owner_id, purse = _owner(sample, holders)
        if find_mark(mark_id) is None:
            set_mark(_mark_of(sample, mark_id, owner_id=owner_id, purse=purse, holders=holders, at=at), by=by, at=at)
        for words in sample.accepted:
            give_evidence(mark_id, words, document=words, by=by, at=at)
        for key, money in sample.given:
            transfer_id = TransferId(uuid5(_SAMPLE, f"given:{sample.key}:{key}"))
            pot_id = open_pot(*holders[key], mark_id, tier=tiers[key], by=by, at=at)
            # What was given once is not given again: the mark may have ended since.
            if find_transfer(transfer_id) is None:
                amount = content().currency.whole(money)
                given = NewTransfer(
                    id=transfer_id, debit_id=purse, credit_id=pot_id, amount=amount, purpose=sample.purpose
                )
                post_transfer(given, by=by, at=at)


def _owner(sample: SampleMark, holders: Holders) -> tuple[HolderId, AccountId]:
    who, _, key = sample.owner.partition(":")
    if who == TREASURY:
        body = get_body(BodyRole.TREASURY)
        return body_id(body), body_account_id(body, key)
    owner_id, _kind = holders[who]
    return owner_id, wallet_id_of(owner_id)


def _mark_of(
    sample: SampleMark, mark_id: MarkId, *, owner_id: HolderId, purse: AccountId, holders: Holders, at: Moment
) -> NewMark:
    kinds: tuple[MarkKind, ...] = content().mark_kinds
    kind = next((each for each in kinds if each.key == sample.purpose), None)
    ends = frozenset(holders[key][0] for key in sample.ends)
    return NewMark(
        id=mark_id,
        owner_id=owner_id,
        name=dict(sample.name),
        purpose=sample.purpose,
        contract=sample.contract,
        return_account_id=purse,
        valid_from=at.city_at,
        valid_until=at.city_at + timedelta(days=sample.days),
        payees=frozenset(holders[key][0] for key in sample.payees) | ends,
        final_payees=ends,
        categories=sample.trades,
        goods=sample.goods,
        needs_evidence=sample.needs_evidence,
        on_spend=kind.on_spend if kind else OnSpend.CLEAR,
        cash_out=kind.cash_out if kind else CashOut.NEVER,
        period_cap=content().currency.whole(sample.day_cap).units if sample.day_cap else None,
        cap_period=CapPeriod.DAY if sample.day_cap else None,
    )
