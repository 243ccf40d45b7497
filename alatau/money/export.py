"""Write the books as plain-text accounting (Beancount's form), so that anybody's own tool can check them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO

from django.db import connection

from alatau.core.content import content
from alatau.money.currencies import list_currencies
from alatau.money.values import AccountKind, TransferKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

#: Where an account stands in the form's five classes. Money of the issue is owed to all who hold it.
_CLASSES = {
    AccountKind.ISSUE: "Liabilities:Issue",
    AccountKind.BANK: "Assets:Bank",
    AccountKind.WALLET: "Assets:Wallets",
    AccountKind.POT: "Assets:Pots",
    AccountKind.INNER: "Assets:Inner",
}
_ACCOUNTS = "SELECT id, kind, currency, opened_city_at, balance, last_city_at FROM money_account ORDER BY opened_at, id"
_TRANSFERS = """
SELECT transfer.id, transfer.city_at, transfer.kind, transfer.amount, transfer.currency, transfer.purpose,
       transfer.reference, debit.id, debit.kind, credit.id, credit.kind
  FROM money_transfer AS transfer
  JOIN money_account AS debit ON debit.id = transfer.debit_id
  JOIN money_account AS credit ON credit.id = transfer.credit_id
 WHERE transfer.kind NOT IN (%s, %s)
 ORDER BY transfer.posting, transfer.place
"""


def export_books(target: TextIO) -> int:
    """Write every account, every transfer that moved value, and every balance to check them by; return how many moved.

    Names of people do not appear: accounts go by their ids. What is only held has moved nothing and is left out. The
    form knows days alone; transfers of a day stand in their order.
    """
    currency = content().currency.code
    target.write(f'option "title" "Books"\noption "operating_currency" "{_commodity(currency)}"\n\n')
    accounts = list(_fetch(_ACCOUNTS))
    days = [_day(opened) for _, _, _, opened, _, _ in accounts]
    first = min(days, default="1970-01-01")
    for account_id, kind, code, _opened, _balance, _last in accounts:
        # A clock set by hand may have opened an account after its first transfer's day.
        target.write(f"{first} open {_account(account_id, kind)} {_commodity(code)}\n")
    moved, last = 0, first
    for row in _fetch(_TRANSFERS, TransferKind.PENDING.value, TransferKind.VOID.value):
        target.write(_transaction(row))
        moved, last = moved + 1, max(last, _day(row[1]))
    for account_id, kind, code, _opened, units, _last in accounts:
        target.write(f"{_next_day(last)} balance {_account(account_id, kind)} {_number(units, code)}\n")
    return moved


def _transaction(row: Sequence[Any]) -> str:
    transfer_id, city_at, kind, units, code, purpose, reference, debit_id, debit_kind, credit_id, credit_kind = row
    return (
        f'\n{_day(city_at)} * "{purpose}" {_quote(reference)}\n'
        f'  transfer: "{transfer_id}"\n  kind: "{TransferKind(kind).name.lower()}"\n'
        f"  {_account(debit_id, debit_kind)}  {_number(-units, code)}\n"
        f"  {_account(credit_id, credit_kind)}  {_number(units, code)}\n"
    )


def _account(account_id: UUID, kind: int) -> str:
    return f"{_CLASSES[AccountKind(kind)]}:A-{str(account_id).upper()}"


def _commodity(code: str) -> str:
    return code if len(code) > 1 else f"{code}.X"


def _number(units: int, code: str) -> str:
    exponent = list_currencies()[code].exponent
    return f"{Decimal(f'{units}e-{exponent}'):.{exponent}f} {_commodity(code)}"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _next_day(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _fetch(question: str, *values: int) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(question, values or None)
        while rows := cursor.fetchmany(5000):
            yield from rows
