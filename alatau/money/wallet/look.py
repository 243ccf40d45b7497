"""A person's payments for an official: with a right, a purpose and a case, and the person sees the look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from alatau.access.load import access_person
from alatau.access.words import declare_data
from alatau.money.values import HolderId
from alatau.money.wallet.read import list_payments

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.money.wallet.values import Payment

PAYMENTS = "payments"

declare_data(PAYMENTS, _("your payments"))


def access_payments(
    person_id: PersonId, *, by: Actor, purpose: str, case_id: UUID | None, at: Moment, words: str = ""
) -> list[Payment]:
    """Return a person's payments to a reader with the right; the look is committed before the answer leaves.

    Raises:
        PurposeUnknownError, NotFoundError: as `access_person` says.
    """
    view = access_person(person_id, by=by, purpose=purpose, case_id=case_id, data=(PAYMENTS,), at=at)
    return list_payments(HolderId(view.person_id), words=words)
