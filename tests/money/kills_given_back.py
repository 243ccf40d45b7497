"""Commit paths of what goes back and of what reaches its person, for kills at each of their named points."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.test import override_settings

from alatau.access.read import find_person_by_number
from alatau.access.register import register_person
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.models import JournalLine
from alatau.core.values import Actor, ActorKind, UserId
from alatau.messages.contacts import set_contact_point
from alatau.messages.models import Message
from alatau.messages.values import Channel
from alatau.money.bank.forget import forget_messages
from alatau.money.bank.outbox import send_waiting
from alatau.money.bank.receive import receive_message
from alatau.money.bank.sample import BANK, answer_for
from alatau.money.bank.simulated import pay_in
from alatau.money.bank.values import OrderStatus
from alatau.money.bills.end import give_back
from alatau.money.bills.issue import issue_bill
from alatau.money.bills.values import BillStatus, NewBill
from alatau.money.models import BankMessage, BankOrder, BillPayment, InvoiceReturn, PayoutStep, Voucher
from alatau.money.payouts.approve import approve_batch
from alatau.money.payouts.endorse import endorse_batch
from alatau.money.payouts.institutions import admit_institution, list_institutions
from alatau.money.payouts.read import get_batch
from alatau.money.payouts.receive import receive_batch
from alatau.money.payouts.values import BatchId, BatchStatus, NewBatch, NewLine, PayeeId
from alatau.money.payouts.vouchers.make import make_voucher
from alatau.money.payouts.vouchers.show import show_number
from alatau.money.payouts.vouchers.use import activate_voucher
from alatau.money.payouts.work import check_batch
from alatau.money.vat.give_back import give_back_lines
from alatau.money.verify import verify_ledger
from alatau.money.wallet.ids import wallet_id_of
from tests.faults.kill import Scenario
from tests.money import kills_desks as desks
from tests.money.bank.talk import CLOSED, account
from tests.money.bills import kills as bills
from tests.money.bills.notes import bill, later
from tests.money.ledger import BY, balance_of, tenge
from tests.money.payouts import kills as payouts

BORN = date(1990, 5, 1)


def prepare_return() -> None:
    """A closed account has paid a bill."""
    bills.prepare()
    new = NewBill(id=bills.BILL, issuer_id=bills.SHOP, amount=tenge(bills.UNITS), purpose="invoice", words="Нан")
    at = read_clocks()
    issue_bill(new, by=BY, at=at)
    words = bill(bills.BILL).number
    data = pay_in(account(CLOSED), tenge(bills.UNITS), words=words, payment_id=bills.PAYMENT, at=at.wall_at)
    receive_message(data, by=BANK, at=at)


def return_to_bank() -> None:
    """Give it back, and let the bank refuse."""
    at, whole = read_clocks(), tenge(bills.UNITS)
    give_back(bills.BILL, amount=whole, request_id=UUID(int=700), issuer_id=bills.SHOP, by=BY, at=at)
    with override_settings(ALATAU_BANK_FOLDER=str(Path(settings.ALATAU_HOME) / "bank")):
        send_waiting(at=at)
    answer_for(BankOrder.objects.get().id.hex, step=0, at=at)


def check_returned() -> None:
    assert BankOrder.objects.get().status == OrderStatus.REJECTED
    assert (balance_of(wallet_id_of(bills.SHOP)), BillPayment.objects.count()) == (bills.UNITS, 2)
    assert bill(bills.BILL).status is BillStatus.PAID
    assert verify_ledger().is_whole


def forget() -> None:
    with transaction.atomic():
        forget_messages(before=later(1).city_at, limit=100)


def check_forgotten() -> None:
    assert BankMessage.objects.exclude(body_erased_at=None).get(direction=2).body == b""


def prepare_paid_invoice() -> None:
    """One firm has paid another's invoice."""
    desks.prepare_invoice()
    desks.pay_tax()


def give_invoice_back() -> None:
    half = {0: tenge(500)}
    give_back_lines(desks.INVOICE, half, request_id=UUID(int=710), by=desks.SHOP, at=read_clocks())


def check_given_back() -> None:
    assert InvoiceReturn.objects.count() == JournalLine.objects.filter(action="money.invoice.returned").count() == 1
    assert balance_of(wallet_id_of(desks.PAYER)) == desks.UNITS - 580
    assert verify_ledger().is_whole


def prepare_handed() -> None:
    """A ministry's system has handed a batch over, and its lines are checked."""
    payouts.prepare()
    admit_institution("MIN", name="M", programmes=["support"], by=BY, at=read_clocks())
    (ministry,) = list_institutions()
    new = NewBatch(id=BatchId(payouts.BATCH), programme="support", reference="1", words="Support")
    line = NewLine(payee_id=PayeeId(payouts.PAYEE), amount=tenge(10_00))
    receive_batch(new, [line], institution=ministry.id, by=ministry.actor, at=read_clocks())
    check_batch(new.id)


def decide() -> None:
    first, second = (Actor(kind=ActorKind.STAFF, user_id=UserId(UUID(int=each))) for each in (291, 292))
    batch_id = BatchId(payouts.BATCH)
    endorse_batch(batch_id, by=first, at=read_clocks())
    if get_batch(batch_id).status is BatchStatus.CHECKED:
        approve_batch(batch_id, by=second, at=read_clocks())


def check_decided() -> None:
    assert get_batch(BatchId(payouts.BATCH)).status is BatchStatus.APPROVED
    assert PayoutStep.objects.filter(what="endorsed").count() == 1


def prepare_person() -> None:
    """Vouchers can be made, and somebody with a telephone is there to get one."""
    payouts.prepare_vouchers()
    at = read_clocks()
    person_id = register_person(
        name="Test", short_name="Test", born_on=BORN, region="", number=_number(), number_from=BORN, by=BY, at=at
    )
    with transaction.atomic():
        set_contact_point(person_id, Channel.SMS, content().phone_numbers.synthesise(3), by=BY, at=at)


def give_voucher() -> None:
    at = read_clocks()
    person_id = find_person_by_number(_number(), on=at.city_day)
    assert person_id is not None
    payee_id = PayeeId(person_id)
    made = make_voucher(payouts.USED, group="food", amount=tenge(20_00), payee_id=payee_id, by=BY, at=at)
    activate_voucher(made.serial, by=BY, at=at)
    show_number(made.id, payee_id=payee_id, by=BY, at=at)


def check_voucher() -> None:
    voucher = Voucher.objects.get()
    assert voucher.told_at is not None
    assert voucher.shown_at is not None
    assert Message.objects.filter(template="money.voucher").count() == 1
    assert JournalLine.objects.filter(action="money.voucher.shown").count() == 1


def _number() -> str:
    return content().person_numbers.synthesise(born_on=BORN, woman=True, serial=7)


SCENARIOS = (
    Scenario(points=("money.returns.",), prepare=prepare_return, act=return_to_bank, check=check_returned),
    Scenario(points=("money.forget.",), prepare=prepare_return, act=forget, check=check_forgotten),
    Scenario(
        points=("money.invoice_back.",), prepare=prepare_paid_invoice, act=give_invoice_back, check=check_given_back
    ),
    Scenario(points=("money.endorse.",), prepare=prepare_handed, act=decide, check=check_decided),
    Scenario(points=("money.voucher_number.",), prepare=prepare_person, act=give_voucher, check=check_voucher),
)
