"""A ticket's status follows from its steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.services.queues.history import STANDING, Status, Step, fold, follow

steps = st.lists(st.sampled_from(Step), max_size=12)

#: A life that ends in a place, one that rests and comes back, one that says no.
LIVES = {
    ("entered", "proven", "offered", "agreed", "contracted"): Status.PLACED,
    ("entered", "offered", "silent", "restored", "offered", "silent", "timed_out"): Status.LEFT,
    ("entered", "offered", "agreed", "missed"): Status.INACTIVE,
    ("entered", "offered", "declined"): Status.LEFT,
    ("entered", "offered", "agreed", "taken_back"): Status.WAITING,
}


@pytest.mark.parametrize(("life", "status"), LIVES.items(), ids=" ".join)
def test_life_of_a_ticket_ends_where_the_law_says(life: tuple[str, ...], status: Status) -> None:
    assert fold(Step(step) for step in life) is status


@given(steps)
def test_fold_is_a_step_after_the_other(some: list[Step]) -> None:
    status = None
    for step in some:
        status = follow(status, step)
        if status is None:
            break
    assert fold(some) == status


@given(steps)
def test_nothing_follows_the_end(some: list[Step]) -> None:
    for end in (Status.LEFT, Status.PLACED):
        assert [follow(end, step) for step in some if follow(end, step)] == []


@given(st.sampled_from(Status), st.sampled_from(Step))
def test_nobody_is_placed_without_contract_or_offered_while_not_waiting(status: Status, step: Step) -> None:
    after = follow(status, step)
    assert after is not Status.PLACED or step is Step.CONTRACTED
    assert step is not Step.OFFERED or after is None or status is Status.WAITING


def test_nothing_happens_before_a_ticket_is_entered() -> None:
    assert [step for step in Step if follow(None, step)] == [Step.ENTERED]


def test_remarks_change_no_status_of_a_standing_ticket() -> None:
    assert all(follow(status, Step.WISHED) is status for status in STANDING)
