"""Set a mark and give money under it; give more; say that a document has been seen; take money out at a chain's end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import get_language

from alatau.access.care import list_children_in_care
from alatau.access.read import find_organisation_by_number
from alatau.core.errors import NotFoundError
from alatau.core.values import PersonId
from alatau.money.days import begin_of
from alatau.money.mark import find_mark, give_evidence, set_mark
from alatau.money.marks.kinds import Condition, Receiver
from alatau.money.marks.owner import get_kind, owner_of
from alatau.money.post import post_transfer
from alatau.money.read import get_account
from alatau.money.values import (
    AccountId,
    CapPeriod,
    HolderId,
    HolderKind,
    MarkId,
    NewMark,
    NewTransfer,
    TransferId,
)
from alatau.money.wallet.errors import PayeeSelfError, PayeeUnknownError
from alatau.money.wallet.find import find_by_phone, get_payee
from alatau.money.wallet.holder import holder_of, wallet_id_of
from alatau.money.wallet.open import open_pot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment
    from alatau.money.marks.kinds import MarkKind
    from alatau.money.marks.owner import Owner

#: What a chain's last firm does when it makes the money its own.
TAKEN_OUT = "taken_out"


@dataclass(frozen=True, kw_only=True)
class To:
    """Whom money is for: a phone number, a child's id, or a firm's number, by the way it is said."""

    way: Receiver
    said: str


@dataclass(frozen=True, kw_only=True)
class NewGift:
    """Money to give under a mark. The id is the giver's: sent twice, it is one gift."""

    id: UUID
    to: To
    amount: Amount
    #: Key of the owner's account that it comes from.
    purse: str = ""


@dataclass(frozen=True, kw_only=True)
class NewConditions:
    """What an owner chose for a mark of a kind."""

    kind: str
    name: Mapping[str, str] | str
    last_day: date
    trades: frozenset[str] = frozenset()
    goods: frozenset[str] = frozenset()
    day_cap: Amount | None = None
    payment_cap: Amount | None = None
    contract: str = ""
    #: Numbers of the firms that the money may go through, and of those of them that end the chain.
    chain: Sequence[str] = ()
    ends: Sequence[str] = ()
    asks_document: bool = False


@transaction.atomic
def give_marked(gift: NewGift, conditions: NewConditions, *, by: Actor, at: Moment) -> MarkId:
    """Set a mark and give the first money under it, once.

    Raises:
        NotFoundError: the actor sets no such marks.
        TooManyTriesError, NumberNotValidError, PayeeUnknownError, PayeeSelfError, MarkNotValidError: in this order.
        TransferRefusedError: one of its kinds, as the ledger finds it; no mark is set then.
    """
    owner = owner_of(by)
    kind, mark_id = get_kind(conditions.kind, owner=owner), MarkId(gift.id)
    known = find_mark(mark_id)
    if known is not None and known.owner_id != owner.id:
        raise NotFoundError
    to_id, to_kind = _find(gift.to, owner=owner, kind=kind, by=by, at=at)
    if known is None:
        mark = _mark_of(mark_id, conditions, kind=kind, owner=owner, purse=owner.purse(gift.purse), at=at)
        set_mark(mark, by=by, at=at)
    _pay(gift, mark_id, owner=owner, to=(to_id, to_kind), purpose=kind.key, by=by, at=at)
    return mark_id


@transaction.atomic
def give_more(mark_id: MarkId, gift: NewGift, *, by: Actor, at: Moment) -> None:
    """Give money under a mark that stands, to the same or to somebody else, once.

    Raises:
        NotFoundError: there is no such mark of the actor's.
        TooManyTriesError, NumberNotValidError, PayeeUnknownError, PayeeSelfError: in this order.
        TransferRefusedError: one of its kinds, as the ledger finds it.
    """
    owner = owner_of(by)
    mark = find_mark(mark_id)
    if mark is None or mark.owner_id != owner.id:
        raise NotFoundError
    kind = get_kind(mark.purpose, owner=owner)
    to = _find(gift.to, owner=owner, kind=kind, by=by, at=at)
    _pay(gift, mark_id, owner=owner, to=to, purpose=mark.purpose, by=by, at=at)


