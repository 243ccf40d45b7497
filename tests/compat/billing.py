"""A biller's system and a bank's, which pays its customers' bills from an account of its own with us."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from alatau.core.clock import read_clocks
from alatau.money.bills.issue import issue_bill
from alatau.money.bills.read import get_bill, list_owed
from alatau.money.bills.values import NewBill
from alatau.money.payouts.institutions import admit_institution
from alatau.money.values import HolderId, HolderKind
from alatau.money.wallet.open import open_wallet
from tests.compat.ministry import CALLBACK, Ministry
from tests.money.ledger import BY, FIRM, PUBLIC, account, tenge
from tests.money.payouts.budget import now, purse
from tests.people import bakery, resident

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from alatau.money.bills.values import BillView

BANK_CODE, FLOAT = "BULAKZKA", 100_000_00


def open_bank(*, balance: int = FLOAT, callbacks: tuple[str, ...] = (CALLBACK,)) -> Ministry:
    """Admit a bank with so much money on its account."""
    at = read_clocks()
    account_id = account(at, holder_kind=HolderKind.PUBLIC, tier=PUBLIC, balance=balance, purpose="participant")
    key = admit_institution(BANK_CODE, name="Bulaq", callbacks=callbacks, pays_from=account_id, by=BY, at=at)
    return Ministry(key, account_id)


def open_biller(*, callbacks: tuple[str, ...] = (CALLBACK,)) -> Ministry:
    """Admit the bakery's system, and open its wallet."""
    at = read_clocks()
    wallet_id = open_wallet(bakery(), HolderKind.ORGANISATION, tier=FIRM, by=BY, at=at)
    key = admit_institution("BAKERY", name="Sary-Arka", callbacks=callbacks, bills_for=bakery(), by=BY, at=at)
    return Ministry(key, wallet_id)


def issue(units: int = 5_000_00, **chosen: object) -> BillView:
    """Let the bakery bill whoever brings the number."""
    new = NewBill(
        **{"id": uuid4(), "issuer_id": HolderId(bakery()), "amount": tenge(units), "purpose": "invoice",
           "words": "Bread", **chosen}
    )  # fmt: skip
    return get_bill(issue_bill(new, by=BY, at=now()), on=now().city_day)


def standing(bill_id: UUID) -> BillView:
    return get_bill(bill_id, on=now().city_day)


def inquire(bank: Ministry, number: str, *, request_id: str = "INQUIRY00001", **headers: str) -> Any:
    """Ask what a bill is."""
    body = {"requestId": request_id, "billId": number}
    return bank.send("GET", f"bills/{number}?fields=inquiry", body, **headers)


def word(number: str, *, request_id: str = "PAID00000001", reference: str = "REF-1", **chosen: str) -> dict[str, str]:
    """Return a bank's word that its customer paid."""
    return {
        "requestId": request_id, "billInquiryRequestId": "INQUIRY00001", "billId": number,
        "paymentReferenceID": reference, **chosen,
    }  # fmt: skip


def paid(bank: Ministry, number: str, **chosen: str) -> dict[str, Any]:
    """Send the word, and return what became of it."""
    answer = bank.post("billTransferRequests", word(number, **chosen)).json()
    return {name: answer.get(name, "") for name in ("status", "rejectReason")}


def pay_request(payer: dict[str, object], *, request_id: str = "RTP000000001", **chosen: object) -> dict[str, object]:
    """Return a biller's request to pay."""
    return {
        "requestId": request_id, "rtpId": 17, "billID": "77-A", "requestType": "00",
        "billDetails": {"billerName": "Bakery", "amount": 1_200}, **payer, **chosen,
    }  # fmt: skip


def by_number(key: str = "aigerim") -> dict[str, object]:
    """Name a resident with a wallet as the payer."""
    purse(key, now())
    return {"alias": {"aliasType": "01", "aliasId": resident(key).number}}


def at_bank() -> dict[str, object]:
    """Name a customer of the bank as the payer."""
    return {"requestType": "01", "payerFiDetails": {"payerFIBIC": BANK_CODE, "financialAddress": "KZ-SOMEBODY"}}


def owed(key: str = "aigerim") -> list[BillView]:
    return list_owed(HolderId(resident(key).person_id), on=now().city_day)
