"""What tests of decisions and payments share: a wallet, a grant, officials at work, and the books."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.content import content
from alatau.core.values import Actor, ActorKind, PersonId
from alatau.desk.decide import confirm_decision, propose_decision
from alatau.desk.models import Task
from alatau.desk.take import take_task
from alatau.desk.values import TaskId
from alatau.money.payouts.work import check_batch, pay_batch
from alatau.money.read import get_balance
from alatau.money.values import HolderId, HolderKind
from alatau.money.verify import verify_ledger
from alatau.money.wallet.ids import wallet_id_of
from alatau.money.wallet.open import open_wallet
from alatau.services.decisions.grant import grant
from alatau.services.models import Decision, Payment, Plan
from alatau.services.payments.values import AccountChoice, AccountKind
from tests.desk.people import make_official
from tests.services.offers.stage import BY, FAMILY, hear

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from alatau.core.values import Moment

#: Listeners of these parts.
OURS = ("services.right_cases", "services.payments_of_cards", "services.payouts")
ONCE, MONTHLY = "birth_grant_for_first_three", "silver_mother_allowance"
FAMILY_RIGHT, NEXT_FAMILY_RIGHT = "large_family_allowance_4", "large_family_allowance_5"
GRANT, ALLOWANCE = 16_435_000, 2_768_000


def open_wallet_of(person: PersonId, *, at: Moment) -> None:
    """Open the person's wallet, if they have none."""
    with transaction.atomic():
        open_wallet(HolderId(person), HolderKind.PERSON, tier=4, by=BY, at=at)


def bank_account() -> AccountChoice:
    """Return a new bank account, as somebody names it."""
    return AccountChoice(kind=AccountKind.IBAN, value=content().account_numbers.synthesise(7))


def own(person: PersonId) -> Actor:
    """Return the person acting for themselves."""
    return Actor(kind=ActorKind.RESIDENT, person_id=person)


def give(right: str, person: PersonId, *, at: Moment, account: AccountChoice | None = None) -> Decision:
    """Grant a right of the card, and return the decision."""
    decision_id = grant(right, person, family_id=FAMILY, account=account, by=own(person), at=at)
    return Decision.objects.get(id=decision_id)


def held_by(person: PersonId) -> int:
    """Return what is in the person's wallet, in smallest units."""
    return get_balance(wallet_id_of(HolderId(person))).posted.units


def later(at: Moment, **time: int) -> Moment:
    """Return the moment so much later."""
    return replace(at, city_at=at.city_at + timedelta(**time), wall_at=at.wall_at + timedelta(**time))


def treasury_works() -> None:
    """Let the treasury check and pay what was handed to it, and this room hear of it."""
    for batch_id in set(Payment.objects.exclude(batch_id=None).values_list("batch_id", flat=True)):
        check_batch(batch_id)
        pay_batch(batch_id)
    hear(*OURS)


def two_officials(*names: str, at: Moment) -> tuple[Actor, Actor]:
    """Return a caseworker and a supervisor."""
    return (
        make_official("caseworker", name=names[0], at=at),
        make_official("caseworker", "supervisor", name=names[1], at=at),
    )


def decide(case_id: UUID, outcome: str, fields: Mapping[str, str], *, by: tuple[Actor, Actor], at: Moment) -> None:
    """Let one official propose how a case ends and another confirm it, and this room hear of it."""
    settle_unheard(case_id, outcome, fields, by=by, at=at)
    hear(*OURS)


def settle_unheard(
    case_id: UUID, outcome: str, fields: Mapping[str, str], *, by: tuple[Actor, Actor], at: Moment
) -> None:
    """Let one official propose how a case ends and another confirm it."""
    first, second = by
    task = open_task_of(case_id)
    take_task(task, by=first, at=at)
    propose_decision(task, outcome=outcome, fields=fields, by=first, at=at)
    confirm_decision(open_task_of(case_id), by=second, at=at)


def open_task_of(case_id: UUID) -> TaskId:
    """Return the task of a case that waits for an official."""
    return TaskId(Task.objects.exclude(status="done").get(case_id=case_id).id)


def plan_of(decision: Decision) -> Plan:
    """Return how a decision is paid."""
    return Plan.objects.get(decision=decision)


def are_books_whole() -> bool:
    """Tell whether the whole ledger balances."""
    return verify_ledger().is_whole
