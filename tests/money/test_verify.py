"""The check of the books finds every kind of contradiction, and Beancount agrees with what is exported."""

from __future__ import annotations

from io import StringIO

import pytest
from beancount import loader

from alatau.core.postgres.roles import connect_as
from alatau.money.export import export_books
from alatau.money.values import TransferKind
from alatau.money.verify import verify_ledger
from tests.conftest import DATABASE, RUN
from tests.money.ledger import account, move, post


@pytest.fixture
def books(moment, committed_db):
    """Moves, a hold, a settled hold, a refund, in two currencies: committed, so that the owner can spoil them."""
    payer, payee = account(moment, balance=1000), account(moment)
    dollars = account(moment, balance=50, currency="USD"), account(moment, currency="USD")
    paid, held, open_hold = move(payer, payee, 300, reference='Café "№7" \\ 5'), *(
        move(payer, payee, 100, kind=TransferKind.PENDING) for _ in range(2)
    )  # fmt: skip
    outcomes = post(
        moment, paid, held, open_hold,
        move(payer, payee, 60, kind=TransferKind.POST, concerns_id=held.id),
        move(payee, payer, 20, kind=TransferKind.REFUND, concerns_id=paid.id),
        move(*dollars, 7, currency="USD"),
    )  # fmt: skip
    assert set(outcomes) == {"accepted"}
    return payee


SPOILS = {
    "UPDATE money_account SET balance = balance + 1 WHERE id = %(id)s": "a currency does not sum to zero",
    "UPDATE money_account SET entries = entries + 1 WHERE id = %(id)s": "a balance is not that of the last entry",
    "UPDATE money_transfer SET credit_balance = 7 WHERE credit_number = 1": "an entry does not follow",
    "UPDATE money_transfer SET credit_previous_id = id WHERE kind = 3": "an entry does not follow",
    "DELETE FROM money_transfer WHERE credit_id = %(id)s AND credit_number = 1": "a balance is not that of the last",
    "UPDATE money_account SET last_transfer_id = NULL WHERE id = %(id)s": "a balance is not that of the last entry",
    "UPDATE money_transfer SET currency = 'USD' WHERE kind = 5": "a transfer is in another currency",
    "UPDATE money_account SET held_in = held_in + 1 WHERE id = %(id)s": "what is held is not the sum",
    "UPDATE money_hold SET status = 4 WHERE status = 3": "a hold was not settled by exactly one transfer",
    "UPDATE money_refundtotal SET refunded = 1": "more was refunded than paid",
    "UPDATE money_transfer SET reference = 'altered' WHERE kind = 5": "posting does not match its journal line",
}


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda sql: SPOILS[sql].replace(" ", "_"))
def test_a_contradiction_is_found_and_named(books, spoil):
    assert verify_ledger().broken == ()
    with connect_as(RUN, "owner", database=DATABASE) as owner:
        owner.execute("SET alatau.correction = 'on'")
        owner.execute(spoil, {"id": books})
    assert any(told.startswith(SPOILS[spoil]) for told in verify_ledger().broken)


def test_whole_books_are_counted(books):
    report = verify_ledger()
    assert report.is_whole
    assert (report.accounts, report.transfers, report.circulating) == (6, 8, {"KZT": 1000, "USD": 50})


def test_another_program_finds_the_exported_books_in_balance(books):
    target = StringIO()
    assert export_books(target) == 6
    entries, errors, _ = loader.load_string(target.getvalue())
    assert errors == []
    assert sum(type(entry).__name__ == "Transaction" for entry in entries) == 6


def test_another_program_sees_what_does_not_balance(books):
    target = StringIO()
    export_books(target)
    _, errors, _ = loader.load_string(target.getvalue().replace("  -3.00 KZT", "  -3.01 KZT"))
    assert errors