@transaction.atomic
def accept_document(mark_id: MarkId, reference: str, *, document: str, by: Actor, at: Moment) -> None:
    """Say that the document on payments with this reference has been seen. Raises: NotFoundError: not your mark."""
    mark = find_mark(mark_id)
    if mark is None or mark.owner_id != owner_of(by).id:
        raise NotFoundError
    give_evidence(mark_id, reference, document=document, by=by, at=at)


@transaction.atomic
def take_out(
    pot_id: AccountId, *, amount: Amount, reference: str, request_id: TransferId, by: Actor, at: Moment
) -> None:
    """Make marked money the holder's own, where the mark allows it to who ends the chain; once.

    Raises:
        NotFoundError: the pot is not the actor's.
        TransferRefusedError: the mark does not allow it, or there is less.
    """
    holder_id, _kind = holder_of(by)
    if get_account(pot_id).holder_id != holder_id:
        raise NotFoundError
    own = NewTransfer(
        id=request_id,
        debit_id=pot_id,
        credit_id=wallet_id_of(holder_id),
        amount=amount,
        purpose=TAKEN_OUT,
        reference=reference,
    )
    post_transfer(own, by=by, at=at)


def _pay(
    gift: NewGift,
    mark_id: MarkId,
    *,
    owner: Owner,
    to: tuple[HolderId, HolderKind],
    purpose: str,
    by: Actor,
    at: Moment,
) -> None:
    if to[0] == owner.id:
        raise PayeeSelfError
    new = NewTransfer(
        id=TransferId(gift.id),
        debit_id=owner.purse(gift.purse),
        credit_id=open_pot(*to, mark_id, by=by, at=at),
        amount=gift.amount,
        purpose=purpose,
    )
    post_transfer(new, by=by, at=at)


def _find(to: To, *, owner: Owner, kind: MarkKind, by: Actor, at: Moment) -> tuple[HolderId, HolderKind]:
    """Return whom the money is for; only the ways that the kind offers find anybody."""
    if to.way not in kind.receivers:
        raise PayeeUnknownError
    if to.way is Receiver.CHILD:
        children = list_children_in_care(PersonId(owner.id), at=at)
        found = next((child.person_id for child in children if str(child.person_id) == to.said), None)
        if found is None:
            raise PayeeUnknownError
        return HolderId(found), HolderKind.PERSON
    if to.way is Receiver.FIRM:
        return _find_firm(to.said, at=at), HolderKind.ORGANISATION
    payee = find_by_phone(to.said, payer_id=owner.id, by=by, at=at)
    return payee.holder_id, HolderKind.PERSON


def _find_firm(number: str, *, at: Moment) -> HolderId:
    firm_id = find_organisation_by_number(number, on=at.city_day)
    if firm_id is None:
        raise PayeeUnknownError
    # Who has a wallet can be paid; others first have to open one.
    return get_payee(wallet_id_of(HolderId(firm_id))).holder_id


def _mark_of(
    mark_id: MarkId, new: NewConditions, *, kind: MarkKind, owner: Owner, purse: AccountId, at: Moment
) -> NewMark:
    chain, ends = ([_find_firm(number, at=at) for number in numbers] for numbers in (new.chain, new.ends))
    language = (get_language() or "").partition("-")[0]
    return NewMark(
        id=mark_id,
        owner_id=owner.id,
        name={language: new.name} if isinstance(new.name, str) else dict(new.name),
        purpose=kind.key,
        contract=new.contract,
        return_account_id=purse,
        valid_from=at.city_at,
        # The last day counts whole.
        valid_until=begin_of(new.last_day + timedelta(days=1)),
        payees=frozenset((*chain, *ends)),
        final_payees=frozenset(ends),
        categories=new.trades,
        goods=new.goods,
        needs_evidence=new.asks_document and Condition.EVIDENCE in kind.conditions,
        on_spend=kind.on_spend,
        cash_out=kind.cash_out,
        is_claimable=kind.is_claimable,
        payment_cap=new.payment_cap.units if new.payment_cap else None,
        period_cap=new.day_cap.units if new.day_cap else None,
        cap_period=CapPeriod.DAY if new.day_cap else None,
    )
