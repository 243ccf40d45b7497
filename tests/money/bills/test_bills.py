"""A bill is issued once, paid once, and what is paid of it is what the ledger says."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.models import JournalLine
from alatau.messages.models import Message
from alatau.money.bills.ask import NewRequest, request_money
from alatau.money.bills.end import cancel_bill, decline_bill, give_back
from alatau.money.bills.errors import (
    BillBankPaidError,
    BillDayError,
    BillEndedError,
    BillIdReusedError,
    BillLapsedError,
    BillPaidError,
    BillPartPaidError,
    BillRestError,
    BillWordsError,
)
from alatau.money.bills.late import tell_late_bills
from alatau.money.bills.numbers import draw_number, find_number, find_number_within, show_number
from alatau.money.bills.pay import take_for_bill
from alatau.money.bills.read import find_bill, find_follower, list_issued, list_owed
from alatau.money.bills.values import BillStatus, Late, Way
from alatau.money.read import find_transfer
from alatau.money.values import HolderId, new_transfer_id
from alatau.money.wallet.errors import PayeeSelfError
from alatau.money.wallet.pay import refund
from tests.money.bills.notes import BY, bill, issue, later, pay
from tests.money.wallet.purses import firm, head, holds, pot, purse, tenge
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")


def today():
    return read_clocks().city_day


def test_bill_is_paid_in_parts_until_nothing_is_left():
    owed, before = issue(whole=5_000), holds(purse("sary_arka_nan"))
    pay(owed, 2_000)
    assert (bill(owed).status, bill(owed).rest) == (BillStatus.PART_PAID, tenge(3_000))
    with pytest.raises(BillRestError):
        pay(owed, 3_001)
    pay(owed, 3_000)
    assert bill(owed).status is BillStatus.PAID
    assert holds(purse("sary_arka_nan")) == before + 5_000


def test_second_payment_of_a_paid_bill_takes_nothing():
    owed = issue(whole=700)
    pay(owed, 700)
    before = holds(purse("bolat"))
    with pytest.raises(BillPaidError):
        pay(owed, 700, payer="bolat")
    assert holds(purse("bolat")) == before


def test_same_payment_sent_again_is_one_payment():
    owed = issue(whole=700)
    first = pay(owed, 300)
    pay(owed, 300, transfer_id=first)
    assert bill(owed).paid == tenge(300)


def test_refund_through_any_door_is_seen_by_the_bill():
    owed = issue(whole=700)
    paid = pay(owed, 700)
    refund(paid, amount=tenge(200), refund_id=new_transfer_id(), by=head("nurlan", "sary_arka_nan"), at=read_clocks())
    assert (bill(owed).paid, bill(owed).status) == (tenge(500), BillStatus.PART_PAID)


def test_bill_is_issued_once_per_id():
    first = issue(id=(given := uuid4()))
    assert issue(id=given) == first == given
    with pytest.raises(BillIdReusedError):
        issue(id=given, whole=5_001)
    assert JournalLine.objects.filter(action="money.bill.issued").count() == 1
    assert Message.objects.filter(template="money.bill").count() == 1


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"words": " "}, BillWordsError),
        ({"words": "a" * 101}, BillWordsError),
        ({"words": "a\u202eb"}, BillWordsError),
        ({"due_on": "yesterday"}, BillDayError),
        ({"follows_id": uuid4()}, NotFoundError),
        ({"debtor_id": "self"}, PayeeSelfError),
    ],
)
def test_bill_that_cannot_stand_is_refused(wrong, error):
    facts = {"yesterday": today() - timedelta(days=1), "self": firm("sary_arka_nan")}
    with pytest.raises(error):
        issue(**{name: facts.get(value, value) if isinstance(value, str) else value for name, value in wrong.items()})


def test_late_bill_stays_payable_and_grows_only_by_another_bill():
    owed = issue(due_on=today())
    assert bill(owed, days=1).status is BillStatus.LATE
    more = issue(whole=100, words="Кешіктіру", follows_id=owed)
    assert find_follower(owed, on=today()).id == more
    pay(owed, 5_000, days=1)
    assert bill(owed, days=1).status is BillStatus.PAID


def test_lapsed_bill_takes_nothing():
    owed = issue(due_on=today(), late=Late.LAPSES)
    with pytest.raises(BillLapsedError):
        pay(owed, 5_000, days=1)


def test_last_day_counts_whole():
    owed = issue(due_on=today(), late=Late.LAPSES)
    pay(owed, 5_000)
    assert bill(owed, days=1).status is BillStatus.PAID


def test_late_bills_are_told_once_and_paid_ones_never():
    issue(due_on=today())
    issue(due_on=today(), late=Late.LAPSES)
    pay(issue(due_on=today()), 5_000)
    assert tell_late_bills(by=BY, at=later(1)) == 3
    assert tell_late_bills(by=BY, at=later(1)) == 0
    told = JournalLine.objects.filter(action__startswith="money.bill.la").values_list("action", flat=True)
    assert sorted(told) == ["money.bill.lapsed", "money.bill.late"]
    assert Message.objects.filter(template__in=["money.bill_late", "money.bill_lapsed"]).count() == 2


def test_issuer_takes_a_bill_back_and_nothing_is_owed():
    owed = issue()
    with pytest.raises(NotFoundError):
        cancel_bill(owed, issuer_id=firm("school_canteen"), by=BY, at=read_clocks())
    for _ in range(2):
        cancel_bill(owed, issuer_id=firm("sary_arka_nan"), by=BY, at=read_clocks())
    with pytest.raises(BillEndedError):
        pay(owed, 5_000)
    assert list_owed(HolderId(resident("aigerim").person_id), on=today()) == []


def test_bill_with_money_on_it_is_given_back_before_it_is_taken_back():
    owed = issue(whole=900)
    pay(owed, 300)
    pay(owed, 400, payer="bolat")
    issuer, before = firm("sary_arka_nan"), (holds(purse("aigerim")), holds(purse("bolat")))
    with pytest.raises(BillPartPaidError):
        cancel_bill(owed, issuer_id=issuer, by=BY, at=read_clocks())
    facts = {"issuer_id": issuer, "by": head("nurlan", "sary_arka_nan"), "at": read_clocks()}
    with pytest.raises(BillBankPaidError):
        give_back(owed, amount=tenge(701), request_id=uuid4(), **facts)
    once = uuid4()
    for _ in range(2):
        give_back(owed, amount=tenge(600), request_id=once, **facts)
    assert (holds(purse("aigerim")), holds(purse("bolat"))) == (before[0] + 200, before[1] + 400)
    give_back(owed, amount=tenge(100), request_id=uuid4(), **facts)
    cancel_bill(owed, issuer_id=issuer, by=BY, at=read_clocks())


def test_marked_money_pays_a_bill_where_its_mark_allows_and_goes_back_marked():
    owed = issue("school_canteen", whole=900, words="Түскі ас")
    pay(owed, 900, source=pot("aigerim"))
    before = holds(pot("aigerim"))
    chosen = {"issuer_id": firm("school_canteen"), "by": head("nurlan", "school_canteen"), "at": read_clocks()}
    give_back(owed, amount=tenge(900), request_id=uuid4(), **chosen)
    assert holds(pot("aigerim")) == before + 900


def test_money_from_outside_that_is_too_much_comes_back_once():
    owed, source = issue(whole=900), purse("bolat")
    chosen = {"source_id": source, "way": Way.CRYPTO, "by": BY, "at": read_clocks()}
    once = new_transfer_id()
    for _ in range(2):
        taken = take_for_bill(owed, amount=tenge(1_000), transfer_id=once, **chosen)
        assert (taken.taken, taken.back) == (tenge(900), tenge(100))
    with pytest.raises(BillPaidError):
        take_for_bill(owed, amount=tenge(1), transfer_id=new_transfer_id(), **chosen)
    assert bill(owed).paid == tenge(900)


def test_request_of_a_person_can_be_declined_and_a_firms_bill_cannot():
    new = NewRequest(id=uuid4(), phone="+7 700 000 00 01", amount=tenge(4_000), words="Такси")
    asked = request_money(new, by=resident("bolat").actor, at=read_clocks())
    debtor = HolderId(resident("aigerim").person_id)
    assert [each.id for each in list_owed(debtor, on=today())] == [asked]
    decline_bill(asked, debtor_id=debtor, by=resident("aigerim").actor, at=read_clocks())
    assert bill(asked).status is BillStatus.DECLINED
    with pytest.raises(NotFoundError):
        decline_bill(issue(), debtor_id=debtor, by=resident("aigerim").actor, at=read_clocks())


def test_payment_of_a_bill_tells_what_was_bought_and_not_who_pays():
    owed = issue()
    paid = find_transfer(pay(owed, 5_000))
    assert paid.reference.startswith("Той наны · B")
    assert paid.purpose == "bill"


def test_bill_is_found_by_its_number_however_it_is_typed():
    owed, payer = issue(), HolderId(resident("bolat").person_id)
    number = bill(owed).number
    for typed in (number, show_number(number), number.lower(), f" {number[:5]}-{number[5:]} "):
        assert find_bill(typed, payer_id=payer, at=read_clocks()).id == owed
    assert find_bill("B000000000000 00", payer_id=payer, at=read_clocks()) is None


def test_issued_bills_are_leafed_through_without_loss():
    ids = {issue(whole=100 + each) for each in range(5)}
    first = list_issued(firm("sary_arka_nan"), on=today(), limit=2)
    last, seen = first[-1], [each.id for each in first]
    while page := list_issued(firm("sary_arka_nan"), on=today(), limit=2, older_than=(last.issued_wall_at, last.id)):
        seen += [each.id for each in page]
        last = page[-1]
    assert len(seen) == len(ids)
    assert set(seen) == ids


@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_of_a_number_is_found(place, step):
    number = draw_number()
    digits = list(number[1:])
    digits[place] = str((int(digits[place]) + step) % 10)
    assert find_number(number) == number
    assert find_number(number[0] + "".join(digits)) == ""


@given(st.text(max_size=30), st.text(max_size=30))
def test_number_is_found_in_a_payers_words(before, after):
    number = draw_number()
    assert find_number_within(f"{before} {show_number(number)} {after}") in {number, ""}
    assert find_number_within(f"for {number}, thanks") == number
    assert find_number_within(f"{number} {draw_number()}") == ""
