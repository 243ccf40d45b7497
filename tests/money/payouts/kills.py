"""The commit paths of payouts and vouchers, for kills at each of their named points."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.models import JournalLine
from alatau.core.values import Actor, ActorKind, UserId
from alatau.money.bank.answers import settle
from alatau.money.bank.link import open_bank
from alatau.money.bodies.open import open_bodies
from alatau.money.compat.requests import take_request, tell_batch
from alatau.money.models import Account, BankOrder, HandedRequest, Institution, PayeeRoute, PayoutBatch, Voucher
from alatau.money.payouts.approve import approve_batch
from alatau.money.payouts.by_bank import hear_of_orders
from alatau.money.payouts.institutions import admit_institution, get_institution
from alatau.money.payouts.pay_out import pay_out_now
from alatau.money.payouts.programmes import open_programme
from alatau.money.payouts.read import get_batch
from alatau.money.payouts.receive import receive_batch
from alatau.money.payouts.reconcile import reconcile_batch
from alatau.money.payouts.routes import set_bank_account, set_route
from alatau.money.payouts.settle import close_batch, retry_batch
from alatau.money.payouts.values import BatchId, BatchStatus, LineOutcome, NewBatch, NewLine, PayeeId, RouteKind
from alatau.money.payouts.vouchers.make import make_voucher, number_of, open_group
from alatau.money.payouts.vouchers.use import activate_voucher, cancel_voucher, redeem_voucher
from alatau.money.payouts.work import check_batch, pay_batch
from alatau.money.values import AccountKind, HolderKind
from alatau.money.verify import verify_ledger
from alatau.money.wallet.ids import wallet_id_of
from alatau.money.wallet.open import open_wallet
from tests.faults.kill import Scenario
from tests.money.ledger import BY, PUBLIC, account, balance_of, firm, move, post, tenge

BUDGET, BATCH, NOW, PAYEE, WITHOUT, USED, CANCELLED, SHOP = (UUID(int=number) for number in range(201, 209))
UNITS = 1_000_00


def prepare() -> None:
    """A programme with money, and one of two people with a wallet: the same in every process."""
    at = read_clocks()
    source = account(
        at, holder_kind=HolderKind.PUBLIC, tier=PUBLIC, kind=AccountKind.ISSUE, purpose="issue", floor=None
    )
    with transaction.atomic():
        budget = open_wallet(BUDGET, HolderKind.PUBLIC, tier=PUBLIC, by=BY, at=at)
        open_wallet(PAYEE, HolderKind.PERSON, tier=2, by=BY, at=at)
    post(at, move(source, budget, UNITS))
    open_programme("support", name={"en": "Support"}, purpose="support", account_id=budget, by=BY, at=at)


def pay() -> None:
    """Hand over, check, approve, pay, try again and end: each step as often as it takes."""
    lines = [NewLine(payee_id=PayeeId(each), amount=tenge(10_00)) for each in (PAYEE, WITHOUT)]
    asker, approver = (Actor(kind=ActorKind.STAFF, user_id=UserId(UUID(int=each))) for each in (291, 292))
    new = NewBatch(id=BatchId(BATCH), programme="support", reference="1", words="Support")
    receive_batch(new, lines, by=asker, at=read_clocks())
    check_batch(BatchId(BATCH))
    if get_batch(BatchId(BATCH)).status is BatchStatus.CHECKED:
        approve_batch(BatchId(BATCH), by=approver, at=read_clocks())
    pay_batch(BatchId(BATCH))
    if not JournalLine.objects.filter(action="money.payout.retried").exists():
        retry_batch(BatchId(BATCH), by=BY, at=read_clocks())
        pay_batch(BatchId(BATCH))
    if get_batch(BatchId(BATCH)).status is BatchStatus.PAID:
        close_batch(BatchId(BATCH), by=BY, at=read_clocks())


def check_paid() -> None:
    view = get_batch(BatchId(BATCH))
    assert (view.status, view.count(LineOutcome.PAID), view.count(LineOutcome.RETURNED)) == (BatchStatus.CLOSED, 1, 1)
    assert balance_of(wallet_id_of(PAYEE)) == 10_00
    assert balance_of(wallet_id_of(BUDGET)) == UNITS - 10_00
    assert reconcile_batch(BatchId(BATCH)).is_whole
    assert verify_ledger().is_whole


def pay_now() -> None:
    """Pay one line in the commit of its decision."""
    new = NewBatch(id=BatchId(NOW), programme="support", reference="2", words="Support")
    line = NewLine(payee_id=PayeeId(PAYEE), amount=tenge(5_00), decision_id=UUID(int=299))
    pay_out_now(new, line, by=BY, at=read_clocks())


def check_paid_now() -> None:
    assert get_batch(BatchId(NOW)).count(LineOutcome.PAID) == PayoutBatch.objects.count() == 1
    assert balance_of(wallet_id_of(PAYEE)) == 5_00


def say_route() -> None:
    set_route(PayeeId(PAYEE), RouteKind.VOUCHER, by=BY, at=read_clocks())


def check_route() -> None:
    """Each saying is one row and one line; saying it again is another, and changes nothing."""
    assert PayeeRoute.objects.count() == JournalLine.objects.filter(action="money.route.changed").count() >= 1


def prepare_vouchers() -> None:
    """Vouchers can be made, and a shop takes them."""
    prepare()
    at = read_clocks()
    open_group("food", programme="support", name={"en": "Food"}, trades=[], days=30, by=BY, at=at)
    firm(at, holder=SHOP)


def use_vouchers() -> None:
    """One voucher is redeemed, another cancelled."""
    shop = _shop()
    used, cancelled = (
        make_voucher(each, group="food", amount=tenge(20_00), by=BY, at=read_clocks()) for each in (USED, CANCELLED)
    )
    if Voucher.objects.get(id=USED).ended_at is None:
        activate_voucher(used.serial, by=BY, at=read_clocks())
    redeem_voucher(number_of(USED), shop_account_id=shop, by=BY, at=read_clocks())
    if Voucher.objects.get(id=CANCELLED).ended_at is None:
        cancel_voucher(cancelled.serial, by=BY, at=read_clocks())


def check_vouchers() -> None:
    assert balance_of(_shop()) == 20_00
    assert balance_of(wallet_id_of(BUDGET)) == UNITS - 20_00
    assert verify_ledger().is_whole


def prepare_bank() -> None:
    """The payee has named a bank account, two days ago."""
    prepare()
    at = read_clocks()
    open_bodies(by=BY, at=at)
    with transaction.atomic():
        open_bank(by=BY, at=at)
    named = replace(at, city_at=at.city_at - timedelta(days=2))
    set_bank_account(PayeeId(PAYEE), content().account_numbers.synthesise(9), by=BY, at=named)


def pay_by_bank() -> None:
    """Order of the bank, hear that it paid, and end the batch."""
    new = NewBatch(id=BatchId(NOW), programme="support", reference="2", words="Support")
    line = NewLine(payee_id=PayeeId(PAYEE), amount=tenge(5_00), decision_id=UUID(int=299))
    pay_out_now(new, line, by=BY, at=read_clocks())
    with transaction.atomic():
        order = BankOrder.objects.select_for_update().get()
        settle(order, by=BY, at=read_clocks())
    with transaction.atomic():
        hear_of_orders([order.id], [])


def check_paid_by_bank() -> None:
    assert get_batch(BatchId(NOW)).count(LineOutcome.PAID) == BankOrder.objects.count() == 1
    assert balance_of(wallet_id_of(BUDGET)) == UNITS - 5_00
    assert reconcile_batch(BatchId(NOW)).is_whole
    assert verify_ledger().is_whole


def take() -> None:
    """A ministry hands a batch over by its request, and asks to be told."""
    if not Institution.objects.exists():
        prefixes = ["https://a.example/"]
        admit_institution("MIN", name="M", programmes=["support"], callbacks=prefixes, by=BY, at=read_clocks())
    ministry = get_institution(Institution.objects.get().id)
    take_request(
        "govstack.batch", "C-1", b"{}", institution=ministry, callback="https://a.example/1", at=read_clocks(),
        act=lambda _id: {"batch_id": str(NOW)}, batch_id=BatchId(NOW), tells_now=False,
    )  # fmt: skip
    tell_batch(BatchId(NOW))


def check_taken() -> None:
    assert HandedRequest.objects.count() == JournalLine.objects.filter(action="money.request.taken").count() == 1


def _shop() -> UUID:
    return Account.objects.get(holder_id=SHOP).id


PAYOUTS = (
    "money.payout.", "money.check.", "money.approve.", "money.pay.", "money.retry.", "money.close.", "money.work.",
)  # fmt: skip
SCENARIOS = (
    Scenario(points=PAYOUTS, prepare=prepare, act=pay, check=check_paid),
    Scenario(points=("money.pay_out.",), prepare=prepare, act=pay_now, check=check_paid_now),
    Scenario(points=("money.by_bank.",), prepare=prepare_bank, act=pay_by_bank, check=check_paid_by_bank),
    Scenario(points=("money.handed.",), prepare=prepare, act=take, check=check_taken),
    Scenario(points=("money.route.",), prepare=prepare, act=say_route, check=check_route),
    Scenario(points=("money.voucher.",), prepare=prepare_vouchers, act=use_vouchers, check=check_vouchers),
)
