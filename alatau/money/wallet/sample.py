"""The sample city's wallets, shops and marks: load them once. Refused in a real city.

Money comes as it does in a real one: an officer of the issuer orders it for a participant, another confirms, and the
participant fills the wallets it serves.
"""

from __future__ import annotations

from collections import defaultdict
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
from alatau.money.bank.sample import fill_sample_bank
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.open import open_bodies
from alatau.money.bodies.read import body_account_id, get_body, list_bodies
from alatau.money.bodies.serve import choose_participant, find_server, list_participants
from alatau.money.desks.sample import issue_sample_money
from alatau.money.post import post_transfer
from alatau.money.read import find_transfer
from alatau.money.values import AccountId, HolderId, HolderKind, NewTransfer, OrderId, TransferId
from alatau.money.wallet.ids import wallet_id_of
from alatau.money.wallet.open import open_wallet
from alatau.money.wallet.sample_marks import Holders, load_marks

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.money.wallet.kinds import SampleWallet, SampleWallets

BY = system_actor("money.load_sample_wallets")
#: Ids of the sample are made from its keys: loading it again posts the same transfers, which changes nothing.
_SAMPLE = UUID("0a7d2b1e-7f54-4a53-8f0e-5a7b6f1c2d30")
#: Key of the database's lock that one loader holds.
LOAD_LOCK = 7_243_002
TOP_UP = "top_up"


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
    open_bodies(by=BY, at=at)
    holders = _holders(at=at)
    missing = [wallet for wallet in sample.wallets if _open(wallet, holders, at=at)]
    _issue(missing, sample, at=at)
    for wallet in missing:
        _move(f"first:{wallet.holder}", wallet.money, debit_id=_stock(wallet),
              credit_id=wallet_id_of(holders[wallet.holder][0]), purpose=TOP_UP, at=at)  # fmt: skip
    tiers = {wallet.holder: wallet.tier for wallet in sample.wallets}
    load_marks(sample.marks, holders, tiers, by=BY, at=at)
    for paid in sample.payments:
        payer, payee = (wallet_id_of(holders[key][0]) for key in (paid.payer, paid.payee))
        key = f"paid:{paid.payer}:{paid.payee}:{paid.reference}"
        _move(key, paid.money, debit_id=payer, credit_id=payee, purpose="payment", reference=paid.reference, at=at)
    fill_sample_bank(at=at)


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


def _open(wallet: SampleWallet, holders: Holders, *, at: Moment) -> bool:
    """Open a wallet served by its participant, and tell whether its first money is still to come."""
    holder_id, kind = holders[wallet.holder]
    open_wallet(holder_id, kind, tier=wallet.tier, trade=wallet.trade, by=BY, at=at)
    if find_server(holder_id) is None:
        choose_participant(holder_id, _participant_of(wallet), by=BY, at=at)
    return find_transfer(_id(f"first:{wallet.holder}")) is None


def _issue(missing: list[SampleWallet], sample: SampleWallets, *, at: Moment) -> None:
    """Have the money issued that the participants need for these wallets, and the treasury for the budget."""
    wanted: dict[AccountId, int] = defaultdict(int)
    for wallet in missing:
        wanted[_stock(wallet)] += wallet.money
    orders = [(f"issue:{account}:{units}", account, units) for account, units in wanted.items()]
    treasury = get_body(BodyRole.TREASURY)
    orders += [(f"budget:{key}", body_account_id(treasury, key), units) for key, units in sample.budget]
    for key, account_id, units in orders:
        issue_sample_money(OrderId(_id(key)), account_id=account_id, money=units, at=at)


def _participant_of(wallet: SampleWallet) -> str:
    return wallet.participant or list_participants()[0].key


def _stock(wallet: SampleWallet) -> AccountId:
    """Return the account of the participant that fills a wallet."""
    key = _participant_of(wallet)
    return next(body_account_id(each) for each in list_bodies(BodyRole.PARTICIPANT) if each.key == key)


def _id(key: str) -> TransferId:
    return TransferId(uuid5(_SAMPLE, key))


def _move(
    key: str,
    money: int,
    *,
    debit_id: AccountId,
    credit_id: AccountId,
    purpose: str,
    at: Moment,
    reference: str = "",
) -> None:
    """Move the sample's first money. What was moved once is not asked of again: limits of a later day may refuse it."""
    if find_transfer(_id(key)) is not None:
        return
    new = NewTransfer(
        id=_id(key),
        debit_id=debit_id,
        credit_id=credit_id,
        amount=content().currency.whole(money),
        purpose=purpose,
        reference=reference,
    )
    post_transfer(new, by=BY, at=at)
