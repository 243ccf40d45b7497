"""Every refusal in its order, ids, batches, chains and holds."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.models import JournalContents
from alatau.money.batch import lay_out
from alatau.money.change import change_account_status, change_floor, change_holder
from alatau.money.currencies import amount_of
from alatau.money.errors.transfers import ChainBrokenError, InsufficientFundsError
from alatau.money.expire import expire_holds
from alatau.money.models import Hold
from alatau.money.post import CAREFUL_MOST, post_linked, post_transfer, post_transfers
from alatau.money.read import find_transfer, get_account, get_balance, list_holds
from alatau.money.values import AMOUNT_MOST, BALANCE_MOST, AccountStatus, HoldStatus, Refusal, Standing, TransferKind
from tests.money.ledger import BY, account, available, balance_of, firm, move, post, source, tenge

pytestmark = pytest.mark.django_db
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
PENDING, POST, VOID, REFUND = (
    TransferKind.PENDING, TransferKind.POST, TransferKind.VOID, TransferKind.REFUND
)  # fmt: skip


@pytest.fixture
def pair(moment):
    return account(moment, balance=1000), account(moment)


#: What is changed in a good transfer, and the refusal it earns.
STATIC = {
    "zero": ({"amount": tenge(0)}, "amount_not_positive"),
    "negative": ({"amount": tenge(-5)}, "amount_not_positive"),
    "past the limit": ({"amount": tenge(AMOUNT_MOST + 1)}, "amount_too_large"),
    "past eight bytes": ({"amount": tenge(2**63)}, "amount_too_large"),
    "control sign": ({"reference": "line\nfeed"}, "text_not_allowed"),
    "half a pair": ({"reference": "\ud800"}, "text_not_allowed"),
    "turned writing": ({"reference": "\u202egnp.exe"}, "text_not_allowed"),
    "long": ({"reference": "я" * 141}, "text_not_allowed"),
    "purpose": ({"purpose": "Wages!"}, "text_not_allowed"),
    "goods": ({"goods": "a" * 33}, "text_not_allowed"),
    "waits without holding": ({"timeout_seconds": 5}, "timeout_not_allowed"),
    "waits for nothing": ({"kind": PENDING, "timeout_seconds": 0}, "timeout_not_allowed"),
    "settles nothing": ({"kind": POST}, "concerns_not_allowed"),
    "settles by moving": ({"concerns_id": uuid4()}, "concerns_not_allowed"),
    "linked to nothing": ({"is_linked": True}, "chain_open"),
    "no payer": ({"debit_id": uuid4()}, "debit_account_unknown"),
    "no payee": ({"credit_id": uuid4()}, "credit_account_unknown"),
    "other currency": ({"amount": amount_of(5, "USD")}, "currency_differs"),
    "too much": ({"amount": tenge(1001)}, "insufficient_funds"),
    "largest": ({"amount": tenge(AMOUNT_MOST)}, "insufficient_funds"),
}


@pytest.mark.parametrize("case", STATIC)
def test_what_cannot_be_posted_is_refused_and_leaves_nothing(moment, pair, case):
    changed, refusal = STATIC[case]
    assert post(moment, replace(move(*pair, 10), **changed)) == [refusal]
    assert [balance_of(each) for each in pair] == [1000, 0]


@pytest.mark.parametrize(
    "text", ['"', "\\", "{a,b}", "NULL", "'; DROP TABLE money_account; --", "%s", "тауар №7", "😀"]
)
def test_hostile_references_are_kept_as_they_are(moment, pair, text):
    new = move(*pair, 1, reference=text)
    assert post(moment, new) == ["accepted"]
    assert find_transfer(new.id).reference == text


def test_an_account_does_not_pay_itself(moment, pair):
    assert post(moment, move(pair[0], pair[0], 1)) == ["accounts_same"]


STATES = {
    ("debit", AccountStatus.FROZEN): "debit_account_frozen",
    ("credit", AccountStatus.FROZEN): "credit_account_frozen",
    ("credit", AccountStatus.CLOSED): "credit_account_closed",
}


@pytest.mark.parametrize(("side", "status"), STATES)
def test_frozen_and_closed_accounts_take_no_part(moment, pair, side, status):
    change_account_status(pair[side == "credit"], status, reason="test", by=BY, at=moment)
    assert post(moment, move(*pair, 1)) == [STATES[side, status]]


@pytest.mark.parametrize(
    ("side", "standing", "wanted"),
    [
        (0, Standing.MAY_NOT_PAY, "payer_stopped"),
        (1, Standing.MAY_NOT_PAY, "accepted"),
        (1, Standing.STOPPED, "payee_stopped"),
    ],
)
def test_standing_stops_paying_or_both(moment, pair, side, standing, wanted):
    change_holder(get_account(pair[side]).holder_id, standing=standing, reason="test", by=BY, at=moment)
    assert post(moment, move(*pair, 1)) == [wanted]


def test_a_court_takes_from_a_stopped_wallet(moment, pair):
    change_account_status(pair[0], AccountStatus.FROZEN, reason="court", by=BY, at=moment)
    assert post(moment, move(*pair, 100, kind=TransferKind.CLAIM)) == ["accepted"]


def test_the_same_transfer_twice_moves_money_once(moment, pair):
    new = move(*pair, 10)
    assert post(moment, new) == ["accepted"]
    assert post(moment, new, new) == ["repeated", "repeated"]
    assert balance_of(pair[1]) == 10


BODY = {
    "amount": tenge(11), "purpose": "other", "reference": "other", "goods": "other", "kind": PENDING,
}  # fmt: skip


@pytest.mark.parametrize("field", BODY)
def test_an_id_with_another_body_is_refused_for_ever(moment, pair, field):
    new = move(*pair, 10)
    assert post(moment, new, replace(new, **{field: BODY[field]})) == ["accepted", "id_reused"]
    assert post(moment, replace(new, **{field: BODY[field]}), new) == ["id_reused", "repeated"]


def test_a_refused_transfer_may_be_tried_again_under_its_id(moment, pair):
    new = move(pair[1], pair[0], 10)
    assert post(moment, new) == ["insufficient_funds"]
    assert post(moment, move(*pair, 10), new) == ["accepted", "accepted"]


def test_a_large_batch_finds_its_repeats_too(moment, pair):
    batch = [move(*pair, 1) for _ in range(CAREFUL_MOST + 1)]
    assert set(post(moment, *batch)) == {"accepted"}
    fresh = move(*pair, 1)
    assert post(moment, *batch, fresh) == ["repeated"] * len(batch) + ["accepted"]
    assert balance_of(pair[1]) == len(batch) + 1


def test_transfers_of_a_batch_take_effect_in_their_order(moment, pair):
    payer, payee = pair
    assert post(moment, move(payee, payer, 5), move(payer, payee, 5), move(payee, payer, 5)) == [
        "insufficient_funds", "accepted", "accepted",
    ]  # fmt: skip


@shared
@given(
    amounts=st.lists(st.tuples(st.booleans(), st.integers(-2, 700)), max_size=12), linked=st.sets(st.integers(0, 11))
)
def test_a_batch_is_the_same_as_its_chains_one_by_one(moment, amounts, linked):
    first, second = (account(moment, balance=1000), account(moment)), (account(moment, balance=1000), account(moment))
    size = len(amounts)

    def transfers(pair):
        sides = [pair if forward else pair[::-1] for forward, _ in amounts]
        return [move(*side, units, is_linked=place in linked and place < size - 1)
                for place, (side, (_, units)) in enumerate(zip(sides, amounts, strict=True))]  # fmt: skip

    together, alone, chain = post(moment, *transfers(first)), [], []
    for new in transfers(second):
        chain.append(new)
        if not new.is_linked:
            alone += post(moment, *chain)
            chain = []
    assert together == alone
    assert [balance_of(each) for each in first] == [balance_of(each) for each in second]


def test_linked_transfers_take_effect_all_or_none_across_currencies(moment, pair):
    dollars = account(moment, balance=50, currency="USD"), account(moment, currency="USD")
    exchange = [move(*pair, 900, is_linked=True), move(*dollars, 51, currency="USD")]
    assert post(moment, *exchange, move(*pair, 1)) == ["chain_broken", "insufficient_funds", "accepted"]
    exchange[1] = move(*dollars, 50, currency="USD")
    assert post(moment, *exchange) == ["accepted", "accepted"]
    assert [balance_of(each) for each in (*pair, *dollars)] == [99, 901, 0, 50]


def test_a_broken_chain_raises_what_its_first_refusal_says(moment, pair):
    chain = [move(*pair, 900, is_linked=True), move(*pair, 200)]
    with pytest.raises(InsufficientFundsError, match=r"1.tenge can be paid from this account, and this needs 2.tenge"):
        post_linked(chain, by=BY, at=moment)
    assert balance_of(pair[0]) == 1000
    assert Refusal.CHAIN_BROKEN in {one.refusal for one in post_transfers(chain, by=BY, at=moment)}
    assert issubclass(ChainBrokenError, Exception)


def test_what_is_held_cannot_be_spent_until_it_is_settled(moment, pair):
    held = move(*pair, 400, kind=PENDING)
    assert post(moment, held, move(*pair, 601)) == ["accepted", "insufficient_funds"]
    assert (available(pair[0]), get_balance(pair[1]).held_in.units) == (600, 400)
    assert [view.id for view in list_holds(pair[0])] == [held.id]
    assert post(moment, move(*pair, 150, kind=POST, concerns_id=held.id)) == ["accepted"]
    assert (available(pair[0]), balance_of(pair[1])) == (850, 150)
    assert find_transfer(held.id).hold is HoldStatus.POSTED


@pytest.mark.parametrize(
    ("second", "refusal"),
    [(POST, "pending_posted"), (VOID, "pending_posted")],
)
def test_a_hold_is_settled_once(moment, pair, second, refusal):
    held = move(*pair, 400, kind=PENDING)
    settle = move(*pair, 400, kind=POST, concerns_id=held.id)
    again = move(*pair, 400, kind=second, concerns_id=held.id)
    assert post(moment, held, settle, again) == ["accepted", "accepted", refusal]


def test_a_hold_is_settled_between_its_own_accounts_and_up_to_its_amount(moment, pair):
    held = move(*pair, 400, kind=PENDING)
    wrong = [
        move(pair[0], account(moment), 400, kind=POST, concerns_id=held.id),
        move(*pair, 401, kind=POST, concerns_id=held.id),
        move(*pair, 399, kind=VOID, concerns_id=held.id),
        move(*pair, 1, kind=POST, concerns_id=uuid4()),
    ]
    outcomes = post(moment, held, *wrong)
    assert outcomes[1:] == ["pending_differs", "pending_exceeded", "pending_differs", "pending_unknown"]


def test_a_hold_past_its_time_gives_its_money_back_exactly_once(moment, pair):
    held = move(*pair, 400, kind=PENDING, timeout_seconds=60)
    post(moment, held)
    late = replace(moment, city_at=moment.city_at.replace(hour=23))
    assert post(late, move(*pair, 400, kind=POST, concerns_id=held.id)) == ["pending_expired"]
    assert [expire_holds(by=BY, at=at) for at in (moment, late, late)] == [0, 1, 0]
    assert (available(pair[0]), get_balance(pair[1]).held_in.units) == (1000, 0)
    assert Hold.objects.get(transfer_id=held.id).status == HoldStatus.EXPIRED


def test_a_credit_limit_can_be_changed_and_takes_nothing_back(moment, pair):
    change_floor(pair[1], -500, reason="credit", by=BY, at=moment)
    assert post(moment, move(pair[1], pair[0], 500), move(pair[1], pair[0], 1)) == ["accepted", "insufficient_funds"]
    change_floor(pair[1], 0, reason="credit", by=BY, at=moment)
    assert (balance_of(pair[1]), available(pair[1])) == (-500, 0)


def test_no_balance_leaves_what_the_ledger_can_count(moment):
    issue, full = source(moment), account(moment)
    steps = [move(issue, full, AMOUNT_MOST) for _ in range(BALANCE_MOST // AMOUNT_MOST)]
    assert post(moment, *steps, move(issue, full, 1)) == ["accepted"] * 4 + ["insufficient_funds"]
    other = source(moment)
    assert post(moment, move(other, full, 1)) == ["balance_too_large"]


def test_a_batch_leaves_one_journal_line(moment, pair):
    before = _lines()
    post(moment, *[move(*pair, 1) for _ in range(5)])
    assert post(moment, move(*pair, 5000)) == ["insufficient_funds"]
    assert _lines() == before + 1
    body = JournalContents.objects.filter(line__action="money.transfers.posted").latest("line").body
    assert body["transfers"] == 5


def test_where_no_account_exists_each_transfer_is_told_so(moment):
    assert post(moment, *(move(uuid4(), uuid4(), 5) for _ in range(2))) == ["debit_account_unknown"] * 2


def test_posting_joins_the_callers_transaction(moment, pair):
    with transaction.atomic():
        post_transfer(move(*pair, 10), by=BY, at=moment)
        transaction.set_rollback(True)
    assert balance_of(pair[0]) == 1000


def test_the_working_roles_cannot_write_a_balance(pair):
    for change in ("UPDATE money_account SET balance = 5", "DELETE FROM money_hold", "TRUNCATE money_transfer"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_firm_may_not_be_limited_and_nothing_empty_is_sent(moment):
    assert post_transfers([], by=BY, at=moment) == ()
    shop = firm(moment, balance=5 * 10**11)
    assert post(moment, move(shop, account(moment), 5 * 10**11)) == ["accepted"]


def test_a_batch_is_laid_out_by_place(moment, pair):
    first, second = move(*pair, 1), move(*pair[::-1], 2)
    columns = lay_out([first, second, first])
    assert (columns.debits, columns.credits, columns.first) == ([1, 2, 1], [2, 1, 2], [1, 2, 1])
    refund = move(*pair, 1, kind=REFUND, concerns_id=first.id)
    assert lay_out([first, refund]).known == [1, 0]


def _lines() -> int:
    return JournalContents.objects.filter(line__action="money.transfers.posted").count()
