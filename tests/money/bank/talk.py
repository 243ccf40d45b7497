"""A resident's withdrawals, the bank's answers, and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.money.bank.link import get_link
from alatau.money.bank.outbox import send_waiting
from alatau.money.bank.read import number_of_wallet
from alatau.money.bank.receive import receive_message
from alatau.money.bank.sample import BANK, answer_for
from alatau.money.bank.simulated import find_account, iban_of, pay_in
from alatau.money.bank.values import NewWithdrawal, OrderStatus
from alatau.money.bank.withdraw import request_withdrawal
from alatau.money.models import BankMessage, BankOrder
from alatau.money.read import get_balance
from tests.money.wallet.purses import purse, tenge
from tests.people import resident

if TYPE_CHECKING:
    from alatau.money.bank.kinds import SampleBankAccount

PAYS, SLOW, CLOSED, TWICE, MISBOOKS = range(9001, 9006)


def account(serial: int) -> SampleBankAccount:
    found = find_account(content().account_numbers.synthesise(serial))
    assert found is not None
    return found


def withdraw(whole: int = 10_000, serial: int = PAYS, *, who: str = "aigerim", **chosen: object) -> UUID:
    """Let a resident send money to an account of the simulated bank, and return the order."""
    to = account(serial)
    order_id = chosen.pop("id", None) or uuid4()
    new = NewWithdrawal(**{"id": order_id, "amount": tenge(whole), "iban": iban_of(to), "name": to.name, **chosen})
    return request_withdrawal(new, by=resident(who).actor, at=read_clocks())


def answer(order_id: UUID, *, step: int = 0) -> None:
    """Send what waits, and let the simulated bank answer."""
    send_waiting(at=read_clocks())
    answer_for(order_id.hex, step=step, at=read_clocks())


def status(order_id: UUID) -> OrderStatus:
    return OrderStatus(BankOrder.objects.get(id=order_id).status)


def reason(order_id: UUID) -> str:
    return BankOrder.objects.get(id=order_id).reason


def free(who: str) -> int:
    """Return what a resident may pay now, in whole tenge."""
    return get_balance(purse(who)).available.units // 100


def send_in(
    whole: int = 7_000, *, words: str | None = None, payment_id: UUID | None = None, serial: int = PAYS
) -> bytes:
    """Let somebody at the simulated bank pay to the city's account, and return the message."""
    data = pay_in(
        account(PAYS),
        tenge(whole),
        words=number_of_wallet(purse("aigerim")) if words is None else words,
        payment_id=payment_id or uuid4(),
        at=read_clocks().wall_at,
    )
    receive_message(data, by=BANK, at=read_clocks())
    return data


def last_sent() -> bytes:
    """Return the city's latest message."""
    return bytes(BankMessage.objects.filter(direction=1).latest("made_at").body)


def city_account() -> str:
    return get_link().account
