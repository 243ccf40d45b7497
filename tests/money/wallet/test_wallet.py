"""Wallets of the sample city: money comes in once, payments reach the right side, limits and marks are told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.errors import AlatauError, NotFoundError
from alatau.money.errors.marks import MarkPayeeError
from alatau.money.errors.transfers import DayLimitError, PaymentLimitError, TransferIdReusedError
from alatau.money.models import Account
from alatau.money.qr.errors import QrDamagedError
from alatau.money.values import HolderId, HolderKind, Status, new_transfer_id
from alatau.money.verify import verify_ledger
from alatau.money.wallet.errors import PayeeSelfError, PayeeUnknownError, RefundNotYoursError, WalletMissingError
from alatau.money.wallet.find import find_by_phone, get_payee, read_asked, write_asked
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.limits import list_left
from alatau.money.wallet.open import open_wallet
from alatau.money.wallet.pay import pay, refund
from alatau.money.wallet.read import get_receipt, get_wallet, list_payments
from alatau.money.wallet.sample import load_sample_wallets
from tests.money.wallet.purses import firm, head, holds, pot, purse, send, tenge
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")


def holder(key: str) -> HolderId:
    return HolderId(resident(key).person_id)


def phone(key: str) -> str:
    return content().phone_numbers.synthesise(resident(key).person.phone_serial)


def test_loading_the_sample_again_moves_no_money():
    send("aigerim", purse("sary_arka_nan"), 1_000)
    before, count = holds(purse("aigerim")), Account.objects.count()
    load_sample_wallets()
    assert (holds(purse("aigerim")), Account.objects.count()) == (before, count)


def test_wallet_is_one_for_a_holder_and_currency():
    amina, at = holder("amina"), read_clocks()
    with pytest.raises(WalletMissingError):
        get_wallet(amina)
    first = open_wallet(amina, HolderKind.PERSON, by=resident("aigerim").actor, at=at)
    assert open_wallet(amina, HolderKind.PERSON, by=resident("aigerim").actor, at=at) == first
    assert get_wallet(amina).available == tenge(0)


def test_pots_say_whose_why_until_when_and_where():
    wallet = get_wallet(holder("aigerim"))
    (found,) = wallet.pots
    assert (wallet.available, found.amount) == (tenge(400_000), tenge(18_000))
    assert found.owner == "«Тоқ бала» қоры"
    assert found.mark.name["en"] == "School meals"
    assert found.mark.categories == {"5814"}


def test_payee_found_by_phone_is_called_by_the_short_name():
    found = find_by_phone(phone("bolat"), payer_id=holder("aigerim"), by=resident("aigerim").actor, at=read_clocks())
    assert (found.name, found.account_id) == ("Болат", purse("bolat"))


@pytest.mark.parametrize("words", ["+7 700 000 99 99", "bolat@example.kz", "twelve", ""])
def test_number_without_a_wallet_finds_nobody(words):
    with pytest.raises(PayeeUnknownError):
        find_by_phone(words, payer_id=holder("aigerim"), by=resident("aigerim").actor, at=read_clocks())


def test_payment_sent_twice_is_paid_once():
    new = send("aigerim", purse("sary_arka_nan"), 1_250, reference="Нан")
    again = pay(new, by=resident("aigerim").actor, at=read_clocks())
    assert again.status is Status.REPEATED
    assert holds(purse("sary_arka_nan")) == 251_250
    with pytest.raises(TransferIdReusedError):
        pay(replace(new, amount=tenge(1)), by=resident("aigerim").actor, at=read_clocks())


def test_nobody_pays_from_the_wallet_of_another():
    new = send("aigerim", purse("sary_arka_nan"), 10)
    stolen = replace(new, id=new_transfer_id(), source_id=purse("bolat"))
    with pytest.raises(NotFoundError):
        pay(stolen, by=resident("aigerim").actor, at=read_clocks())
    with pytest.raises(NotFoundError):
        holder_of(replace(resident("aigerim").actor, is_narrowed=True))


def test_payment_to_oneself_is_refused():
    with pytest.raises(PayeeSelfError):
        send("aigerim", purse("aigerim"), 10, source=pot("aigerim"))


def test_firm_pays_by_its_signatory():
    nurlan = head("nurlan", "sary_arka_nan")
    assert holder_of(nurlan) == (firm("sary_arka_nan"), HolderKind.ORGANISATION)
    with pytest.raises(NotFoundError):
        send("nurlan", purse("bolat"), 10, source=purse("sary_arka_nan"))


def test_marked_money_pays_a_canteen_and_no_bakery():
    send("aigerim", purse("school_canteen"), 900, source=pot("aigerim"))
    with pytest.raises(MarkPayeeError) as refused:
        send("aigerim", purse("sary_arka_nan"), 900, source=pot("aigerim"))
    assert "School meals" in refused.value.sentence()
    assert (holds(pot("aigerim")), holds(purse("school_canteen"))) == (17_100, 40_900)


def test_refund_carries_the_mark_back():
    paid = send("aigerim", purse("school_canteen"), 900, source=pot("aigerim"))
    back = {"amount": tenge(300), "refund_id": new_transfer_id(), "at": read_clocks()}
    for _ in range(2):
        refund(paid.id, by=head("nurlan", "school_canteen"), **back)
    assert (holds(pot("aigerim")), holds(purse("school_canteen"))) == (17_400, 40_600)
    assert get_receipt(firm("school_canteen"), paid.id).may_refund == tenge(600)
    with pytest.raises(RefundNotYoursError):
        refund(paid.id, by=resident("bolat").actor, **back)


def test_limits_left_say_what_stops_a_payer():
    aigerim, at = holder("aigerim"), read_clocks()
    assert (list_left(aigerim, purse("aigerim"), at=at).by) == "payment"
    send("aigerim", purse("sary_arka_nan"), 150_000)
    send("aigerim", purse("sary_arka_nan"), 100_000)
    left = list_left(aigerim, purse("aigerim"), at=at)
    assert (left.now, left.by, left.day_paid) == (tenge(50_000), "day", tenge(250_000))
    with pytest.raises(DayLimitError):
        send("aigerim", purse("sary_arka_nan"), 50_001)
    with pytest.raises(PaymentLimitError):
        send("aigerim", purse("sary_arka_nan"), 150_001)


def test_holder_without_limits_is_stopped_by_their_money_alone():
    left = list_left(firm("sary_arka_nan"), purse("sary_arka_nan"), at=read_clocks())
    assert (left.now, left.by, left.day) == (tenge(250_000), "funds", None)


def test_shop_does_not_see_who_paid():
    send("aigerim", purse("sary_arka_nan"), 700, reference="Нан")
    (seen, _first) = list_payments(firm("sary_arka_nan"))
    assert (seen.other, seen.amount, seen.reference) == ("", tenge(700), "Нан")
    send("aigerim", purse("bolat"), 800)
    assert list_payments(holder("bolat"))[0].other == "Айгерім"


def test_history_is_found_by_name_and_reference():
    send("aigerim", purse("sary_arka_nan"), 700, reference="Таңғы нан")
    send("aigerim", purse("bolat"), 800)
    assert [each.amount for each in list_payments(holder("aigerim"), words="болат")] == [-tenge(800)]
    assert [each.amount for each in list_payments(holder("aigerim"), words="таңғы")] == [-tenge(700)]


def test_receipt_opens_to_both_sides_and_to_nobody_else():
    paid = send("aigerim", purse("bolat"), 800)
    assert get_receipt(holder("aigerim"), paid.id).payment.amount == -tenge(800)
    assert get_receipt(holder("bolat"), paid.id).may_refund == tenge(800)
    for stranger in (holder("emma"), firm("sary_arka_nan")):
        with pytest.raises(NotFoundError):
            get_receipt(stranger, paid.id)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(whole=st.integers(1, 10**9), words=st.text(alphabet="abc 019", max_size=20).map(str.strip))
def test_what_a_code_asks_is_what_is_read(whole, words):
    asked_id = new_transfer_id()
    asked = read_asked(write_asked(purse("sary_arka_nan"), amount=tenge(whole), transfer_id=asked_id, words=words))
    assert (asked.amount, asked.transfer_id, asked.reference) == (tenge(whole), asked_id, words)
    assert asked.payee == get_payee(purse("sary_arka_nan"))


def test_code_of_another_account_or_none_is_refused():
    code = write_asked(purse("bolat"))
    assert read_asked(code).transfer_id is None
    with pytest.raises(QrDamagedError):
        read_asked(code[:-1])
    with pytest.raises(AlatauError):
        write_asked(pot("aigerim"))


def test_books_are_whole_after_all_of_it():
    paid = send("aigerim", purse("school_canteen"), 900, source=pot("aigerim"))
    refund(
        paid.id,
        amount=tenge(900),
        refund_id=new_transfer_id(),
        by=head("nurlan", "school_canteen"),
        at=read_clocks(),
    )
    assert verify_ledger().is_whole
