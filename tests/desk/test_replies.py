"""A resident's answer opens a case, once, when the content names a kind of case for it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.core.clock import read_clocks
from alatau.core.journal.values import LineKind, SealedLine
from alatau.desk.listeners import open_cases_of_replies
from alatau.desk.models import Case
from tests.desk.people import REGION, make_resident

if TYPE_CHECKING:
    from alatau.core.values import PersonId

pytestmark = pytest.mark.django_db


def reply(person_id: PersonId | None, *, task_type: str) -> SealedLine:
    """Return the line that tells of an answer."""
    at = read_clocks()
    return SealedLine(
        id=uuid4(),
        number=1,
        kind=LineKind.EVENT,
        action="messages.reply.received",
        actor={},
        subject_id=person_id,
        case_id=None,
        purpose="",
        body={"template": "city.address_check", "choice": "no", "task_type": task_type, "conversation_id": "c"},
        city_at=at.city_at,
        wall_at=at.wall_at,
    )


def test_answer_opens_a_case_in_the_region_of_the_person() -> None:
    person = make_resident(name="Әйгерім", at=read_clocks())
    open_cases_of_replies([reply(person.person_id, task_type="address_check")])
    case = Case.objects.get()
    assert (case.subject_id, case.region, case.type) == (person.person_id, REGION, "address_check")
    assert case.facts["choice"] == "no"


def test_answer_told_twice_opens_one_case() -> None:
    line = reply(make_resident(name="Әйгерім", at=read_clocks()).person_id, task_type="address_check")
    open_cases_of_replies([line, line])
    open_cases_of_replies([line])
    assert Case.objects.count() == 1


def test_answer_that_needs_nobody_opens_nothing() -> None:
    person = make_resident(name="Әйгерім", at=read_clocks())
    open_cases_of_replies([reply(person.person_id, task_type=""), reply(None, task_type="address_check")])
    assert not Case.objects.exists()
