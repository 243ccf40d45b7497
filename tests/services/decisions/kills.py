"""The commit paths of decisions and appeals, for kills at each of their named points."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from django.test import override_settings

from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.desk.models import Case
from alatau.messages.models import Message
from alatau.papers.models import Document
from alatau.services.decisions.appeal import appeal
from alatau.services.decisions.grant import grant
from alatau.services.decisions.letter import write_letter
from alatau.services.decisions.refuse import propose_refusal
from alatau.services.decisions.values import DecisionId
from alatau.services.models import Appeal, Decision, DecisionLetter, Payment, RightCase
from tests.conftest import RUN
from tests.faults.kill import Scenario
from tests.harness.databases import working_as
from tests.people import load_people, resident
from tests.services.decisions.stage import (
    ALLOWANCE,
    GRANT,
    MONTHLY,
    ONCE,
    OURS,
    give,
    held_by,
    open_wallet_of,
    own,
    settle_unheard,
    two_officials,
)
from tests.services.offers.stage import BY, FAMILY, fill_treasury, hear, put_card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.core.values import Moment, PersonId

OFFER, REQUEST = UUID(int=11), UUID(int=12)
REASON = {"right": "Award", "law": "Social Code", "reason": "The award is not on record."}


@contextmanager
def worker() -> Iterator[Moment]:
    """Work as the background processes do, and give the moment."""
    with working_as(RUN, "worker"), override_settings(ALATAU_ROLE="worker"):
        yield read_clocks()


def aigerim() -> PersonId:
    return resident("aigerim").person_id


def settle_city(**given: object) -> None:
    """Let Aigerim have a wallet and these rights, in a city whose treasury has money."""
    load_people()
    with worker() as at:
        fill_treasury(at=at)
        open_wallet_of(aigerim(), at=at)
        put_card((aigerim(), "spouse", given), at=at)


def prepare_grant() -> None:
    settle_city(**{ONCE: GRANT})


def say_yes() -> None:
    with worker() as at:
        grant(ONCE, aigerim(), family_id=FAMILY, offer_id=OFFER, by=own(aigerim()), at=at)


def check_paid_once() -> None:
    assert Decision.objects.count() == JournalLine.objects.filter(action="services.decision.made").count() == 1
    assert [*Payment.objects.values_list("status", flat=True)] == ["paid"]
    assert held_by(aigerim()) == GRANT


def prepare_decision() -> None:
    prepare_grant()
    say_yes()


def write() -> None:
    with worker() as at:
        write_letter(DecisionId(Decision.objects.get().id), at=at)


def check_written_once() -> None:
    assert Document.objects.count() == DecisionLetter.objects.count() == 1
    assert Message.objects.filter(template="services.decision_made").count() == 1


def prepare_doubt() -> None:
    settle_city(**{MONTHLY: 0})


def propose() -> None:
    with worker() as at:
        propose_refusal(MONTHLY, aigerim(), family_id=FAMILY, request_id=REQUEST, by=BY, at=at)


def check_asked_once() -> None:
    assert Case.objects.count() == RightCase.objects.count() == 1


def prepare_refused() -> None:
    """Let two officials refuse, and this room not have heard of it yet."""
    prepare_doubt()
    propose()
    with worker() as at:
        settle_unheard(Case.objects.get().id, "refuse", REASON, by=two_officials("Dinara", "Murat", at=at), at=at)


def listen() -> None:
    with worker():
        hear(*OURS)


def check_refused_once() -> None:
    assert Decision.objects.get().kind == "refused"
    assert JournalLine.objects.filter(action="services.decision.made").count() == 1


def prepare_allowance() -> None:
    settle_city(**{MONTHLY: ALLOWANCE})
    with worker() as at:
        give(MONTHLY, aigerim(), at=at)


def object_to_it() -> None:
    with worker() as at:
        appeal(DecisionId(Decision.objects.get().id), words="", by=own(aigerim()), at=at)


def check_filed_once() -> None:
    assert Appeal.objects.count() == Case.objects.count() == RightCase.objects.count() == 1
    assert JournalLine.objects.filter(action="services.appeal.filed").count() == 1


SCENARIOS = (
    Scenario(
        points=("services.grant.", "services.decide.", "services.pay_now."),
        prepare=prepare_grant,
        act=say_yes,
        check=check_paid_once,
    ),
    Scenario(points=("services.letter.",), prepare=prepare_decision, act=write, check=check_written_once),
    Scenario(points=("services.case.",), prepare=prepare_doubt, act=propose, check=check_asked_once),
    Scenario(points=("services.settle.",), prepare=prepare_refused, act=listen, check=check_refused_once),
    Scenario(points=("services.appeal.",), prepare=prepare_allowance, act=object_to_it, check=check_filed_once),
)
