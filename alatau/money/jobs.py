"""Background work of this room."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from alatau.core.clock import read_clocks
from alatau.core.values import PersonId, system_actor
from alatau.money.bank.files import take_files
from alatau.money.bank.outbox import send_waiting
from alatau.money.bank.sample import answer_for, send_statement_if_due
from alatau.money.bills.late import tell_late_bills
from alatau.money.compat.tell_back import tell_back
from alatau.money.desks.check import keep_check
from alatau.money.estate.find import open_estates
from alatau.money.expire import expire_holds, return_marked_money
from alatau.money.orders.pay import pay_orders
from alatau.money.payouts.values import BatchId
from alatau.money.payouts.work import check_batch, pay_batch, settle_batches


# Not tried again: the next tick does what this one left.
@app.periodic(cron="* * * * *")
@app.task(name="money.expire", queue="money", queueing_lock="money.expire", retry=0)
def expire(timestamp: int) -> None:
    """Give back what waited too long, a batch a commit. Safe to run twice."""
    for give_back in (expire_holds, return_marked_money):
        accepted = 1
        while accepted:
            with transaction.atomic():
                accepted = give_back(by=system_actor("money.expire"), at=read_clocks())


# Not tried again: the next tick does what this one left.
@app.periodic(cron="* * * * *")
@app.task(name="money.pay_orders", queue="money", queueing_lock="money.pay_orders", retry=0)
def pay_standing_orders(timestamp: int) -> None:
    """Pay the standing orders whose day has come, each in a commit of its own. Safe to run twice."""
    pay_orders(by=system_actor("money.pay_orders"), at=read_clocks())


@app.task(name="money.open_estates", queue="money", retry=5)
def open_estates_of_dead(people: list[str]) -> None:
    """Freeze the wallets of those who have died; nobody named asks of all holders. Safe to run twice."""
    holders = [PersonId(UUID(each)) for each in people]
    open_estates(holders, by=system_actor("money.open_estates"), at=read_clocks())


# Not tried again: the next night, or an operator's word, brings the next one.
@app.periodic(cron="30 3 * * *")
@app.task(name="money.check_books", queue="money", queueing_lock="money.check_books", retry=0)
def check_books(timestamp: int = 0) -> None:
    """Check the whole books and keep what was found."""
    keep_check(by=system_actor("money.check_books"), at=read_clocks())


# Not tried again: the next hour does what this one left.
@app.periodic(cron="7 * * * *")
@app.task(name="money.bills_late", queue="money", queueing_lock="money.bills_late", retry=0)
def tell_of_late_bills(timestamp: int) -> None:
    """Tell of bills whose last day has passed, a batch a commit. Safe to run twice."""
    told = 1
    while told:
        with transaction.atomic():
            told = tell_late_bills(by=system_actor("money.bills_late"), at=read_clocks())


@app.task(name="money.check_payouts", queue="money", retry=5)
def check_payouts(batch_id: str) -> None:
    """Check the lines of a batch of payouts, a commit a chunk. Safe to run twice."""
    check_batch(BatchId(UUID(batch_id)))


@app.task(name="money.pay_payouts", queue="money", retry=5)
def pay_payouts(batch_id: str) -> None:
    """Pay the lines of an approved batch, a commit a chunk, each line once. Safe to run twice."""
    pay_batch(BatchId(UUID(batch_id)))


# Not tried again: the next day does what this one left.
@app.periodic(cron="15 6 * * *")
@app.task(name="money.settle_payouts", queue="money", queueing_lock="money.settle_payouts", retry=0)
def settle_payouts(timestamp: int) -> None:
    """Try the failed lines of payouts again, and give back what has failed for too long. Safe to run twice."""
    settle_batches()


# Not tried again: the next minute sends what this one left.
@app.periodic(cron="* * * * *")
@app.task(name="money.bank_send", queue="money", lock="money.bank_send", retry=0)
def send_to_bank(timestamp: int = 0) -> None:
    """Hand waiting messages to the bank's line, and take those that lie in its folder. Safe to run twice."""
    send_waiting(at=read_clocks())
    take_files(by=system_actor("money.bank"), at=read_clocks())


@app.task(name="money.bank_sample", queue="money", retry=3)
def answer_as_sample_bank(message_id: str, step: int) -> None:
    """Let the simulated bank answer. Safe to run twice: its answers carry the same ids."""
    answer_for(message_id, step=step, at=read_clocks())


# Not tried again: the next day's statement begins where the last one ended.
@app.periodic(cron="55 * * * *")
@app.task(name="money.bank_statement", queue="money", queueing_lock="money.bank_statement", retry=0)
def send_sample_statement(timestamp: int) -> None:
    """Let the simulated bank send a statement of what it booked. Does nothing in a real city."""
    send_statement_if_due(at=read_clocks())


# Seven tries, each eight times as far from the last: three days in all.
@app.task(name="money.tell_institution", queue="money", retry=RetryStrategy(max_attempts=7, exponential_wait=8))
def tell_institution(request_id: str) -> None:
    """Send the result of a request to where its system asked for it. Safe to run twice."""
    tell_back(UUID(request_id))
