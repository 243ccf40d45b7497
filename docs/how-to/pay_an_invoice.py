"""Pay an invoice from a program of your firm, and see what became of it.

CITY=http://127.0.0.1:8000 KEY=... PAY_TO=account-id python docs/how-to/pay_an_invoice.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from uuid import UUID

from alatau.client import Amount, MoneyClient, NewTransfer, NoAnswerError, TransferRefusedError

#: Where the program keeps what it is about to send: after a power cut it sends the same again.
KEPT = Path("payment.json")


def pay_invoice(money: MoneyClient, *, pay_to: UUID, tiyn: int, invoice: str) -> Amount:
    """Pay once, whatever happens on the way, and return what is left."""
    ours = next(account for account in money.list_accounts() if account.kind == "wallet")
    new = NewTransfer(debit_id=ours.id, credit_id=pay_to, amount=tiyn, purpose="invoice", reference=invoice)
    KEPT.write_text(json.dumps({"id": str(new.id), "pay_to": str(pay_to), "tiyn": tiyn}), encoding="utf-8")
    try:
        money.send(new)
    except TransferRefusedError as refused:
        # Nothing was changed. The code is for the program, the sentence for whoever reads the screen.
        print(refused.code, refused.detail)  # noqa: T201
    except NoAnswerError:
        # Nobody knows yet. The same transfer, sent again later under the same id, is made once.
        print("no answer; send what is kept again")  # noqa: T201
    else:
        KEPT.unlink()
    return money.get_balance(ours.id).posted


def main() -> None:
    """Pay as the environment says."""
    with MoneyClient(os.environ["CITY"], os.environ["KEY"]) as money:
        print(pay_invoice(money, pay_to=UUID(os.environ["PAY_TO"]), tiyn=125_000, invoice="2026-000017"))  # noqa: T201


if __name__ == "__main__":
    main()
