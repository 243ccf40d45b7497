"""A conversation about what never happened ends."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.values import LineKind, SealedLine
from alatau.services.flows.values import TalkStatus
from alatau.services.flows.withdraw import hear_withdrawn_events
from alatau.services.models import LifeEvent, Talk
from tests.services.events.stage import AIGERIM, act, settle_rows

pytestmark = pytest.mark.usefixtures("undone")


def hear(event_id: UUID) -> int:
    at = read_clocks()
    line = SealedLine(
        number=1,
        id=uuid4(),
        kind=LineKind.EVENT,
        action="services.event.withdrawn",
        actor={},
        subject_id=AIGERIM,
        case_id=None,
        purpose="",
        body={"event_id": str(event_id)},
        city_at=at.city_at,
        wall_at=at.wall_at,
    )
    with transaction.atomic():
        return hear_withdrawn_events([line], at=at)


@pytest.fixture
def talk() -> Talk:
    settle_rows(act())
    at = read_clocks()
    event = LifeEvent.objects.get()
    return Talk.objects.create(
        flow="birth",
        event_id=event.id,
        person_id=AIGERIM,
        status=TalkStatus.ASKING,
        question="name",
        begun_at=at.wall_at,
        begun_city_at=at.city_at,
    )


def test_the_conversation_about_a_birth_that_was_annulled_ends(talk: Talk) -> None:
    settle_rows(act(status="annulled"))
    assert (hear(talk.event_id), hear(talk.event_id)) == (1, 0)
    talk.refresh_from_db()
    assert talk.status == TalkStatus.NOT_NEEDED


def test_the_conversation_about_a_birth_that_stands_again_goes_on(talk: Talk) -> None:
    settle_rows(act(status="annulled"))
    settle_rows(act())
    assert hear(talk.event_id) == 0
