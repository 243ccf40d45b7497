"""Bills in the reader's words: where one stands, who it is from, what happens after its last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alatau.access.read import find_organisation_name, name_people
from alatau.core.values import OrganisationId, PersonId
from alatau.money.bank.give_back import find_senders
from alatau.money.bills.numbers import show_number
from alatau.money.bills.values import BillStatus, Late, Way
from alatau.money.read import get_account
from alatau.money.values import HolderKind
from alatau.money.wallet.holder import name_holder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alatau.money.bills.values import BillPart, BillView

#: How a bill's state is called, and the city's face for it.
STATUS_WORDS: Mapping[BillStatus, tuple[str, object]] = {
    BillStatus.WAITING: ("waiting", gettext_lazy("Not paid yet")),
    BillStatus.PART_PAID: ("waiting", gettext_lazy("Paid in part")),
    BillStatus.PAID: ("done", gettext_lazy("Paid")),
    BillStatus.LATE: ("overdue", gettext_lazy("Late")),
    BillStatus.LAPSED: ("expired", gettext_lazy("Can no longer be paid")),
    BillStatus.CANCELLED: ("withdrawn", gettext_lazy("Taken back")),
    BillStatus.DECLINED: ("refused", gettext_lazy("Declined")),
}


def tell_bill(bill: BillView) -> dict[str, object]:
    """Return what a page says of a bill to whoever may open it."""
    return {
        "bill": bill,
        "number": show_number(bill.number),
        "issuer": name_holder(get_account(bill.account_id)),
        "face": STATUS_WORDS[bill.status][0],
        "word": STATUS_WORDS[bill.status][1],
        "after": say_after(bill),
    }


def tell_issued(bill: BillView) -> dict[str, object]:
    """Return what a list says of a bill to its issuer."""
    face, word = STATUS_WORDS[bill.status]
    return {"bill": bill, "number": show_number(bill.number), "debtor": name_debtor(bill), "face": face, "word": word}


def say_after(bill: BillView) -> str:
    """Say what happens when the last day has passed."""
    if bill.due_on is None or not bill.status.is_payable:
        return ""
    if bill.late is Late.LAPSES:
        return _("After this day it can no longer be paid.")
    if bill.status is BillStatus.LATE:
        return _("The last day is over. It can still be paid, and nothing was added to it.")
    return _("After this day it can still be paid. Nothing is added by itself.")


def tell_parts(parts: Sequence[BillPart]) -> list[dict[str, object]]:
    """Return what a page says of a bill's payments: of a bank account its last four signs."""
    senders = find_senders([part.transfer_id for part in parts])
    return [
        {
            "part": part,
            "is_bank": part.way is Way.BANK,
            "ending": senders[part.transfer_id].iban[-4:] if part.transfer_id in senders else "",
        }
        for part in parts
    ]


def name_debtor(bill: BillView) -> str:
    """Return what its issuer calls who owes a bill; empty where whoever brings it may pay."""
    if bill.debtor_id is None:
        return ""
    if bill.debtor_kind is HolderKind.ORGANISATION:
        return find_organisation_name(OrganisationId(bill.debtor_id))
    return name_people([PersonId(bill.debtor_id)]).get(PersonId(bill.debtor_id), "")
