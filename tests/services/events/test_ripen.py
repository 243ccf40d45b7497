"""Some news comes gently, and officials settle what registers contradict."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.values import LineKind, SealedLine
from alatau.core.values import Moment
from alatau.services.events.entitled import follow_rights
from alatau.services.events.ripen import tell_ripe_events
from alatau.services.events.rule import follow_rulings
from alatau.services.models import LifeEvent
from tests.services.events.stage import AIGERIM, BY, act, ago, events, lines, notice, settle_rows

pytestmark = pytest.mark.usefixtures("undone")
FAMILY = UUID("aaaaaaaa-0000-4000-8000-000000000000")


def line(action: str, *, case_id: UUID | None = None, **body: object) -> SealedLine:
    at = read_clocks()
    return SealedLine(
        number=1,
        id=uuid4(),
        kind=LineKind.EVENT,
        action=action,
        actor={},
        subject_id=None if case_id else AIGERIM,
        case_id=case_id,
        purpose="",
        body=body,
        city_at=at.city_at,
        wall_at=at.wall_at,
    )


def right(change: str, name: str) -> None:
    told = line(f"family.entitlement.{change}", family=str(FAMILY), name=name)
    with transaction.atomic():
        follow_rights([told], by=BY, at=read_clocks())


def later(days: int) -> Moment:
    at = read_clocks()
    return Moment(city_at=at.city_at + timedelta(days=days), wall_at=at.wall_at + timedelta(days=days))


def decide(outcome: str) -> int:
    case_id = LifeEvent.objects.values_list("case_id", flat=True).get()
    with transaction.atomic():
        return follow_rulings([line("desk.case.decided", case_id=case_id, outcome=outcome)], by=BY, at=read_clocks())


@pytest.mark.parametrize(
    ("kind", "name"), [("large_family", "large_family_allowance_4"), ("low_income", "targeted_assistance")]
)
def test_a_right_gained_on_a_card_is_an_event_and_its_loss_takes_it_back(kind: str, name: str) -> None:
    right("gained", name)
    assert events() == {(kind, AIGERIM, ago(0), "detected")}
    right("lost", name)
    assert events() == {(kind, AIGERIM, ago(0), "withdrawn")}


def test_another_right_tells_of_nothing() -> None:
    right("gained", "birth_grant")
    assert events() == set()


def test_the_loss_of_a_breadwinner_is_told_some_days_later() -> None:
    right("gained", "survivor_allowance_1")
    assert (events(), lines()) == ({("loss_of_breadwinner", AIGERIM, ago(0), "waiting")}, [])
    assert tell_ripe_events(by=BY, at=later(4)) == 0
    assert tell_ripe_events(by=BY, at=later(5)) == 1
    assert lines() == ["services.event.detected"]


def test_an_event_taken_back_while_it_waits_was_never_told() -> None:
    right("gained", "survivor_allowance_1")
    right("lost", "survivor_allowance_1")
    assert (tell_ripe_events(by=BY, at=later(5)), lines()) == (0, [])


def test_what_an_official_found_out_stands_against_all_rows() -> None:
    settle_rows(notice(), act(born_on=ago(2)))
    assert (decide("not_happened"), decide("not_happened")) == (1, 0)
    settle_rows(notice("N1", born_at=f"{ago(4)}T09:00:00+00:00"))
    assert {status for *_rest, status in events()} == {"withdrawn"}


def test_an_event_that_an_official_confirmed_is_not_taken_back_by_a_row() -> None:
    settle_rows(notice(), act(born_on=ago(2)))
    decide("happened")
    settle_rows(notice(mother_number=None), act(status="annulled"))
    assert {status for *_rest, status in events()} == {"detected"}
