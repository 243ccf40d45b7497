"""Every decision is a signed letter with ground, law, sum, period and the way to appeal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from alatau.papers.models import Document, DocumentFile
from alatau.services.decisions.deadline import add_months, appeal_until
from alatau.services.decisions.letter import write_letter
from alatau.services.decisions.values import DecisionId
from tests.services.decisions.stage import ALLOWANCE, MONTHLY, give
from tests.services.offers.stage import put_card, texts_to

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId


def test_a_grant_is_a_signed_letter_that_is_written_once(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE}), at=city)
    decision = give(MONTHLY, paid, at=city)
    letter = write_letter(DecisionId(decision.id), at=city)
    assert write_letter(DecisionId(decision.id), at=city) == letter
    facts = DocumentFile.objects.get(document_id=letter).facts
    assert {"right", "amount", "law", "period_from", "appeal_until", "data_on"} <= facts.keys()
    assert texts_to(paid) == ["services.decision_made"]


def test_the_letter_of_a_later_decision_ends_the_earlier_one(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE}), at=city)
    first = write_letter(DecisionId(give(MONTHLY, paid, at=city).id), at=city)
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE * 2}), at=city)
    write_letter(DecisionId(give(MONTHLY, paid, at=city).id), at=city)
    assert Document.objects.get(id=first).ending.status == "superseded"


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_are_added_within_their_length(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_the_last_day_to_appeal_is_a_working_day(city: Moment, paid: PersonId) -> None:
    from alatau.core.content import content

    put_card((paid, "spouse", {MONTHLY: ALLOWANCE}), at=city)
    until = appeal_until(give(MONTHLY, paid, at=city))
    assert content().calendar.next_working_day(until) == until
    assert until >= add_months(city.city_day, 3)
