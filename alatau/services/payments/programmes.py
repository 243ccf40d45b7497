"""The treasury's programmes that pay rights: opened once, each on its own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_account_id, get_body
from alatau.money.payouts.programmes import open_programme
from alatau.money.payouts.values import PURPOSE
from alatau.services.payments.payers import get_payers

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment


@transaction.atomic
def open_programmes(*, by: Actor, at: Moment) -> int:
    """Let payouts be made of every programme of the content, and return how many there are. Safe to repeat.

    The treasury's accounts must be open. What rests on decisions needs no further person: none may pay unasked.

    Raises:
        NotFoundError, ProgrammeUnknownError, ProgrammeReusedError: as the treasury says; nothing is written.
    """
    treasury, programmes = get_body(BodyRole.TREASURY), get_payers().programmes.values()
    for each in programmes:
        account_id = body_account_id(treasury, each.account)
        open_programme(each.key, name=dict(each.name), purpose=PURPOSE, account_id=account_id, by=by, at=at)
    return len(programmes)
