"""Say why a transfer was refused, with the amounts and the mark that it failed by."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alatau.core.content import content
from alatau.core.money import Amount
from alatau.core.text import Text
from alatau.money.errors.by_refusal import REFUSALS
from alatau.money.models import Account
from alatau.money.values import Refusal

if TYPE_CHECKING:
    from alatau.core.money import Currency
    from alatau.money.errors.refused import TransferRefusedError
    from alatau.money.models import Mark
    from alatau.money.values import NewTransfer, Outcome

#: Refusals whose sentence tells of the mark that the payer's money is under.
_OF_MARKS = range(Refusal.MARK_NOT_YET, Refusal.MARK_CLAIM + 1)


def explain_refusal(new: NewTransfer, outcome: Outcome) -> TransferRefusedError:
    """Return the error that says a refused outcome to a person; `new` is the transfer that it answers.

    Cost: a query where a mark refused.
    """
    assert outcome.refusal is not None, "only a refusal can be explained"
    currency = new.amount.currency
    facts: dict[str, object] = {
        "transfer_id": new.id,
        "amount": new.amount,
        "have": Amount(outcome.have, currency),
        "most": Amount(outcome.most, currency),
    }
    if outcome.refusal in _OF_MARKS:
        facts |= _facts_of_mark(new, currency)
    return REFUSALS[outcome.refusal](**facts)


def _facts_of_mark(new: NewTransfer, currency: Currency) -> dict[str, object]:
    sides = Account.objects.filter(id__in=[new.debit_id, new.credit_id]).exclude(mark=None).select_related("mark")
    marks = {account.id: account.mark for account in sides}
    mark: Mark | None = marks.get(new.debit_id) or marks.get(new.credit_id)
    assert mark is not None, "a mark refused, so one of the accounts is marked"
    zone = ZoneInfo(content().time_zone)
    return {
        "mark_id": mark.id,
        "mark": Text(**mark.name),
        "valid_from": mark.valid_from.astimezone(zone),
        "valid_until": mark.valid_until.astimezone(zone),
        # Of wider marks the cap may be lower; the payer learns the one on their own pot.
        "cap": Amount(mark.payment_cap or 0, currency),
    }
