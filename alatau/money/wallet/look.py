"""Looks at people because of their money: an official at their payments, a payer at whom a phone number belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alatau.access.load import access_person
from alatau.access.words import declare_data
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import ActorKind
from alatau.money.values import HolderId
from alatau.money.wallet.read import list_payments

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.money.wallet.values import Payee, Payment

PAYMENTS, PAYEE_NAME = "payments", "payee_name"
#: The lawful reason, as the content names it, for which a payer learns whom a number pays.
PAYING = "payment"

declare_data(PAYMENTS, _("your payments"))
declare_data(PAYEE_NAME, _("your short name, to see whom a phone number pays"))
declare_points("money.payee.looked")


def access_payments(
    person_id: PersonId, *, by: Actor, purpose: str, case_id: UUID | None, at: Moment, words: str = ""
) -> list[Payment]:
    """Return a person's payments to a reader with the right; the look is committed before the answer leaves.

    Raises:
        PurposeUnknownError, NotFoundError: as `access_person` says.
    """
    view = access_person(person_id, by=by, purpose=purpose, case_id=case_id, data=(PAYMENTS,), at=at)
    return list_payments(HolderId(view.person_id), words=words)


def record_payee_look(payee: Payee, *, by: Actor, at: Moment) -> None:
    """Note that a payer learned by a phone number whom it pays; that is committed before the answer leaves.

    Who looks for their own number leaves no look.
    """
    if payee.holder_id in (by.person_id, by.for_person_id):
        return
    line = NewLine(
        kind=LineKind.LOOK,
        action="money.payee.looked",
        actor=by,
        subject_id=payee.holder_id,
        purpose=PAYING,
        body={"right": "payer" if by.kind is ActorKind.RESIDENT else "program", "data": [PAYEE_NAME]},
    )
    with transaction.atomic():
        append_lines([line], at=at)
        reach("money.payee.looked")
