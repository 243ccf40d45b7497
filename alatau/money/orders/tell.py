"""Tell a payer what became of their order, in the language and by the channel they chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.content import find_language
from alatau.core.money import format_amount
from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.messages.send import send_message
from alatau.money.currencies import amount_of
from alatau.money.models import Holder
from alatau.money.read import get_account
from alatau.money.values import AccountId, HolderKind
from alatau.money.wallet.holder import name_holder

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.models import StandingOrder


def tell_payer(template: str, order: StandingOrder, *, by: Actor, at: Moment) -> None:
    """Write to the person whose order it is; a firm sees it on its page."""
    if not Holder.objects.filter(id=order.holder_id, kind=HolderKind.PERSON.value).exists():
        return
    person_id = PersonId(order.holder_id)
    spoken = find_language(get_choices(person_id).language or None).code
    facts = {
        "amount": format_amount(amount_of(order.amount, order.currency), spoken),
        "payee": name_holder(get_account(AccountId(order.payee_id))),
    }
    key = f"{template}:{order.id}:{order.due_on.isoformat()}"
    send_message(template, to=person_id, facts=facts, by=by, at=at, key=key)
