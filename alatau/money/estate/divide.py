"""Say who inherits, and divide what is there as two officials decided."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.access.read import find_person_by_number
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_account_id, get_body
from alatau.money.change import change_account_status
from alatau.money.currencies import amount_of
from alatau.money.estate.errors import EstateSettledError, EstateSharesError, HeirUnknownError
from alatau.money.estate.open import REASON, ask_officials, tell_estate
from alatau.money.estate.values import EstateStatus, EstateView, HeirView
from alatau.money.models import Account, Estate, Heir
from alatau.money.post import post_transfers
from alatau.money.values import (
    AccountId,
    AccountKind,
    AccountStatus,
    HolderId,
    HolderKind,
    NewTransfer,
    Status,
    TransferId,
    TransferKind,
)
from alatau.money.wallet.open import open_wallet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alatau.core.values import Actor, Moment

declare_points("money.estate.posted", "money.estate.settled")

#: Outcomes of the case, as the content package names them.
DIVIDE, RELEASE, ESCHEAT = "divided", "released", "escheated"
PURPOSE = "inheritance"
_SHARE = UUID("52b3d2a5-8f3c-4c36-9a51-1b8d2c1d0a77")


def find_estate(case_id: UUID) -> EstateView | None:
    """Return the estate that a case is about."""
    estate = Estate.objects.filter(case_id=case_id).first()
    if estate is None:
        return None
    money = amount_of(sum(account.balance for account in _sources(estate)), _currency())
    heirs = list(Heir.objects.filter(estate=estate).order_by("-parts", "holder_id"))
    parts = split_shares(money.units, [Fraction(heir.parts, heir.of_parts) for heir in heirs])
    return EstateView(
        id=estate.id,
        holder_id=HolderId(estate.holder_id),
        case_id=estate.case_id,
        status=EstateStatus(estate.status),
        certificate=estate.certificate,
        money=money,
        heirs=tuple(
            HeirView(
                holder_id=HolderId(heir.holder_id),
                share=Fraction(heir.parts, heir.of_parts),
                amount=amount_of(part, _currency()),
            )
            for heir, part in zip(heirs, parts, strict=True)
        ),
        opened_at=estate.opened_at,
    )


@transaction.atomic
def name_heirs(
    case_id: UUID, heirs: Sequence[tuple[str, Fraction]], *, certificate: str, by: Actor, at: Moment
) -> None:
    """Keep who inherits how much, by state number; the list replaces the one before.

    Raises:
        NotFoundError, EstateSettledError, NumberNotValidError, HeirUnknownError, EstateSharesError: in this order;
            nothing is written.
    """
    estate = Estate.objects.select_for_update().filter(case_id=case_id).first()
    if estate is None:
        raise NotFoundError
    if estate.status != EstateStatus.OPEN:
        raise EstateSettledError
    asked = {find_person_by_number(number, on=at.city_day): share for number, share in heirs}
    found = {person_id: share for person_id, share in asked.items() if person_id is not None}
    if len(found) != len(heirs) or estate.holder_id in found:
        raise HeirUnknownError
    if sum(found.values()) != 1:
        raise EstateSharesError
    # Nothing is refused below this line.
    Heir.objects.filter(estate=estate).delete()
    Heir.objects.bulk_create(
        Heir(estate=estate, holder_id=person_id, parts=share.numerator, of_parts=share.denominator)
        for person_id, share in found.items()
    )
    estate.certificate = certificate
    estate.save(update_fields=["certificate"])
    tell_estate("heirs_named", estate, by=by, at=at)


@transaction.atomic
def settle_estate(case_id: UUID, *, outcome: str, by: Actor, at: Moment) -> None:
    """Do what two officials decided about an estate; nothing when the case is about something else. Safe to repeat.

    Where the heirs are not named yet, or the ledger refuses, officials are asked anew and nothing moves.
    """
    estate = Estate.objects.select_for_update().filter(case_id=case_id).first()
    if estate is None or estate.status != EstateStatus.OPEN:
        return
    if outcome == RELEASE:
        _release(estate, by=by, at=at)
        _end(estate, EstateStatus.RELEASED, by=by, at=at)
        return
    shares = _shares_of(estate, outcome, by=by, at=at)
    batch = list(_transfers(estate, shares)) if shares else []
    outcomes = post_transfers(batch, by=by, at=at)
    reach("money.estate.posted")
    if not shares or any(one.status is Status.REFUSED for one in outcomes):
        estate.case_id = ask_officials(estate, by=by, at=at)
        estate.save(update_fields=["case_id"])
        return
    _end(estate, EstateStatus.ESCHEATED if outcome == ESCHEAT else EstateStatus.DIVIDED, by=by, at=at)
    reach("money.estate.settled")


def split_shares(units: int, shares: Sequence[Fraction]) -> list[int]:
    """Return whole units for each share; what rounding leaves goes one by one to the largest remainders."""
    exact = [units * share for share in shares]
    parts = [int(each) for each in exact]
    left = int(sum(exact)) - sum(parts)
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[:left]:
        parts[place] += 1
    return parts


def _shares_of(estate: Estate, outcome: str, *, by: Actor, at: Moment) -> list[tuple[AccountId, Fraction]]:
    """Return to which accounts the estate goes; nothing while nobody said it."""
    if outcome == ESCHEAT:
        return [(body_account_id(get_body(BodyRole.TREASURY)), Fraction(1))]
    return [
        (open_wallet(HolderId(heir.holder_id), HolderKind.PERSON, by=by, at=at), Fraction(heir.parts, heir.of_parts))
        for heir in Heir.objects.filter(estate=estate).order_by("-parts", "holder_id")
    ]


def _transfers(estate: Estate, shares: Sequence[tuple[AccountId, Fraction]]) -> Iterator[NewTransfer]:
    """Yield what goes to whom, linked: all of it or nothing. A claim reaches a frozen account, and no limit counts."""
    moves = [
        (account, to, units)
        for account in _sources(estate)
        for (to, _share), units in zip(
            shares, split_shares(account.balance, [share for _to, share in shares]), strict=True
        )
        if units
    ]
    for place, (account, to, units) in enumerate(moves, start=1):
        yield NewTransfer(
            id=TransferId(uuid5(_SHARE, f"{estate.id} {account.id} {to}")),
            debit_id=AccountId(account.id),
            credit_id=to,
            amount=amount_of(units, account.currency),
            purpose=PURPOSE,
            kind=TransferKind.CLAIM,
            is_linked=place < len(moves),
        )


def _sources(estate: Estate) -> list[Account]:
    """Return the free accounts of who died, the city's currency alone: what a mark binds has gone home."""
    free = Account.objects.filter(holder_id=estate.holder_id, kind=AccountKind.WALLET.value, currency=_currency())
    return list(free.order_by("id"))


def _release(estate: Estate, *, by: Actor, at: Moment) -> None:
    for account in Account.objects.filter(holder_id=estate.holder_id, id__in=estate.frozen).order_by("id"):
        if account.status == AccountStatus.FROZEN:
            change_account_status(AccountId(account.id), AccountStatus.OPEN, reason=REASON, by=by, at=at)


def _end(estate: Estate, status: EstateStatus, *, by: Actor, at: Moment) -> None:
    estate.status, estate.settled_at = status.value, at.city_at
    estate.save(update_fields=["status", "settled_at"])
    tell_estate(status.name.lower(), estate, by=by, at=at)


def _currency() -> str:
    return content().currency.code
