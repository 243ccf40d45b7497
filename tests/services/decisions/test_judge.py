"""A page asks the reader what the card says of a right; its look stands in the journal first."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from alatau.core.journal.values import LineKind
from alatau.core.models import JournalContents
from alatau.family.card import EntitlementState
from alatau.family.errors import CardNotFoundError
from alatau.registry.errors import ReaderAwayError
from alatau.registry.reader.serve import Reader
from alatau.services.decisions.judge import find_basis, judge_right
from alatau.services.models import Decision
from tests.services.decisions.stage import GRANT, MONTHLY, ONCE, give, held_by
from tests.services.offers.stage import put_card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Moment, PersonId


@contextmanager
def running() -> Iterator[None]:
    """Let the reader serve in a thread of this process."""
    with Reader() as reader:
        thread = Thread(target=reader.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield
        finally:
            reader.shutdown()
            thread.join()


@pytest.fixture
def on_page(paid: PersonId, city: Moment, settings: SettingsWrapper) -> PersonId:
    """Return Aigerim, whose card gives a grant, asked of as a page does."""
    put_card((paid, "spouse", {ONCE: GRANT, MONTHLY: None}), at=city)
    settings.ALATAU_ROLE = "web"
    return paid


def count_looks(person: PersonId) -> int:
    looks = JournalContents.objects.filter(subject_id=person, line__kind=LineKind.LOOK)
    return sum("entitlement" in row.body["data"] for row in looks)


def test_the_readers_answer_is_what_the_card_says(on_page: PersonId, city: Moment) -> None:
    with running():
        asked = judge_right(ONCE, on_page, at=city)
    assert asked == find_basis(ONCE, on_page)
    assert (asked.state, asked.units, count_looks(on_page)) == (EntitlementState.YES, GRANT, 1)


def test_what_nobody_knows_names_the_registers_that_would_tell(on_page: PersonId, city: Moment) -> None:
    with running():
        asked = judge_right(MONTHLY, on_page, at=city)
    assert asked.state is EntitlementState.ASK
    assert "family_cards" in asked.silent


def test_inside_a_transaction_the_look_is_committed_apart(on_page: PersonId, city: Moment) -> None:
    with running(), transaction.atomic():
        decision = give(ONCE, on_page, at=city)
        assert connection.in_atomic_block
    assert (Decision.objects.get(), held_by(on_page)) == (decision, GRANT)


def test_who_is_on_no_card_is_told_so(on_page: PersonId, city: Moment) -> None:
    with running(), pytest.raises(CardNotFoundError):
        judge_right("no_such_right", on_page, at=city)


def test_a_reader_that_does_not_run_decides_nothing(on_page: PersonId, city: Moment) -> None:
    with pytest.raises(ReaderAwayError):
        give(ONCE, on_page, at=city)
    assert not Decision.objects.exists()
