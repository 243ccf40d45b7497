"""No machine says no: two officials refuse or give, and others look again when somebody appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from alatau.core.errors import NotFoundError
from alatau.desk.errors import OwnAffairError
from alatau.desk.models import Case
from alatau.desk.take import take_task
from alatau.services.decisions.appeal import appeal
from alatau.services.decisions.errors import AppealOpenError, AppealTooLateError, SupersededError
from alatau.services.decisions.read import count_appeals, get_own_decision
from alatau.services.decisions.refuse import propose_refusal
from alatau.services.decisions.values import DecisionId
from alatau.services.models import Appeal, AppealEnd, Decision, Payment, RightCase
from alatau.services.payments.disburse import disburse_day
from tests.services.decisions.stage import (
    ALLOWANCE,
    MONTHLY,
    decide,
    give,
    held_by,
    later,
    open_task_of,
    own,
    plan_of,
    treasury_works,
    two_officials,
)
from tests.services.offers.stage import BY, FAMILY, put_card

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment, PersonId

REASON = {"right": "Award", "law": "Social Code", "reason": "The award is not on record."}
CHANGED = {"right": "Award", "amount": "30 000", "reason": "The award was found."}


@pytest.fixture
def first_pair(city: Moment) -> tuple[Actor, Actor]:
    return two_officials("Dinara", "Murat", at=city)


def propose(person: PersonId, at: Moment) -> UUID:
    put_card((person, "spouse", {MONTHLY: 0}), at=at)
    return propose_refusal(MONTHLY, person, family_id=FAMILY, request_id=uuid4(), by=BY, at=at)


def refuse(person: PersonId, by: tuple[Actor, Actor], at: Moment) -> Decision:
    decide(propose(person, at), "refuse", REASON, by=by, at=at)
    return Decision.objects.get()


def test_a_refusal_is_proposed_with_its_words_prepared(city: Moment, paid: PersonId) -> None:
    case = Case.objects.get(id=propose(paid, city))
    assert set(case.facts["prepared"]) == {"right", "law", "reason"}
    assert all(case.facts["prepared"].values())
    assert Decision.objects.count() == 0


def test_the_same_question_is_one_case(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {MONTHLY: 0}), at=city)
    asked: dict[str, Any] = {"family_id": FAMILY, "request_id": uuid4(), "by": BY, "at": city}
    assert propose_refusal(MONTHLY, paid, **asked) == propose_refusal(MONTHLY, paid, **asked)
    assert RightCase.objects.count() == 1


def test_two_officials_refuse_and_their_letter_is_the_decisions(
    city: Moment, paid: PersonId, first_pair: tuple[Actor, Actor]
) -> None:
    decision = refuse(paid, first_pair, city)
    assert (decision.kind, decision.decided_by, decision.amount) == ("refused", "officials", None)
    assert (decision.proposed_by, decision.confirmed_by) == tuple(each.user_id for each in first_pair)
    assert get_own_decision(DecisionId(decision.id), by=own(paid)).document_id is not None


def test_officials_give_what_they_find_to_be_due(city: Moment, paid: PersonId, first_pair: tuple[Actor, Actor]) -> None:
    fields = {**REASON, "amount": "27 680"}
    decide(propose(paid, city), "give", fields, by=first_pair, at=city)
    decision = Decision.objects.get()
    assert (decision.kind, decision.amount) == ("granted", ALLOWANCE)
    assert plan_of(decision).status == "running"


def test_the_tables_refuse_a_refusal_by_a_machine(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE}), at=city)
    row = give(MONTHLY, paid, at=city)
    row.id, row.kind, row.amount, row.currency, row.supersedes_id = uuid4(), "refused", None, "", None
    with pytest.raises(IntegrityError, match="decision_refused_by_officials"), transaction.atomic():
        row.save(force_insert=True)


def test_an_appeal_is_filed_once_and_needs_no_words(
    city: Moment, paid: PersonId, first_pair: tuple[Actor, Actor]
) -> None:
    decision = refuse(paid, first_pair, city)
    asked = {"words": "", "by": own(paid), "at": city}
    assert appeal(DecisionId(decision.id), **asked) == appeal(DecisionId(decision.id), **asked)
    with pytest.raises(AppealOpenError):
        appeal(DecisionId(decision.id), words="And this too", by=own(paid), at=city)


def test_whoever_decided_has_no_say_in_the_appeal(
    city: Moment, paid: PersonId, first_pair: tuple[Actor, Actor]
) -> None:
    decision = refuse(paid, first_pair, city)
    appeal(DecisionId(decision.id), words="", by=own(paid), at=city)
    task = open_task_of(Appeal.objects.get().case_id)
    for official in first_pair:
        with pytest.raises(OwnAffairError):
            take_task(task, by=official, at=city)


def test_an_appeal_won_supersedes_the_refusal_and_pays_from_its_day(
    city: Moment, paid: PersonId, first_pair: tuple[Actor, Actor]
) -> None:
    decision = refuse(paid, first_pair, city)
    appeal(DecisionId(decision.id), words="I have it", by=own(paid), at=city)
    others = two_officials("Gulmira", "Serik", at=city)
    decide(Appeal.objects.get().case_id, "changed", CHANGED, by=others, at=later(city, days=1))
    won = Decision.objects.get(supersedes=decision)
    assert (won.ground, won.amount, won.period_from) == ("appeal", 3_000_000, decision.period_from)
    assert AppealEnd.objects.get().decision == won


def test_an_appeal_won_pays_what_earlier_months_lacked(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {MONTHLY: 2_000_000}), at=city)
    decision = give(MONTHLY, paid, at=city)
    disburse_day(at=city)
    treasury_works()
    appeal(DecisionId(decision.id), words="It is more", by=own(paid), at=city)
    decide(Appeal.objects.get().case_id, "changed", CHANGED, by=two_officials("Gulmira", "Serik", at=city), at=city)
    disburse_day(at=later(city, days=1))
    treasury_works()
    assert held_by(paid) == 3_000_000
    assert sorted(Payment.objects.values_list("amount", flat=True)) == [1_000_000, 2_000_000]


def test_an_appeal_comes_too_late_after_the_time_of_the_law(
    city: Moment, paid: PersonId, first_pair: tuple[Actor, Actor]
) -> None:
    decision = refuse(paid, first_pair, city)
    with pytest.raises(AppealTooLateError):
        appeal(DecisionId(decision.id), words="", by=own(paid), at=later(city, days=100))


def test_a_superseded_decision_cannot_be_appealed(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE}), at=city)
    first = give(MONTHLY, paid, at=city)
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE * 2}), at=city)
    give(MONTHLY, paid, at=city)
    with pytest.raises(SupersededError):
        appeal(DecisionId(first.id), words="", by=own(paid), at=city)


def test_nobody_appeals_for_a_stranger(
    city: Moment, paid: PersonId, bolat: PersonId, first_pair: tuple[Actor, Actor]
) -> None:
    decision = refuse(paid, first_pair, city)
    with pytest.raises(NotFoundError):
        appeal(DecisionId(decision.id), words="", by=own(bolat), at=city)


def test_figures_of_appeals_count_by_right_and_region(
    city: Moment, paid: PersonId, first_pair: tuple[Actor, Actor]
) -> None:
    decision = refuse(paid, first_pair, city)
    appeal(DecisionId(decision.id), words="", by=own(paid), at=city)
    [row] = count_appeals()
    assert (row.benefit_key, row.decisions, row.filed, row.open) == ("MOTHER_SILVER", 1, 1, 1)
    assert row.region == decision.region
