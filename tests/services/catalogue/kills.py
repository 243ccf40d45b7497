"""Commit paths of requests, for kills at each of their named points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.core.values import system_actor
from alatau.desk.models import Case
from alatau.money.bodies.open import open_bodies
from alatau.money.models import Bill
from alatau.papers.models import Document
from alatau.services.catalogue import evidence
from alatau.services.catalogue.conclude import conclude_request, take_fee
from alatau.services.catalogue.read import list_requests
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.requests import withdraw_request
from alatau.services.models import ServiceRequest
from tests.faults.kill import Scenario
from tests.people import load_people, resident
from tests.services.catalogue.stage import ADDRESS, LICENCE, Registers, ask, hold_licence, owe_fee

if TYPE_CHECKING:
    from alatau.core.values import Actor
    from alatau.services.catalogue.request_values import RequestView


def prepare() -> None:
    """The city's people, and the bodies around its money."""
    load_people()
    with transaction.atomic():
        open_bodies(by=system_actor("services.tests"), at=read_clocks())


def _aigerim(*, is_housed: bool = True) -> Actor:
    """Return who asks, in a process of its own whose registers say what the path needs."""
    aigerim, registers = resident("aigerim").actor, Registers()
    assert aigerim.person_id is not None
    evidence.read_records = registers.read_records  # type: ignore[assignment]  # a double, in a process that ends
    evidence.judge_silence = registers.judge_silence
    hold_licence(registers, aigerim.person_id)
    if is_housed:
        registers.holds("residence", aigerim.person_id, address_code="KZ1", registration_kind="permanent")
    return aigerim


def _sent(code: str, by: Actor) -> RequestView | None:
    """Return the request that was sent before the kill."""
    sent = [each for each in list_requests(by=by) if each.service.code == code and each.number]
    return sent[0] if sent else None


def ask_for_paper() -> None:
    by = _aigerim()
    if _sent(ADDRESS, by) is None:
        ask(ADDRESS, by, at=read_clocks(), purpose="bank")


def check_paper() -> None:
    assert ServiceRequest.objects.get().status == RequestStatus.GRANTED
    assert Document.objects.count() == count_lines("services.request.granted") == 1


def ask_officials() -> None:
    by = _aigerim(is_housed=False)
    view = _sent(ADDRESS, by) or ask(ADDRESS, by, at=read_clocks())
    if view.status is RequestStatus.WITH_STAFF:
        conclude_request(view.case_id, outcome="granted", at=read_clocks())


def check_decided() -> None:
    assert ServiceRequest.objects.get().status == RequestStatus.GRANTED
    assert Case.objects.count() == Document.objects.count() == 1
    assert count_lines("services.request.granted") == count_lines("services.request.with_staff") == 1


def pay_fee() -> None:
    by = _aigerim()
    view = _sent(LICENCE, by) or owe_fee(by, at=read_clocks())
    take_fee(view.bill_id, at=read_clocks())


def check_paid() -> None:
    assert ServiceRequest.objects.get().status == RequestStatus.GRANTED
    assert Bill.objects.count() == Document.objects.count() == 1


def take_back() -> None:
    by = _aigerim(is_housed=False)
    view = _sent(ADDRESS, by) or ask(ADDRESS, by, at=read_clocks())
    withdraw_request(view.id, by=by, at=read_clocks())


def check_taken_back() -> None:
    assert ServiceRequest.objects.get().status == RequestStatus.WITHDRAWN
    assert count_lines("services.request.withdrawn") == 1


def count_lines(action: str) -> int:
    """Return how many lines of an action the journal has."""
    return JournalLine.objects.filter(action=action).count()


SCENARIOS = (
    Scenario(
        points=(
            "services.request.started",
            "services.request.saved",
            "services.send.numbered",
            "services.send.fulfilled",
            "services.fulfil.",
        ),
        prepare=prepare,
        act=ask_for_paper,
        check=check_paper,
    ),
    Scenario(
        points=("services.send.handed_over", "services.request.concluded"),
        prepare=prepare,
        act=ask_officials,
        check=check_decided,
    ),
    Scenario(points=("services.send.billed", "services.request.paid"), prepare=prepare, act=pay_fee, check=check_paid),
    Scenario(points=("services.request.withdrawn",), prepare=prepare, act=take_back, check=check_taken_back),
)
