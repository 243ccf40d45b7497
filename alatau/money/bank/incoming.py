"""Money that comes from a bank: to a wallet by its number, to a bill by its own; what reaches nobody is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from django.db import transaction

from alatau.core.content import content
from alatau.core.errors import AlatauError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.money import Amount
from alatau.core.values import PersonId
from alatau.money.bank.link import bank_account_id, get_link
from alatau.money.bank.outbox import put_message, put_order
from alatau.money.bank.replies import Reply, write_reply
from alatau.money.bank.values import Cause, OrderStatus
from alatau.money.bills.errors import BillEndedError, BillLapsedError, BillPaidError, BillRestError
from alatau.money.bills.numbers import BILL, WALLET, find_number_within
from alatau.money.bills.pay import take_for_bill
from alatau.money.bills.read import find_bill_by_number
from alatau.money.bills.values import Way
from alatau.money.errors.refused import TransferRefusedError
from alatau.money.models import BankOrder, BankReceipt, Holder, WalletNumber
from alatau.money.post import post_transfer
from alatau.money.read import get_account
from alatau.money.values import AccountId, HolderKind, NewTransfer, TransferId
from alatau.money.wallet.errors import PayeeUnknownError

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.iso20022.read import Message, Node
    from alatau.money.models import BankMessage
    from alatau.money.values import HolderId

declare_points("money.bank.received", "money.bank.credited")

TOP_UP = "top_up"
#: Our reasons for refusing, in the standard's codes: the bank then gives the money back itself.
WRONG_ACCOUNT, WRONG_CURRENCY, NO_BILL, NOT_NOW = "AC01", "AM03", "RR04", "AG01"
_TRANSFERS = UUID("f6a1d8a4-8a1e-49d6-9f59-1ed1b0c5a6a7")


class Incoming(NamedTuple):
    """One payment of a message."""

    sender: str
    transaction: str
    end_to_end: str
    amount: Amount | None
    account: str
    iban: str
    name: str
    words: str


class Reached(NamedTuple):
    """Whom a payment reached, by which transfer, and what of it goes back."""

    holder_id: HolderId
    transfer_id: TransferId
    back: Amount | None


def take_payments(message: Message, row: BankMessage, *, by: Actor, at: Moment) -> None:
    """Credit each payment of a pacs.008, once, and answer by pacs.002, in the caller's transaction.

    A payment that came before in another message is answered as it was then.
    """
    replies = [_take(payment, by=by, at=at) for payment in _list_payments(message)]
    kind, message_id, data = write_reply(message, replies, get_link(), at=at.wall_at)
    put_message(kind, message_id, data, answers=row, at=at)


def _take(payment: Incoming, *, by: Actor, at: Moment) -> Reply:
    known = BankReceipt.objects.filter(sender=payment.sender, transaction=payment.transaction).first()
    if known is not None:
        return Reply(payment.end_to_end, payment.transaction, known.reason)
    reached, reason = _credit(payment, by=by, at=at)
    receipt = BankReceipt.objects.create(
        sender=payment.sender,
        transaction=payment.transaction,
        end_to_end=payment.end_to_end,
        amount=payment.amount.units if payment.amount else None,
        iban=payment.iban,
        name=payment.name,
        holder_id=reached.holder_id if reached else None,
        transfer_id=reached.transfer_id if reached else None,
        reason=reason,
        came_at=at.wall_at,
        came_city_at=at.city_at,
    )
    reach("money.bank.received")
    if reached is not None:
        _tell(receipt, reached, by=by, at=at)
        if reached.back:
            _send_back(receipt, reached.back, at=at)
    return Reply(payment.end_to_end, payment.transaction, reason)


def _credit(payment: Incoming, *, by: Actor, at: Moment) -> tuple[Reached | None, str]:
    """Credit a payment, or return why not. What the ledger refuses leaves nothing behind."""
    if payment.account != get_link().account:
        return None, WRONG_ACCOUNT
    if payment.amount is None:
        return None, WRONG_CURRENCY
    try:
        with transaction.atomic():
            return _reach_somebody(payment, payment.amount, by=by, at=at), ""
    except (BillPaidError, BillEndedError, BillLapsedError, BillRestError):
        return None, NO_BILL
    except TransferRefusedError:
        return None, NOT_NOW
    except AlatauError:
        return None, WRONG_ACCOUNT


def _reach_somebody(payment: Incoming, amount: Amount, *, by: Actor, at: Moment) -> Reached:
    transfer_id = TransferId(uuid5(_TRANSFERS, f"{payment.sender} {payment.transaction}"))
    bill = find_bill_by_number(find_number_within(payment.words, BILL), on=at.city_day)
    if bill is not None:
        taken = take_for_bill(
            bill.id, amount=amount, source_id=bank_account_id(), transfer_id=transfer_id, way=Way.BANK, by=by, at=at
        )
        if taken.back.units and not payment.iban:
            # There is nowhere to send the rest: the bank, which knows the payer, gives all of it back.
            raise BillRestError(rest=taken.taken)
        return Reached(bill.issuer_id, transfer_id, taken.back if taken.back.units else None)
    wallet = WalletNumber.objects.filter(number=find_number_within(payment.words, WALLET)).first()
    if wallet is None:
        raise PayeeUnknownError
    account_id = AccountId(wallet.account_id)
    transfer = NewTransfer(
        id=transfer_id,
        debit_id=bank_account_id(),
        credit_id=account_id,
        amount=amount,
        purpose=TOP_UP,
        reference=payment.iban[-4:].rjust(6, "*") if payment.iban else "",
    )
    post_transfer(transfer, by=by, at=at)
    return Reached(get_account(account_id).holder_id, transfer_id, None)


def _send_back(receipt: BankReceipt, back: Amount, *, at: Moment) -> None:
    """Order the bank to return what a bill did not need, once: the receipt's own id makes the order's."""
    assert receipt.holder_id is not None, "what goes back has reached somebody in part"
    order = BankOrder(
        id=uuid5(_TRANSFERS, f"back {receipt.id}"),
        cause=Cause.RETURN.value,
        holder_id=receipt.holder_id,
        bank_account_id=bank_account_id(),
        amount=back.units,
        currency=back.currency.code,
        iban=receipt.iban,
        name=receipt.name or "-",
        words=receipt.end_to_end,
        status=OrderStatus.HELD.value,
        requested_at=at.wall_at,
        requested_city_at=at.city_at,
    )
    order.save(force_insert=True)
    put_order(order, at=at)


def _tell(receipt: BankReceipt, reached: Reached, *, by: Actor, at: Moment) -> None:
    is_person = Holder.objects.filter(id=reached.holder_id, kind=HolderKind.PERSON.value).exists()
    person_id = PersonId(reached.holder_id) if is_person else None
    body = {"receipt_id": receipt.id, "transfer_id": reached.transfer_id, "amount": receipt.amount}
    line = NewLine(
        kind=LineKind.EVENT, action="money.bank.money_came", actor=by, subject_id=person_id,
        body=body | {"back": reached.back.units if reached.back else 0},
    )  # fmt: skip
    append_lines([line], at=at)
    reach("money.bank.credited")


def _list_payments(message: Message) -> list[Incoming]:
    body = message.body
    sender = body.text("GrpHdr/InstgAgt/FinInstnId/BICFI")
    return [_payment(each, sender=sender) for each in body.list("CdtTrfTxInf")]


def _payment(node: Node, *, sender: str) -> Incoming:
    end_to_end = node.text("PmtId/EndToEndId")
    debtor_bank = node.text("DbtrAgt/FinInstnId/BICFI")
    return Incoming(
        sender=node.text("InstgAgt/FinInstnId/BICFI") or sender or debtor_bank,
        transaction=node.text("PmtId/UETR") or node.text("PmtId/TxId") or end_to_end,
        end_to_end=end_to_end,
        amount=_amount(node.text("IntrBkSttlmAmt"), node.attribute("IntrBkSttlmAmt", "Ccy")),
        account=node.text("CdtrAcct/Id/IBAN") or node.text("CdtrAcct/Id/Othr/Id"),
        iban=node.text("DbtrAcct/Id/IBAN"),
        name=node.text("Dbtr/Nm"),
        words=" ".join(each.element.text or "" for each in node.list("RmtInf/Ustrd")),
    )


def _amount(text: str, code: str) -> Amount | None:
    """Return an amount of the city's currency; nothing for another currency, and for parts of its smallest unit."""
    currency = content().currency
    units = Decimal(text).scaleb(currency.exponent)
    if code != currency.code or units != units.to_integral_value() or units <= 0:
        return None
    return Amount(int(units), currency)
