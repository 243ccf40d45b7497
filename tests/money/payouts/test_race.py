"""Two batches of one programme at once: together they stay within its standing order."""

from __future__ import annotations

from uuid import UUID, uuid4

from alatau.core.clock import read_clocks
from alatau.money.payouts.approve import approve_unattended
from alatau.money.payouts.programmes import open_programme
from alatau.money.payouts.receive import receive_batch
from alatau.money.payouts.values import Approval, BatchId, NewBatch, NewLine, PayeeId
from alatau.money.wallet.ids import wallet_id_of
from tests.money.ledger import BY, tenge
from tests.money.payouts.budget import check
from tests.money.payouts.kills import BUDGET, PAYEE, prepare
from tests.money.test_race import together

BATCHES, EACH = 4, 10_00


def test_batches_at_once_stay_within_the_days_standing_order(committed_db: None) -> None:
    prepare()
    at, budget = read_clocks(), wallet_id_of(BUDGET)
    chosen = {"name": {"en": "Support"}, "purpose": "support", "account_id": budget, "unattended_most": EACH}
    open_programme("support", **chosen, by=BY, at=at)
    batches = [BatchId(UUID(int=301 + number)) for number in range(BATCHES)]
    for batch_id in batches:
        new = NewBatch(id=batch_id, programme="support", reference=str(batch_id), words="Support")
        receive_batch(new, [NewLine(payee_id=PayeeId(PAYEE), amount=tenge(EACH))], institution=uuid4(), by=BY, at=at)
        check(batch_id, at)
    tries = (lambda each=each: approve_unattended(each, Approval.STANDING_ORDER, by=BY, at=at) for each in batches)
    assert sorted(together(*tries)) == [False] * (BATCHES - 1) + [True]
