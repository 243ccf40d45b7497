"""Freeze the wallet of somebody who died, and open a case about what they left."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from alatau.access.load import access_person
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId
from alatau.desk.open import open_case
from alatau.desk.task_types import get_type
from alatau.money.change import change_account_status
from alatau.money.estate.values import EstateStatus
from alatau.money.expire import return_of
from alatau.money.models import Account, Estate, Holder
from alatau.money.orders.set import end_orders_of
from alatau.money.post import post_transfers
from alatau.money.values import AccountId, AccountStatus, HolderId, HolderKind
from alatau.papers.locks import lock_name

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("money.estate.frozen", "money.estate.opened")

#: The kind of case, as the content package names it, and the page its officials work on.
CASE, PAGE = "estate", "money:estate"
REASON = "death"


@transaction.atomic
def open_estate(person_id: PersonId, *, by: Actor, at: Moment) -> UUID | None:
    """Freeze everything a person holds, end their orders, send marked money home, and open a case; return its id.

    Nothing happens for somebody without an account, and for one whose estate is open. Safe to repeat.
    """
    # The row of a death may come twice at once: the second waits here, then finds the estate of the first.
    lock_name("money.estate", person_id)
    if not Holder.objects.filter(id=person_id, kind=HolderKind.PERSON.value).exists():
        return None
    standing = Estate.objects.filter(holder_id=person_id).exclude(status=EstateStatus.RELEASED.value).first()
    if standing is not None:
        return standing.case_id
    # Nothing is refused below this line.
    end_orders_of(HolderId(person_id), by=by, at=at)
    frozen = _freeze(HolderId(person_id), by=by, at=at)
    reach("money.estate.frozen")
    estate = Estate(
        id=uuid4(), holder_id=person_id, status=EstateStatus.OPEN.value, frozen=frozen, opened_at=at.city_at
    )
    estate.case_id = ask_officials(estate, by=by, at=at)
    estate.save(force_insert=True)
    reach("money.estate.opened")
    tell_estate("opened", estate, by=by, at=at)
    return estate.case_id


def ask_officials(estate: Estate, *, by: Actor, at: Moment) -> UUID:
    """Open a case about an estate, and return its id."""
    person_id = PersonId(estate.holder_id)
    purpose = get_type(CASE).purpose
    person = access_person(person_id, by=by, purpose=purpose, data=("region",), at=at)
    return open_case(
        CASE,
        subject_id=person_id,
        region=person.region or "",
        facts={"page": PAGE},
        request_id=uuid4(),
        by=by,
        at=at,
    )


def tell_estate(what: str, estate: Estate, *, by: Actor, at: Moment) -> None:
    """Write into the journal what happened to an estate."""
    line = NewLine(
        kind=LineKind.EVENT,
        action=f"money.estate.{what}",
        actor=by,
        subject_id=PersonId(estate.holder_id),
        case_id=estate.case_id,
        body={"estate_id": estate.id},
    )
    append_lines([line], at=at)


def _freeze(holder_id: HolderId, *, by: Actor, at: Moment) -> list[UUID]:
    """Freeze what is open and return its ids: what a court froze before is not released with it."""
    accounts = list(Account.objects.filter(holder_id=holder_id).select_related("mark").order_by("id"))
    frozen = [account for account in accounts if account.status == AccountStatus.OPEN]
    for account in frozen:
        change_account_status(AccountId(account.id), AccountStatus.FROZEN, reason=REASON, by=by, at=at)
    marked = [account for account in accounts if account.mark is not None and account.balance > account.held_out]
    # An owner's account that takes nothing back now gets it when the mark ends.
    post_transfers([return_of(pot) for pot in marked], by=by, at=at)
    return [account.id for account in frozen]
