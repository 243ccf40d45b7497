"""Bills that another system's customers pay: found by their number, paid from the system's own account with us."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.access.throttle import Limit, spend
from alatau.core.errors import NotFoundError
from alatau.money.bills.numbers import BILL, DIGITS, find_number
from alatau.money.bills.pay import lock_bill, take_for_bill
from alatau.money.bills.read import find_bill_by_number, get_bill, list_payments_of
from alatau.money.bills.values import BillId, BillStatus, Way
from alatau.money.compat.requests import find_request_by_caller
from alatau.money.currencies import amount_of
from alatau.money.errors.refused import TransferRefusedError
from alatau.money.models import HandedRequest
from alatau.money.payouts.values import printable
from alatau.money.read import find_transfer, get_account
from alatau.money.values import HolderKind, TransferId
from alatau.money.wallet.errors import PayeeUnknownError
from alatau.money.wallet.find import get_payee

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.money.bills.values import BillView
    from alatau.money.payouts.institutions import InstitutionView

#: A payment's transfer has an id made of the bank's own id of it.
_PAYMENTS = UUID("d0b9a1f4-7d5e-4c0a-8f43-5b7c8a1e2f60")
#: Numbers of no bill that one system may ask for: they are not to be tried out.
MISSES = Limit(kind="money.bill_of_system", most=500, window=timedelta(hours=1))
#: Signs of a number as it may be written.
NUMBER_MOST = 35
#: Requests that went to a payer's bank: there the biller's own number of the bill is known too.
TO_PAYER = "govstack.rtp_payer"


class Refused(StrEnum):
    """Why a bank's word of a payment is refused, by the standard's letters. The money stays on the bank's account."""

    #: The bill is paid already.
    DUPLICATE = "Dup"
    #: It can be paid no more: taken back, declined, or over.
    DEFUNCT = "Def"
    #: Unknown bill or inquiry, another sum left than was told, or too little on the bank's account.
    UNDEFINED = "Und"


def inquire(number: str, *, institution: InstitutionView, at: Moment) -> dict[str, object]:
    """Return what is kept of an inquiry: which bill, and how much was told. Nothing for a number of no bill."""
    bill = find_payable(number, institution=institution, at=at)
    if bill is None:
        spend(MISSES, str(institution.id), at=at)
        return {"asked": printable(number, most=NUMBER_MOST)}
    return {"asked": bill.number, "bill_id": str(bill.id), "units": bill.rest.units}


def pay_by_word(
    number: str, inquiry_id: str, reference: str, *, institution: InstitutionView, at: Moment
) -> dict[str, object]:
    """Pay a bill from a bank's account, once for each of its payment references, and return what came of it.

    All that was told at the inquiry is paid, or nothing: what changed since is asked for again.
    """
    kept: dict[str, object] = {"asked": number, "reference": reference}
    bill = find_payable(number, institution=institution, at=at)
    inquiry = find_request_by_caller("govstack.inquiry", inquiry_id, institution=institution.id)
    if bill is None or inquiry is None or inquiry.facts.get("bill_id") != str(bill.id):
        return kept | {"refused": Refused.UNDEFINED.value}
    kept["bill_id"] = str(bill.id)
    transfer_id = TransferId(uuid5(_PAYMENTS, f"{institution.id}:{reference}"))
    refused = _pay(bill.id, int(inquiry.facts["units"]), transfer_id, institution=institution, at=at)
    return kept | {"refused": refused.value if refused else ""}


def find_payable(number: str, *, institution: InstitutionView, at: Moment) -> BillView | None:
    """Return the bill that a system names: by our number, or by the biller's where we asked this system for it.

    What people ask of each other is none of a bank's business: only bills of firms and public bodies are told.
    """
    plain = printable(number.strip(), most=NUMBER_MOST)
    # Some messages of the standard carry the number as an integer: then its letter and first zeros are gone.
    digits = f"{BILL}{plain.zfill(DIGITS + 2)}" if plain.isascii() and plain.isdigit() else ""
    found = find_bill_by_number(find_number(plain) or find_number(digits), on=at.city_day)
    if found is None:
        asked = HandedRequest.objects.filter(institution_id=institution.id, kind=TO_PAYER, facts__bill=plain)
        ids = [BillId(UUID(each["bill_id"])) for each in asked.values_list("facts", flat=True)[:2]]
        found = get_bill(ids[0], on=at.city_day) if len(ids) == 1 else None
    if found is None or get_account(found.account_id).holder_kind is HolderKind.PERSON:
        return None
    return found


def name_biller(bill: BillView) -> str:
    """Return who issued a bill, in words; empty where their wallet is gone."""
    try:
        return get_payee(bill.account_id).name
    except (NotFoundError, PayeeUnknownError):
        return ""


def _pay(
    bill_id: BillId, units: int, transfer_id: TransferId, *, institution: InstitutionView, at: Moment
) -> Refused | None:
    assert institution.pays_from is not None, "only who pays bills comes here"
    lock_bill(bill_id)
    bill = get_bill(bill_id, on=at.city_day)
    if find_transfer(transfer_id) is not None:
        is_ours = any(part.transfer_id == transfer_id for part in list_payments_of(bill_id))
        return None if is_ours else Refused.DUPLICATE
    if bill.status is BillStatus.PAID:
        return Refused.DUPLICATE
    if not bill.status.is_payable:
        return Refused.DEFUNCT
    amount = amount_of(units, bill.rest.currency.code)
    if not units or bill.rest < amount:
        return Refused.UNDEFINED
    try:
        with transaction.atomic():
            take_for_bill(
                bill_id,
                amount=amount,
                source_id=institution.pays_from,
                transfer_id=transfer_id,
                way=Way.BANK,
                by=institution.actor,
                at=at,
            )
    except TransferRefusedError:
        return Refused.UNDEFINED
    return None
