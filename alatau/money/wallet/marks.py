"""Give money under a mark, and see where it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import get_language

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.money import Amount
from alatau.money.mark import find_mark, set_mark
from alatau.money.models import Account, Entry, Mark, Transfer
from alatau.money.post import post_transfer
from alatau.money.read import get_account
from alatau.money.values import AccountId, CapPeriod, HolderKind, MarkId, NewMark, NewTransfer, TransferId, TransferKind
from alatau.money.wallet.errors import PayeeSelfError
from alatau.money.wallet.find import find_by_phone
from alatau.money.wallet.holder import holder_of, name_holder, wallet_id_of
from alatau.money.wallet.open import open_pot

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.money.values import HolderId

#: What the ledger calls money that a person or firm gives under their own mark.
GIFT = "marked"


@dataclass(frozen=True, kw_only=True)
class NewGift:
    """Money to give under a condition. The id is the giver's: sent twice, it is one gift."""

    id: UUID
    phone: str
    amount: Amount
    name: str
    #: Where it can be spent; nowhere named is everywhere.
    trades: frozenset[str]
    last_day: date
    day_cap: Amount | None = None


@dataclass(frozen=True, kw_only=True)
class MarkStory:
    """Where the money under a mark is: held still, or spent with whom. Who spent it is not the owner's business."""

    mark: NewMark
    held: Amount
    pots: int
    spent: tuple[tuple[str, Amount], ...]


@transaction.atomic
def give_marked(new: NewGift, *, by: Actor, at: Moment) -> MarkId:
    """Set a mark, and give money under it to whom a phone number belongs to, once.

    Raises:
        NotFoundError, TooManyTriesError, PayeeUnknownError, PayeeSelfError, MarkNotValidError: in this order.
        TransferRefusedError: one of its kinds, as the ledger finds it; no mark is set then.
    """
    owner_id, _kind = holder_of(by)
    to = find_by_phone(new.phone, payer_id=owner_id, at=at)
    if to.holder_id == owner_id:
        raise PayeeSelfError
    mark_id, purse = MarkId(new.id), wallet_id_of(owner_id)
    known = find_mark(mark_id)
    if known is not None and known.owner_id != owner_id:
        raise NotFoundError
    if known is None:
        set_mark(_mark_of(new, owner_id=owner_id, purse=purse, at=at), by=by, at=at)
    pot_id = open_pot(to.holder_id, HolderKind.PERSON, mark_id, by=by, at=at)
    gift = NewTransfer(id=TransferId(new.id), debit_id=purse, credit_id=pot_id, amount=new.amount, purpose=GIFT)
    post_transfer(gift, by=by, at=at)
    return mark_id


def list_marks(owner_id: HolderId) -> list[MarkStory]:
    """Return the marks that a holder has set, the newest first, each with where its money is."""
    marks = Mark.objects.filter(owner_id=owner_id).order_by("-opened_at", "id")
    return [_story(MarkId(mark_id)) for mark_id in marks.values_list("id", flat=True)]


def _mark_of(new: NewGift, *, owner_id: HolderId, purse: AccountId, at: Moment) -> NewMark:
    zone = ZoneInfo(content().time_zone)
    return NewMark(
        id=MarkId(new.id),
        owner_id=owner_id,
        name={(get_language() or "").partition("-")[0]: new.name},
        purpose=GIFT,
        return_account_id=purse,
        valid_from=at.city_at,
        # The last day counts whole.
        valid_until=datetime.combine(new.last_day + timedelta(days=1), time(), tzinfo=zone),
        categories=new.trades,
        period_cap=new.day_cap.units if new.day_cap else None,
        cap_period=CapPeriod.DAY if new.day_cap else None,
    )


def _story(mark_id: MarkId) -> MarkStory:
    mark, currency = find_mark(mark_id), content().currency
    assert mark is not None, "its id was read a moment ago"
    balances = dict(Account.objects.filter(mark_id=mark_id).values_list("id", "balance"))
    entries = Entry.objects.filter(account_id__in=balances).values_list("transfer_id", flat=True)
    spent: Counter[AccountId] = Counter()
    for transfer in Transfer.objects.filter(id__in=[*entries]):
        if transfer.kind == TransferKind.MOVE and transfer.debit_id in balances:
            spent[AccountId(transfer.credit_id)] += transfer.amount
        elif transfer.kind == TransferKind.REFUND and transfer.credit_id in balances:
            spent[AccountId(transfer.debit_id)] -= transfer.amount
    named = [(name_holder(get_account(each)), Amount(units, currency)) for each, units in spent.most_common() if units]
    return MarkStory(mark=mark, held=Amount(sum(balances.values()), currency), pots=len(balances), spent=tuple(named))
