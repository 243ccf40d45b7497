"""Bank money in the reader's words: where an order stands, why a bank refused, how a difference is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alatau.core.content import content
from alatau.money.bank.kinds import Habit
from alatau.money.bank.simulated import iban_of
from alatau.money.bank.values import DifferenceKind, OrderStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alatau.money.bank.kinds import BankLink
    from alatau.money.bank.values import OrderView

#: How an order's state is called, and the city's face for it.
STATUS_WORDS: Mapping[OrderStatus, tuple[str, object]] = {
    OrderStatus.HELD: ("waiting", gettext_lazy("Held, on its way to the bank")),
    OrderStatus.SENT: ("sending", gettext_lazy("The bank has the order")),
    OrderStatus.TAKEN: ("sending", gettext_lazy("The bank is paying")),
    OrderStatus.SETTLED: ("done", gettext_lazy("The bank has paid")),
    OrderStatus.REJECTED: ("rejected", gettext_lazy("Refused; the money is back")),
}
#: Why a bank refused, by the standard's codes.
REASON_WORDS: Mapping[str, object] = {
    "AC01": gettext_lazy("The bank knows no such account. Check the number."),
    "AC04": gettext_lazy("The account is closed. Choose another one."),
    "AC06": gettext_lazy("The account is blocked. Ask the bank why."),
    "BE01": gettext_lazy("The account belongs to somebody with another name. Check the name and the number."),
    "AM04": gettext_lazy("The city's bank could not pay now. Send it again later."),
}
DIFFERENCE_WORDS: Mapping[DifferenceKind, object] = {
    DifferenceKind.UNKNOWN_ENTRY: gettext_lazy("The bank booked what we know nothing of"),
    DifferenceKind.AMOUNT_DIFFERS: gettext_lazy("The bank booked another amount"),
    DifferenceKind.NOT_BOOKED: gettext_lazy("The bank did not book what we count as paid"),
    DifferenceKind.BOOKED_THOUGH_REJECTED: gettext_lazy("Booked, although it was refused"),
    DifferenceKind.ANSWERS_DIFFER: gettext_lazy("The bank answered twice, and not the same"),
    DifferenceKind.CANNOT_POST: gettext_lazy("The bank has paid, and the wallet is stopped"),
    DifferenceKind.BALANCE_BROKEN: gettext_lazy("The statement does not add up"),
}
HABIT_WORDS: Mapping[Habit, object] = {
    Habit.PAYS: gettext_lazy("takes the money"),
    Habit.CLOSED: gettext_lazy("is closed, so the bank refuses"),
    Habit.SLOW: gettext_lazy("takes the money after a minute"),
    Habit.TWICE: gettext_lazy("takes the money, and the bank says so twice"),
    Habit.MISBOOKS: gettext_lazy("takes the money, and the bank books it wrongly"),
}


def tell_order(order: OrderView) -> dict[str, object]:
    """Return what a page says of a withdrawal to its holder."""
    face, word = STATUS_WORDS[order.status]
    why = ""
    if order.status is OrderStatus.REJECTED:
        why = str(REASON_WORDS.get(order.reason, _("The bank gave no reason. Ask it, or choose another account.")))
    return {"order": order, "face": face, "word": word, "why": why}


def tell_sample_accounts(link: BankLink) -> Iterator[dict[str, object]]:
    """Yield the accounts of the simulated bank that a newcomer can try."""
    for account in link.sample_accounts:
        iban = iban_of(account)
        yield {
            "iban": iban,
            "shown": content().account_numbers.show(iban),
            "name": account.name,
            "habit": HABIT_WORDS[account.habit],
        }
