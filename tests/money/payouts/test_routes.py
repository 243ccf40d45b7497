"""Where a payee's money goes, and who may change it when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.messages.models import Message
from alatau.money.models import PayeeRoute
from alatau.money.payouts.errors import RouteNotValidError, RouteNotWaitingError
from alatau.money.payouts.routes import (
    find_routes,
    find_waiting,
    keep_old_route,
    list_routes,
    payee_of,
    set_bank_account,
    set_route,
    set_wallet,
)
from alatau.money.payouts.values import PayeeId, RouteKind
from alatau.money.wallet.ids import wallet_id_of
from tests.money.ledger import BY
from tests.money.payouts.budget import purse
from tests.people import load_people, resident

pytestmark = pytest.mark.usefixtures("city")


def iban(serial=1):
    return content().account_numbers.synthesise(serial)


def later(moment, **span):
    return replace(moment, city_at=moment.city_at + timedelta(**span))


def shown(payee, at):
    found = find_routes([payee], at=at).get(payee)
    return (found.kind.name, found.shown) if found else None


def test_who_has_said_nothing_is_paid_into_their_wallet(moment):
    payee = PayeeId(resident("aigerim").person_id)
    route = find_routes([payee], at=moment)[payee]
    assert (route.kind, route.account_id) == (RouteKind.WALLET, wallet_id_of(payee))


def test_new_bank_account_begins_after_a_day_and_the_person_is_told(moment):
    payee = resident("aigerim").person_id
    set_bank_account(payee, iban(), by=BY, at=moment)
    assert shown(payee, moment) == ("WALLET", "")
    assert find_waiting(payee, at=moment).shown == iban()[-4:]
    assert shown(payee, later(moment, days=1)) == ("BANK", iban()[-4:])
    assert Message.objects.filter(person_id=payee, template="money.account_changed").count() == 1


def test_person_can_stop_an_account_that_somebody_else_named(moment):
    payee = resident("aigerim").person_id
    set_bank_account(payee, iban(), by=BY, at=moment)
    keep_old_route(payee, by=BY, at=later(moment, hours=3))
    assert shown(payee, later(moment, days=2)) == ("WALLET", "")
    with pytest.raises(RouteNotWaitingError):
        keep_old_route(payee, by=BY, at=later(moment, hours=4))


def test_second_change_while_one_waits_lets_the_first_never_begin(moment):
    payee = resident("aigerim").person_id
    set_bank_account(payee, iban(1), by=BY, at=moment)
    set_bank_account(payee, iban(2), by=BY, at=later(moment, hours=12))
    assert shown(payee, later(moment, days=1)) == ("WALLET", "")
    assert shown(payee, later(moment, hours=36)) == ("BANK", iban(2)[-4:])
    assert len(list_routes(payee)) == 3


def test_own_wallet_counts_at_once(moment):
    payee, wallet = resident("aigerim").person_id, purse("aigerim", moment)
    set_route(payee, RouteKind.NONE, by=BY, at=moment)
    assert shown(payee, moment) is None
    set_wallet(payee, wallet, by=BY, at=moment)
    assert shown(payee, moment) == ("WALLET", "")


def test_mistyped_or_missing_accounts_are_refused(moment):
    payee = resident("aigerim").person_id
    with pytest.raises(RouteNotValidError):
        set_bank_account(payee, "KZ00", by=BY, at=moment)
    with pytest.raises(RouteNotValidError):
        set_wallet(payee, uuid4(), by=BY, at=moment)
    assert not PayeeRoute.objects.exists()


def test_account_number_is_sealed_in_the_tables(moment):
    set_bank_account(resident("aigerim").person_id, iban(), by=BY, at=moment)
    assert iban().encode() not in bytes(PayeeRoute.objects.get().sealed)


def test_programmes_own_id_can_stand_for_a_person(moment):
    aigerim, wallet = resident("aigerim").person_id, purse("aigerim", moment)
    payee = payee_of("HOUSEHOLD-000000012A", scheme="ministry", at=moment)
    assert payee is not None
    assert payee != payee_of("HOUSEHOLD-000000012A", scheme="another", at=moment)
    set_route(payee, RouteKind.PERSON, target_id=aigerim, by=BY, at=moment)
    assert find_routes([payee], at=moment)[payee].account_id == wallet


def test_number_names_its_holder_and_nobody_else(moment):
    assert payee_of(resident("bolat").number, scheme="ministry", at=moment) == resident("bolat").person_id
    lost = content().person_numbers.synthesise(born_on=moment.city_day.replace(year=1991), woman=True, serial=4000)
    assert payee_of(lost, scheme="ministry", at=moment) is None


STEPS = st.lists(st.tuples(st.sampled_from(["bank", "wallet", "none", "keep"]), st.integers(0, 40)), max_size=6)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=6)
@given(steps=STEPS)
def test_account_is_never_paid_before_its_waiting_time(steps):
    with transaction.atomic():
        load_people()
        payee, at, named = resident("emma").person_id, read_clocks(), {}
        for serial, (step, hours) in enumerate(steps, 1):
            at = later(at, hours=hours)
            if step == "bank":
                set_bank_account(payee, iban(serial), by=BY, at=at)
                named[iban(serial)[-4:]] = at
            elif step == "none":
                set_route(payee, RouteKind.NONE, by=BY, at=at)
            elif find_waiting(payee, at=at):
                keep_old_route(payee, by=BY, at=at)
            used = shown(payee, at)
            assert not used or not used[1] or at.city_at - named[used[1]].city_at >= timedelta(days=1)
        transaction.set_rollback(True)
