"""Two payers of one bill at the same moment: one pays, the other keeps the money."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import connections

from alatau.core.clock import read_clocks
from alatau.money.bills.errors import BillPaidError
from alatau.money.bills.issue import issue_bill
from alatau.money.bills.pay import pay_bill
from alatau.money.bills.read import get_bill
from alatau.money.bills.values import BillStatus, NewBill
from alatau.money.values import HolderKind
from alatau.money.wallet.ids import wallet_id_of
from tests.money.bills.kills import BILL, BUYER, BUYER_ACTOR, SHOP, UNITS, prepare
from tests.money.ledger import BY, balance_of, tenge

PAYERS = 4


def pay(number: int) -> bool:
    try:
        pay_bill(
            BILL,
            amount=tenge(UNITS),
            source_id=wallet_id_of(BUYER),
            transfer_id=UUID(int=700 + number),
            by=BUYER_ACTOR,
            at=read_clocks(),
        )
    except BillPaidError:
        return False
    else:
        return True
    finally:
        connections.close_all()


def test_payers_of_one_bill_at_once_pay_it_once(committed_db: None) -> None:
    prepare()
    new = NewBill(
        id=BILL,
        issuer_id=SHOP,
        amount=tenge(UNITS),
        purpose="invoice",
        words="Нан",
        debtor_id=BUYER,
        debtor_kind=HolderKind.ORGANISATION,
    )
    issue_bill(new, by=BY, at=read_clocks())
    with ThreadPoolExecutor(PAYERS) as pool:
        paid = list(pool.map(pay, range(PAYERS)))
    assert sorted(paid) == [False] * (PAYERS - 1) + [True]
    assert balance_of(wallet_id_of(SHOP)) == UNITS
    assert get_bill(BILL, on=read_clocks().city_day).status is BillStatus.PAID
