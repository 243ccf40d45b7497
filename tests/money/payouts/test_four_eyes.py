"""Two people stand behind every batch, by its own history: never one twice, never one whom it pays."""

from __future__ import annotations

import uuid

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from alatau.access.models import User
from alatau.money.models import PayoutBatch, PayoutStep
from alatau.money.payouts.approve import approve_batch
from alatau.money.payouts.endorse import endorse_batch
from alatau.money.payouts.errors import (
    PayoutNotCheckedError,
    PayoutNotEndorsedError,
    PayoutOwnMoneyError,
    PayoutSamePersonError,
    PayoutSettledError,
)
from alatau.money.payouts.institutions import admit_institution, list_institutions
from alatau.money.payouts.read import get_batch, list_steps
from alatau.money.payouts.receive import receive_batch
from alatau.money.payouts.settle import close_batch
from alatau.money.payouts.values import BatchStatus, NewBatch
from tests.money.ledger import BY
from tests.money.payouts.budget import PROGRAMME, approve, check, hand_over, line, now, pay, programme, purse
from tests.people import official, resident, sign_in

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def by_system(moment):
    """A checked batch that a ministry's system has handed over."""
    programme(moment)
    purse("aigerim", moment)
    admit_institution("MINISTRY", name="Ministry", programmes=[PROGRAMME], by=BY, at=moment)
    (institution,) = list_institutions()
    new = NewBatch(id=uuid.uuid4(), programme=PROGRAMME, reference="M-1", words="Support")
    with transaction.atomic():
        receive_batch(new, [line("aigerim")], institution=institution.id, by=institution.actor, at=moment)
    check(new.id, moment)
    return new.id


@pytest.fixture
def by_person(moment):
    """A checked batch that Kamila has handed over."""
    programme(moment)
    purse("aigerim", moment)
    batch_id = hand_over([line("aigerim")], moment)
    check(batch_id, moment)
    return batch_id


def who(login):
    return official(login).actor


def test_batch_of_a_system_takes_two_people(moment, by_system):
    with pytest.raises(PayoutNotEndorsedError):
        approve_batch(by_system, by=who("ruslan"), at=moment)
    for _ in range(2):
        endorse_batch(by_system, by=who("kamila"), at=moment)
    with pytest.raises(PayoutSamePersonError):
        approve_batch(by_system, by=who("kamila"), at=moment)
    approve_batch(by_system, by=who("ruslan"), at=moment)
    assert get_batch(by_system).status is BatchStatus.APPROVED


def test_nobody_takes_the_place_of_the_first(moment, by_system):
    endorse_batch(by_system, by=who("kamila"), at=moment)
    with pytest.raises(PayoutSettledError):
        endorse_batch(by_system, by=who("ruslan"), at=moment)


def test_what_a_person_handed_over_has_its_first(moment, by_person):
    with pytest.raises(PayoutSettledError):
        endorse_batch(by_person, by=who("ruslan"), at=moment)
    approve_batch(by_person, by=who("ruslan"), at=moment)


def test_nobody_stands_behind_lines_that_are_not_checked(moment):
    programme(moment)
    batch_id = hand_over([line("aigerim")], moment)
    with pytest.raises(PayoutNotCheckedError):
        endorse_batch(batch_id, by=who("ruslan"), at=moment)


def test_second_person_is_told_from_the_first_by_the_history_alone(moment, by_person):
    PayoutBatch.objects.update(received_by=None)
    with pytest.raises(PayoutSamePersonError):
        approve_batch(by_person, by=who("kamila"), at=moment)


@pytest.mark.parametrize("payee", ["aigerim", "dias"])
def test_nobody_decides_on_a_payout_to_themselves_or_their_children(payee):
    at = now()
    programme(at)
    User.objects.filter(login="ruslan").update(record_id=resident("aigerim").person_id)
    batch_id = hand_over([line(payee)], at)
    check(batch_id, at)
    with pytest.raises(PayoutOwnMoneyError):
        approve_batch(batch_id, by=who("ruslan"), at=at)
    assert get_batch(batch_id).status is BatchStatus.CHECKED


def test_database_knows_no_batch_that_one_person_approved_alone(moment, by_system):
    kamila = who("kamila").user_id
    said = {"approval": 1, "status": BatchStatus.APPROVED.value, "approved_by": kamila}
    for first in (None, kamila):
        with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
            PayoutBatch.objects.filter(id=by_system).update(endorsed_by=first, **said)


def test_history_tells_each_step_and_only_grows(moment, by_system):
    approve(by_system, moment)
    pay(by_system, moment)
    close_batch(by_system, by=who("kamila"), at=moment)
    steps = [(step.what, step.user_id) for step in list_steps(by_system)]
    kamila, ruslan = who("kamila").user_id, who("ruslan").user_id
    assert [what for what, _ in steps] == ["received", "checked", "endorsed", "approved", "paid", "closed"]
    assert [user for _, user in steps if user] == [kamila, ruslan, kamila]
    assert PayoutStep._meta.model.append_only


def test_page_asks_the_first_to_stand_behind_it_and_then_a_colleague(client, by_system):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = reverse("money:payout", args=[by_system])
    sign_in(client, official("kamila"))
    assert "Approve and pay" not in client.get(page).content.decode()
    assert client.post(reverse("money:payout_endorse", args=[by_system])).status_code == 302
    shown = client.get(page).content.decode()
    assert ("Approve and pay" in shown, "First person stands behind it" in shown) == (False, True)
    sign_in(client, official("ruslan"))
    assert "Approve and pay" in client.get(page).content.decode()
    assert client.post(reverse("money:payout_approve", args=[by_system])).status_code == 302
    assert get_batch(by_system).status is BatchStatus.APPROVED
