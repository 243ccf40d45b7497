"""The sample city's payouts: programmes, kinds of vouchers, and a batch that waits for its second person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import connection, transaction

from alatau.access.errors import SampleOnlyError
from alatau.access.read import find_person_by_number
from alatau.access.sample import number_of
from alatau.access.staff import find_staff
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.read import is_sample_city
from alatau.core.values import Actor, ActorKind, system_actor
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_account_id, get_body
from alatau.money.models import PayoutBatch, Voucher, VoucherGroup
from alatau.money.payouts.programmes import open_programme
from alatau.money.payouts.receive import receive_batch
from alatau.money.payouts.values import PURPOSE, BatchId, NewBatch, NewLine, PayeeId, VoucherId
from alatau.money.payouts.vouchers.make import make_voucher, open_group
from alatau.money.payouts.vouchers.use import activate_voucher

if TYPE_CHECKING:
    from alatau.core.text import Text
    from alatau.core.values import Moment

BY = system_actor("money.load_sample_payouts")
LOAD_LOCK = 7_243_003
_SAMPLE = UUID("5b7e3b2f-0a4c-4f1e-8c0b-9a3f6f0c7d21")


@dataclass(frozen=True, kw_only=True)
class SampleProgramme:
    """A programme of the sample city."""

    key: str
    name: Text
    #: Key of the treasury's account that pays it.
    account: str
    #: Whole units that its own system may pay in a day without a person.
    unattended: int = 0


@dataclass(frozen=True, kw_only=True)
class SampleGroup:
    """A kind of vouchers of the sample city."""

    key: str
    programme: str
    name: Text
    trades: frozenset[str]
    days: int


@dataclass(frozen=True, kw_only=True)
class SampleBatch:
    """A payout that waits in the sample city."""

    programme: str
    reference: str
    words: str
    #: Sign-in name of who handed it over.
    by: str
    #: Key of a resident, and whole units.
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class SampleVoucher:
    """A voucher that somebody of the sample city holds."""

    key: str
    group: str
    #: Key of a resident, and whole units.
    payee: str
    money: int
    words: str


@dataclass(frozen=True, kw_only=True)
class SamplePayouts:
    """What a sample database starts with."""

    programmes: tuple[SampleProgramme, ...]
    groups: tuple[SampleGroup, ...] = ()
    batches: tuple[SampleBatch, ...] = ()
    vouchers: tuple[SampleVoucher, ...] = ()


@transaction.atomic
def load_sample_payouts() -> None:
    """Open the content's sample programmes and hand its batches over; a repeat adds only what is missing.

    The treasury's accounts must be there: `load_sample_wallets` comes first.

    Raises:
        SampleOnlyError: the database was made for a real city, or the mode is production.
    """
    if not is_sample_city():
        raise SampleOnlyError
    sample: SamplePayouts | None = content().sample_payouts
    if sample is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
    at, treasury = read_clocks(), get_body(BodyRole.TREASURY)
    for each in sample.programmes:
        open_programme(
            each.key,
            name=dict(each.name),
            purpose=PURPOSE,
            account_id=body_account_id(treasury, each.account),
            unattended_most=content().currency.whole(each.unattended).units,
            by=BY,
            at=at,
        )
    known = set(VoucherGroup.objects.values_list("key", flat=True))
    for group in sample.groups:
        if group.key not in known:
            open_group(
                group.key,
                programme=group.programme,
                name=dict(group.name),
                trades=group.trades,
                days=group.days,
                by=BY,
                at=at,
            )
    for batch in sample.batches:
        _hand_over(batch, at=at)
    for voucher in sample.vouchers:
        _give(voucher, at=at)


def _give(voucher: SampleVoucher, *, at: Moment) -> None:
    voucher_id = VoucherId(uuid5(_SAMPLE, f"voucher:{voucher.key}"))
    if Voucher.objects.filter(id=voucher_id).exists():
        return
    people = {person.key: number_of(person) for person in content().sample_city.residents}
    person_id = find_person_by_number(people[voucher.payee], on=at.city_day)
    assert person_id is not None, "the sample's residents are loaded first"
    made = make_voucher(
        voucher_id,
        group=voucher.group,
        amount=content().currency.whole(voucher.money),
        words=voucher.words,
        payee_id=PayeeId(person_id),
        by=BY,
        at=at,
    )
    activate_voucher(made.serial, by=BY, at=at)


def _hand_over(batch: SampleBatch, *, at: Moment) -> None:
    batch_id = BatchId(uuid5(_SAMPLE, batch.reference))
    # Numbers are drawn by the day: what was handed over on another day is the same batch all the same.
    if PayoutBatch.objects.filter(id=batch_id).exists():
        return
    people = {person.key: number_of(person) for person in content().sample_city.residents}
    user_id = find_staff(batch.by)
    assert user_id is not None, "the sample's staff are loaded first"
    lines = [
        NewLine(number=people[key], amount=content().currency.whole(money), reference=f"{place:03}")
        for place, (key, money) in enumerate(batch.lines, 1)
    ]
    new = NewBatch(id=batch_id, programme=batch.programme, reference=batch.reference, words=batch.words)
    receive_batch(new, lines, by=Actor(kind=ActorKind.STAFF, user_id=user_id), at=at)
