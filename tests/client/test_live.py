"""The client against a whole running city: its own server, its threads, and the thread that gathers transfers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from alatau.client import MoneyClient, NewTransfer
from alatau.core.content import content

if TYPE_CHECKING:
    from uuid import UUID

PAYMENTS = 24


def test_firm_pays_many_at_once_and_every_answer_is_true(live_city):
    firm = next(each for each in content().sample_city.organisations if each.key == "sary_arka_nan")
    number = content().organisation_numbers.synthesise(firm.serial)
    admitted = live_city.run("money", "admit-program", "Live", "--organisation", number, "--rights", "read,pay")
    with MoneyClient(live_city.url, admitted.stdout.strip()) as money:
        wallet = next(each for each in money.list_accounts() if each.kind == "wallet")
        other = _another_wallet(live_city, wallet.id)
        batch = [NewTransfer(debit_id=wallet.id, credit_id=other, amount=1) for _ in range(PAYMENTS)]
        with ThreadPoolExecutor(8) as callers:
            told = list(callers.map(money.send, [*batch, *batch]))
        assert all(verdict.is_accepted for verdict in told)
        assert money.get_balance(wallet.id).posted.units == wallet.balance.posted.units - PAYMENTS
        assert money.get_transfer(batch[0].id).amount.units == 1


def _another_wallet(city, account_id) -> UUID:
    question = (
        "SELECT account.id FROM money_account AS account JOIN money_holder AS holder ON holder.id = account.holder_id"
        " WHERE account.kind = 3 AND holder.kind = 2 AND account.id <> %s ORDER BY account.id LIMIT 1"
    )
    with city.connect() as owner:
        return owner.execute(question, [account_id]).fetchone()[0]
