"""What this room hears: deaths that registers tell of, and decisions about what somebody left."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy

from alatau.core.clock import read_clocks
from alatau.core.jobs import defer
from alatau.core.journal.listen import listener
from alatau.core.values import system_actor
from alatau.money.compat.pay_requests import tell_billers
from alatau.money.compat.requests import tell_batch
from alatau.money.estate.divide import settle_estate
from alatau.money.payouts.by_bank import hear_of_orders
from alatau.money.payouts.values import BatchId
from alatau.money.programs.tell import tell_holders
from alatau.registry.declare import list_registers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine

LOADED, RECEIVED = "registry.load.announced", "registry.row.received"
ESTATES = system_actor("money.estates")


@listener("money.deaths", actions=(LOADED, RECEIVED), about=gettext_lazy("Freezes the wallets of people who have died"))
def ask_who_died(lines: Sequence[SealedLine]) -> None:
    """Ask for the holders who died, when a register that tells of deaths has news: the lake is the worker's alone."""
    telling = {each.key for each in list_registers() if any(telling.what == "death" for telling in each.tells)}
    news = [line for line in lines if line.body.get("register") in telling]
    if any(line.action == LOADED and line.body.get("rows_accepted") for line in news):
        defer("money.open_estates", people=[])
    elif people := sorted({str(line.subject_id) for line in news if line.subject_id}):
        defer("money.open_estates", people=people)


@listener(
    "money.estates",
    actions=("desk.case.decided",),
    about=gettext_lazy("Divides what somebody left as officials decided"),
)
def settle_decided_estates(lines: Sequence[SealedLine]) -> None:
    """Do what two officials decided about an estate."""
    at = read_clocks()
    for line in lines:
        if line.case_id is not None:
            settle_estate(line.case_id, outcome=str(line.body.get("outcome", "")), by=ESTATES, at=at)


@listener(
    "money.webhooks",
    actions=("money.transfers.posted",),
    about=gettext_lazy("Tells firms that asked for it of money that came and left"),
)
def tell_of_payments(lines: Sequence[SealedLine]) -> None:  # what is new, each account's count says
    """Write an event for each new entry on accounts whose holder hears of payments."""
    tell_holders(at=read_clocks())


@listener(
    "money.payouts",
    actions=("money.payout.paid", "money.payout.declined"),
    about=gettext_lazy("Tells systems that handed payouts over what became of them"),
)
def tell_of_payouts(lines: Sequence[SealedLine]) -> None:
    """Have the results of batches told to whoever asked to be told."""
    for line in lines:
        tell_batch(BatchId(UUID(str(line.body["batch_id"]))))


@listener(
    "money.payouts_by_bank",
    actions=("money.bank.order_settled", "money.bank.order_rejected"),
    about=gettext_lazy("Notes which payouts a bank has paid"),
)
def hear_of_banks(lines: Sequence[SealedLine]) -> None:
    """Note what the bank said of lines that go to bank accounts."""
    said: dict[str, list[UUID]] = {"money.bank.order_settled": [], "money.bank.order_rejected": []}
    for line in lines:
        said[line.action].append(UUID(str(line.body["order_id"])))
    hear_of_orders(said["money.bank.order_settled"], said["money.bank.order_rejected"])


@listener(
    "money.pay_requests",
    actions=("money.bill.paid", "money.bill.declined", "money.bill.cancelled", "money.bill.lapsed"),
    about=gettext_lazy("Tells billers' systems how their requests to pay ended"),
)
def tell_of_requests(lines: Sequence[SealedLine]) -> None:
    """Have the end of requests to pay told to whoever asked to be told; a part that was paid is no end."""
    over = [line for line in lines if line.body.get("is_whole", True)]
    tell_billers(UUID(str(line.body["bill_id"])) for line in over)
