"""The sample city's wallets, shops and marks: load them once. Refused in a real city."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import connection, transaction

from alatau.access.errors import SampleOnlyError
from alatau.access.read import find_person_by_number
from alatau.access.register import register_organisation
from alatau.access.sample import number_of
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.read import is_sample_city
from alatau.core.values import system_actor
from alatau.money.mark import find_mark, set_mark
from alatau.money.open import open_account
from alatau.money.post import post_transfer
from alatau.money.read import find_transfer
from alatau.money.values import (
    AccountId,
    AccountKind,
    CapPeriod,
    HolderId,
    HolderKind,
    MarkId,
    NewMark,
    NewTransfer,
    TransferId,
)
from alatau.money.wallet.holder import wallet_id_of
from alatau.money.wallet.open import open_pot, open_wallet

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.money.wallet.kinds import SampleMark, SampleWallet, SampleWallets

BY = system_actor("money.load_sample_wallets")
#: Ids of the sample are made from its keys: loading it again posts the same transfers, which changes nothing.
_SAMPLE = UUID("0a7d2b1e-7f54-4a53-8f0e-5a7b6f1c2d30")
ISSUER = HolderId(uuid5(_SAMPLE, "issuer"))
ISSUE = AccountId(uuid5(_SAMPLE, "issue"))
#: Key of the database's lock that one loader holds.
LOAD_LOCK = 7_243_002
PUBLIC_TIER = 5

Holders = dict[str, tuple[HolderId, HolderKind]]


@transaction.atomic
def load_sample_wallets() -> None:
    """Open the content's sample wallets and put their first money in; a repeat adds only what is missing.

    The people and firms must be there: `load_sample_city` comes first.

    Raises:
        SampleOnlyError: the database was made for a real city, or the mode is production.
    """
    if not is_sample_city():
        raise SampleOnlyError
    sample: SampleWallets | None = content().sample_wallets
    if sample is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
    at = read_clocks()
    holders = _holders(at=at)
    open_account(
        ISSUE,
        holder_id=ISSUER,
        holder_kind=HolderKind.PUBLIC,
        tier=PUBLIC_TIER,
        currency=content().currency.code,
        purpose="issue",
        kind=AccountKind.ISSUE,
        floor=None,
        by=BY,
        at=at,
    )
    for wallet in sample.wallets:
        _fill(wallet, holders, at=at)
    tiers = {wallet.holder: wallet.tier for wallet in sample.wallets}
    for mark in sample.marks:
        _mark(mark, holders, tiers, at=at)


def _holders(*, at: Moment) -> Holders:
    city = content().sample_city
    found: Holders = {}
    for person in city.residents:
        person_id = find_person_by_number(number_of(person), on=at.city_day)
        assert person_id is not None, "the sample's people are loaded first"
        found[person.key] = (HolderId(person_id), HolderKind.PERSON)
    for firm in city.organisations:
        number = content().organisation_numbers.synthesise(firm.serial)
        firm_id = register_organisation(name=firm.name, number=number, by=BY, at=at)
        found[firm.key] = (HolderId(firm_id), HolderKind.ORGANISATION)
    return found


def _fill(wallet: SampleWallet, holders: Holders, *, at: Moment) -> None:
    holder_id, kind = holders[wallet.holder]
    account_id = open_wallet(holder_id, kind, tier=wallet.tier, trade=wallet.trade, by=BY, at=at)
    _move(f"first:{wallet.holder}", wallet.money, debit_id=ISSUE, credit_id=account_id, purpose="issue", at=at)


def _mark(sample: SampleMark, holders: Holders, tiers: dict[str, int], *, at: Moment) -> None:
    owner_id, _kind = holders[sample.owner]
    mark_id, purse = MarkId(uuid5(_SAMPLE, f"mark:{sample.key}")), wallet_id_of(owner_id)
    if find_mark(mark_id) is None:
        new = NewMark(
            id=mark_id,
            owner_id=owner_id,
            name=dict(sample.name),
            purpose=sample.purpose,
            return_account_id=purse,
            valid_from=at.city_at,
            valid_until=at.city_at + timedelta(days=sample.days),
            categories=sample.trades,
            period_cap=content().currency.whole(sample.day_cap).units,
            cap_period=CapPeriod.DAY,
        )
        set_mark(new, by=BY, at=at)
    for key, money in sample.given:
        holder_id, kind = holders[key]
        pot_id = open_pot(holder_id, kind, mark_id, tier=tiers[key], by=BY, at=at)
        _move(f"given:{sample.key}:{key}", money, debit_id=purse, credit_id=pot_id, purpose=sample.purpose, at=at)


def _move(key: str, money: int, *, debit_id: AccountId, credit_id: AccountId, purpose: str, at: Moment) -> None:
    """Move the sample's first money. What was moved once is not asked of again: limits of a later day may refuse it."""
    transfer_id = TransferId(uuid5(_SAMPLE, key))
    if find_transfer(transfer_id) is not None:
        return
    amount = content().currency.whole(money)
    new = NewTransfer(id=transfer_id, debit_id=debit_id, credit_id=credit_id, amount=amount, purpose=purpose)
    post_transfer(new, by=BY, at=at)
