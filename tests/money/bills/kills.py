"""The commit paths of bills and of bank money, for kills at each of their named points. Firms: nobody is written to."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.test import override_settings

from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.core.values import Actor, ActorKind, OrganisationId
from alatau.money.bank.channels import DONE, IN
from alatau.money.bank.files import take_files
from alatau.money.bank.link import bank_account_id, open_bank
from alatau.money.bank.outbox import send_waiting
from alatau.money.bank.read import number_of_wallet
from alatau.money.bank.receive import receive_message
from alatau.money.bank.sample import BANK, answer_for
from alatau.money.bank.simulated import Booked, iban_of, pay_in, write_statement
from alatau.money.bank.values import NewWithdrawal, OrderStatus
from alatau.money.bank.withdraw import request_withdrawal
from alatau.money.bills.end import cancel_bill, give_back
from alatau.money.bills.issue import issue_bill
from alatau.money.bills.late import tell_late_bills
from alatau.money.bills.pay import pay_bill
from alatau.money.bills.values import Ending, NewBill
from alatau.money.models import BankDifference, BankMessage, BankOrder, BankReceipt, Bill, BillPayment
from alatau.money.values import HolderKind
from alatau.money.verify import verify_ledger
from alatau.money.wallet.ids import wallet_id_of
from alatau.money.wallet.open import open_wallet
from tests.faults.kill import Scenario
from tests.money.bank.talk import PAYS, account
from tests.money.bills.notes import later
from tests.money.ledger import BY, FIRM, balance_of, move, post, source, tenge

SHOP, BUYER, BILL, ORDER, PAYMENT = (UUID(int=number, version=4) for number in range(101, 106))
BUYER_ACTOR = Actor(kind=ActorKind.RESIDENT, for_organisation_id=OrganisationId(BUYER))
UNITS = 90_000


def prepare() -> None:
    """A shop, a buyer with money, and the bank's account with some."""
    at = read_clocks()
    for holder in (SHOP, BUYER):
        open_wallet(holder, HolderKind.ORGANISATION, tier=FIRM, by=BY, at=at)
    with transaction.atomic():
        open_bank(by=BY, at=at)
    issue = source(at)
    post(at, move(issue, wallet_id_of(BUYER), 10 * UNITS), move(issue, bank_account_id(), 10 * UNITS))


def bill() -> None:
    """Issue a bill, pay it in two parts, give it back, and take it back: the same in every process."""
    at = read_clocks()
    new = NewBill(
        id=BILL, issuer_id=SHOP, amount=tenge(UNITS), purpose="invoice", words="Нан", debtor_id=BUYER,
        debtor_kind=HolderKind.ORGANISATION, due_on=at.city_day,
    )  # fmt: skip
    issue_bill(new, by=BY, at=at)
    if Bill.objects.get(id=BILL).ending is None:
        for number, units in enumerate((UNITS // 3, UNITS - UNITS // 3)):
            pay_bill(
                BILL, amount=tenge(units), source_id=wallet_id_of(BUYER), transfer_id=UUID(int=500 + number),
                by=BUYER_ACTOR, at=at,
            )  # fmt: skip
    with transaction.atomic():
        tell_late_bills(by=BY, at=later(1))
    give_back(BILL, amount=tenge(UNITS), request_id=UUID(int=600), issuer_id=SHOP, by=BY, at=at)
    cancel_bill(BILL, issuer_id=SHOP, by=BY, at=at)


def check_billed() -> None:
    assert (Bill.objects.get().ending, BillPayment.objects.count()) == (Ending.CANCELLED, 2)
    assert (balance_of(wallet_id_of(BUYER)), balance_of(wallet_id_of(SHOP))) == (10 * UNITS, 0)
    lines = JournalLine.objects.filter(action__startswith="money.bill.").values_list("action", flat=True)
    assert sorted(lines) == [f"money.bill.{each}" for each in ("cancelled", "issued", "paid", "paid", "refunded")]
    assert verify_ledger().is_whole


def prepare_bank() -> None:
    """The bank's statement lies in its folder: the withdrawal, and an entry that nobody knows."""
    prepare()
    at = later(1).wall_at
    entries = [
        Booked(end_to_end=ORDER.hex, amount=tenge(UNITS), came=False, at=at),
        Booked(end_to_end="unknown", amount=tenge(1), came=True, at=at),
    ]
    data = write_statement(entries, opening=tenge(UNITS), first=read_clocks().wall_at, last=at)
    (_folder() / IN).mkdir(parents=True)
    (_folder() / IN / "statement.xml").write_bytes(data)


def withdraw() -> None:
    """Withdraw, let the bank answer, pay in, and take the bank's statement: the same in every process."""
    at, to = read_clocks(), account(PAYS)
    new = NewWithdrawal(id=ORDER, amount=tenge(UNITS), iban=iban_of(to), name=to.name)
    request_withdrawal(new, by=BUYER_ACTOR, at=at)
    with override_settings(ALATAU_BANK_FOLDER=str(_folder())):
        send_waiting(at=at)
        answer_for(ORDER.hex, step=0, at=at)
        words = number_of_wallet(wallet_id_of(BUYER))
        # The same payment comes again in another message.
        data = pay_in(to, tenge(UNITS), words=words, payment_id=PAYMENT, at=at.wall_at)
        receive_message(data.replace(PAYMENT.hex.encode(), uuid4().hex.encode(), 1), by=BANK, at=at)
        send_waiting(at=at)
        take_files(by=BANK, at=at)


def check_withdrawn() -> None:
    order = BankOrder.objects.get()
    assert (order.status, order.booked_in is None) == (OrderStatus.SETTLED, False)
    assert BankReceipt.objects.count() == BankDifference.objects.count() == 1
    assert balance_of(wallet_id_of(BUYER)) == balance_of(bank_account_id()) == 10 * UNITS
    assert not BankMessage.objects.filter(direction=1, sent_at=None).exists()
    assert [each.name for each in (_folder() / DONE).iterdir()] == ["statement.xml"]
    assert verify_ledger().is_whole


def _folder() -> Path:
    return Path(settings.ALATAU_HOME) / "bank"


SCENARIOS = (
    Scenario(points=("money.bill.",), prepare=prepare, act=bill, check=check_billed),
    Scenario(points=("money.bank.",), prepare=prepare_bank, act=withdraw, check=check_withdrawn),
)
